"""An identity is checked by hand: seen by who decides alone, decided with a reason, and what was sent is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import first_tasks, identities, keeping, roles
from accounts.documents import BadDocuments
from accounts.leaving import own
from accounts.models import Document, Identity, StaffEntry, User
from accounts.standing import StandingRefused
from inbox.models import Notice
from picomarket.lib.locales import ISOLATED, UNTIL_HERE
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHY = "The face of the document and the one of the picture cannot be compared."


@pytest.fixture(autouse=True)
def _by_hand(settings: Settings) -> None:
    settings.IDENTITY_BY_HAND = True


@pytest.fixture
def sent(ben: User) -> Identity:
    return identities.send(ben, files=[make.picture(name="card.png"), make.picture(name="me.png")], now=NOW)


def desk(role: str) -> tuple[User, Client]:
    person, client = make.person(role.lower()), Client()
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    return make.fresh(person), client


def stored(document: Document) -> bool:
    return bool(document.file.storage.exists(str(document.file.name)))


def test_what_is_confirmed_is_read_by_everybody_and_lets_a_newcomer_hold_more(
    ben: User, sam: User, sent: Identity, client: Client
) -> None:
    assert first_tasks.claims(ben) == 3
    identities.confirm(sent, by=sam, now=NOW)

    assert make.fresh(ben).identity_confirmed_at == NOW
    assert first_tasks.claims(make.fresh(ben)) == 6
    assert "identity checked" in client.get(ben.get_absolute_url()).content.decode()
    assert Notice.objects.of(ben)[0].headline == "Your identity is checked"


def test_what_is_not_confirmed_has_a_reason_and_leaves_the_way_open(ben: User, sam: User, sent: Identity) -> None:
    with pytest.raises(StandingRefused, match="Write a full sentence"):
        identities.refuse(sent, reason="No.", by=sam, now=NOW)
    identities.refuse(sent, reason=WHY, by=sam, now=NOW)

    assert WHY in Notice.objects.of(ben)[0].body
    assert make.fresh(ben).identity_confirmed_at is None
    assert identities.send(ben, files=[make.picture()], now=NOW).is_open


def test_nobody_decides_about_themselves_nor_what_is_decided(sam: User, ben: User, sent: Identity) -> None:
    own_case = identities.send(sam, files=[make.picture()], now=NOW)
    with pytest.raises(identities.IdentityRefused, match="somebody else must decide"):
        identities.confirm(own_case, by=sam, now=NOW)
    identities.confirm(sent, by=sam, now=NOW)

    with pytest.raises(identities.IdentityRefused, match="decided already"):
        identities.refuse(sent, reason=WHY, by=sam, now=NOW)
    identities.undo(sent, reason=WHY, by=sam, now=NOW)
    assert make.fresh(ben).identity_confirmed_at is None


def test_one_waits_at_a_time_and_only_pictures_and_papers_are_taken(ben: User, cleo: User, sent: Identity) -> None:
    with pytest.raises(identities.IdentityRefused, match="Take it back first"):
        identities.send(ben, files=[make.picture()], now=NOW)
    with pytest.raises(BadDocuments, match="Choose a file"):
        identities.send(cleo, files=[], now=NOW)
    with pytest.raises(BadDocuments, match=r"You chose 20 files\. Choose them again, 4 at most\."):
        identities.send(cleo, files=[make.picture()] * 20, now=NOW)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("big.png", b"\x89PNG" + b"0" * 10 * 1024 * 1024, "larger than 10"),
        ("big.pdf", b"%PDF-1.4" + b"0" * 10 * 1024 * 1024, "larger than 10"),
        ("none.pdf", b"these are words", "is named .pdf but is none"),
        ("empty.pdf", b"", "is empty"),
        ("empty.png", b"", "is empty"),
        ("drawn.svg", b"<svg/>", "Send PNG, JPEG, WebP or PDF."),
        ("packed.zip", b"PK\x03\x04", "Send PNG, JPEG, WebP or PDF."),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "Take a screenshot"),
        ("renamed.jpg", b"\0\0\0\x18ftypheic", "is not a picture we can read"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_what_to_do(
    client: Client, ben: User, name: str, body: bytes, words: str
) -> None:
    client.force_login(ben)
    sent = [make.picture(name="card.png"), SimpleUploadedFile(name, body)]
    answer = client.post(reverse("accounts:identity"), {"documents": sent})
    (wrong, again) = answer.context["form"].errors["documents"]

    assert answer.status_code == 422
    assert wrong.startswith(f"{ISOLATED}{name}{UNTIL_HERE}: ")
    assert words in wrong
    assert again == "Choose the files again: they were not kept."
    assert not Identity.objects.exists()


def test_a_name_that_leads_elsewhere_or_turns_around_is_kept_without_that(ben: User) -> None:
    odd = make.picture(name="card.png")
    # What a form that no browser made could send: Django itself takes the folders off.
    odd._name = "../../etc/pass\u202egnp.exe\u202c.png"  # type: ignore[attr-defined]
    identity = identities.send(ben, files=[odd], now=NOW)

    document = identity.documents.get()
    assert document.name == "passgnp.exe.webp"
    assert ".." not in str(document.file.name)


def test_files_that_cannot_be_taken_count_for_nothing(ben: User) -> None:
    for _try in range(identities.SENT_AN_HOUR + 1):
        with pytest.raises(BadDocuments):
            identities.send(ben, files=[SimpleUploadedFile("x.zip", b"PK")], now=NOW)

    assert identities.send(ben, files=[make.picture()], now=NOW).is_open


def test_the_page_names_what_waits_and_an_error_is_where_the_form_is(client: Client, ben: User, sent: Identity) -> None:
    client.force_login(ben)
    waiting = client.get(reverse("accounts:identity")).content.decode()
    identities.take_back(ben, now=NOW)
    page = client.get(reverse("accounts:identity")).content.decode()

    assert "card.webp" in waiting
    assert f'action="{reverse("accounts:identity")}#send"' in page
    assert "Up to 4 files at once: PNG, JPEG, WebP or PDF" in page


def test_documents_are_deleted_some_days_after_the_decision_and_at_once_when_taken_back(
    ben: User, cleo: User, sam: User, sent: Identity
) -> None:
    other = identities.send(cleo, files=[make.picture()], now=NOW)
    seen, taken = sent.documents.earliest("pk"), other.documents.get()
    identities.confirm(sent, by=sam, now=NOW)
    identities.take_back(cleo, now=NOW)

    assert (stored(seen), stored(taken)) == (True, False)
    assert identities.sweep_documents(now=NOW + timedelta(days=6)) == 0
    assert identities.sweep_documents(now=NOW + timedelta(days=7)) == 2
    assert not stored(seen)
    assert make.fresh(ben).identity_confirmed_at == NOW


def test_a_check_that_is_undone_keeps_the_day_its_documents_are_deleted(ben: User, sam: User, sent: Identity) -> None:
    identities.confirm(sent, by=sam, now=NOW)
    identities.undo(sent, reason=WHY, by=sam, now=NOW + timedelta(days=6))

    assert make.fresh(sent).decided_at == NOW + timedelta(days=6)
    assert identities.sweep_documents(now=NOW + timedelta(days=7)) == 2


def test_who_leaves_takes_their_documents_with_them(
    ben: User, sent: Identity, django_capture_on_commit_callbacks: object
) -> None:
    document = sent.documents.earliest("pk")
    parts = {part.name: part for part in own.parts(ben)}

    assert len(list(parts["identity"].files)) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        own.forget(ben)
    assert not stored(document)
    assert not Identity.objects.filter(person=ben).exists()


@pytest.mark.parametrize("role", [roles.MODERATOR, roles.FINANCE, roles.ADMIN])
def test_no_other_role_opens_a_document(role: str, sent: Identity) -> None:
    _person, client = desk(role)

    for document in sent.documents.all():
        assert client.get(reverse("admin:accounts_identity_document", args=[document.public_id])).status_code == 403
    assert client.get(reverse("admin:accounts_identity_change", args=[sent.pk])).status_code == 403
    assert not StaffEntry.objects.exists()


def test_who_decides_opens_them_and_the_person_reads_that_they_did(ben: User, sent: Identity) -> None:
    person, client = desk(roles.SUPPORT)
    page = client.get(reverse("admin:accounts_identity_change", args=[sent.pk])).content.decode()
    url = reverse("admin:accounts_identity_document", args=[sent.documents.earliest("pk").public_id])
    answer = client.get(url)

    assert url in page
    assert answer["Content-Type"] == "image/webp"
    assert "no-store" in answer["Cache-Control"]
    entry = StaffEntry.objects.about(ben)[0]
    assert (entry.what, entry.by) == ("Opened a document of yours", person)


def test_the_desk_decides_once_and_not_what_somebody_else_has(ben: User, sam: User, sent: Identity) -> None:
    _person, client = desk(roles.SUPPORT)
    url = reverse("admin:accounts_identity_decide", args=[sent.pk])
    keeping.take(sent, by=sam, now=timezone.now())

    assert "Take it over, or leave it to them." in client.post(url, {"outcome": "confirm"}).content.decode()
    keeping.leave(sent, by=sam)
    assert client.post(url, {"outcome": "refuse"}).status_code == 422
    client.post(url, {"outcome": "confirm"})

    assert make.fresh(sent).is_confirmed
    assert StaffEntry.objects.about(ben)[0].what == "Identity confirmed"


def test_nobody_is_led_on_to_their_own_case(cleo: User, sent: Identity) -> None:
    person, client = desk(roles.SUPPORT)
    identities.send(person, files=[make.picture()], now=NOW)
    theirs = identities.send(cleo, files=[make.picture()], now=NOW)

    led_to = client.post(reverse("admin:accounts_identity_decide", args=[sent.pk]), {"outcome": "confirm"})

    assert led_to["Location"] == reverse("admin:accounts_identity_change", args=[theirs.pk])


def test_the_page_takes_documents_and_gives_them_back(client: Client, ben: User) -> None:
    client.force_login(ben)
    page = reverse("accounts:identity")

    assert client.post(page, {}).status_code == 422
    client.post(page, {"documents": [make.picture()]})
    assert "Waiting for a look" in client.get(page).content.decode()
    client.post(reverse("accounts:take_back_identity"))

    assert not Document.objects.exists()


def test_where_nobody_looks_no_page_speaks_of_it(client: Client, ben: User, settings: Settings) -> None:
    settings.IDENTITY_BY_HAND = False
    client.force_login(ben)

    assert client.get(reverse("accounts:identity")).status_code == 404
    assert reverse("accounts:identity") not in client.get("/me/").content.decode()
