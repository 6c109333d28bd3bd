"""People in the admin: one page each, where support reads all and decides in writing; access is a superuser's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import access, appeals, households, standing
from accounts.models import Exhibit, ReadyText, Sanction, User
from inbox.models import Notice
from tests import make

LIST = "/admin/accounts/user/"
NOW = timezone.now()
WORDS = "I was at my sister's that day and did nothing of this."
WHY = "They answer tickets from today on."


def staff(name: str) -> User:
    """Somebody of the support group."""
    person = make.person(name, country="CA")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(Group.objects.get(name="Support"))
    return person


def test_who_may_not_see_links_reads_of_none_on_the_page_of_a_person(ben: User) -> None:
    reader = make.person("rita")
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_user"))
    households.declare(ben, public_id=reader.public_id, words="My aunt.", now=NOW)
    page = reverse("admin:accounts_user_change", args=[ben.pk])

    assert "Linked accounts" not in client_of(reader).get(page).content.decode()
    assert "Linked accounts" in client_of(staff("sue")).get(page).content.decode()


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def sue(db: None) -> User:
    return staff("sue")


@pytest.fixture
def support(sue: User) -> Client:
    return client_of(sue)


def page_of(client: Client, person: User) -> str:
    return client.get(person_url(person)).content.decode()


def person_url(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def give(client: Client, person: User, **said: Any) -> Any:
    form = {"kind": "suspension", "days": "7", "rule": "4", "words": make.REASON, "ids": "", **said}
    return client.post(reverse("admin:accounts_user_sanction", args=[person.pk]), form)


def decide(client: Client, sanction: Sanction, outcome: str, **said: Any) -> Any:
    form = {"outcome": outcome, "words": "", "days": "2", **said}
    return client.post(reverse("admin:accounts_sanction_decide", args=[sanction.pk]), form)


def found(client: Client, words: str) -> list[Any]:
    return list(client.get(LIST, {"q": words}).context["cl"].result_list)


def test_a_person_is_found_by_address_id_and_name(support: Client, ben: User, cleo: User) -> None:
    for words in (ben.email, ben.public_id, "Ben"):
        assert found(support, words) == [ben]


def test_the_page_shows_verdicts_and_leads_to_the_persons_lists(support: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    page = support.get(person_url(ben)).content.decode()

    assert "1 approved, 0 rejected (100%)" in page
    for model, key in (("submissions/submission", "worker__id__exact"), ("wallet/payout", "person__id__exact")):
        assert f"/admin/{model}/?{key}={ben.pk}" in page
        assert support.get(f"/admin/{model}/?{key}={ben.pk}").status_code == 200


def test_the_page_leads_to_what_the_staff_did_about_this_person(support: Client, sam: User, ben: User) -> None:
    give(support, ben)
    admin, url = client_of(sam), f"/admin/accounts/staffentry/?about__id__exact={ben.pk}"

    log = admin.get(url).context["cl"].result_list

    assert [(one.about, one.what) for one in log] == [(ben, "Suspended")]
    assert (url in page_of(admin, ben), url in page_of(support, ben)) == (True, False)


def test_support_reads_and_gives_no_access(support: Client, ben: User) -> None:
    for url in (person_url(ben), reverse("admin:accounts_user_access", args=[ben.pk])):
        assert support.post(url, {"is_staff": "on"}).status_code == 403
    assert not make.fresh(ben).is_staff


def test_a_superuser_gives_access_with_a_reason_and_nothing_else(sam: User, ben: User) -> None:
    group, url = Group.objects.get(name="Support"), reverse("admin:accounts_user_access", args=[ben.pk])
    said = {"is_staff": "on", "groups": [group.pk], "reason": WHY, "level": 3, "approved": 99}
    client = client_of(sam)
    assert url in client.get(person_url(ben)).content.decode()

    client.post(url, said)

    ben = make.fresh(ben)
    assert (ben.is_staff, list(ben.groups.all())) == (True, [group])
    assert (ben.level, ben.approved, ben.is_superuser) == (1, 0, False)
    told = Notice.objects.get(person=ben)
    assert (told.subject, told.body) == ("You are staff: Support", WHY)


def test_nobody_is_shut_out_by_the_page_of_access(sam: User, ben: User) -> None:
    client, url = client_of(sam), reverse("admin:accounts_user_access", args=[ben.pk])

    assert "is_active" not in client.get(url).content.decode()
    client.post(url, {"is_staff": "on", "reason": WHY})
    client.post(url, {"reason": WHY})

    ben = make.fresh(ben)
    assert (ben.is_active, ben.is_staff) == (True, False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"is_staff": "on"}, "Write the reason: the person reads it."),
        ({"is_staff": "on", "reason": "x"}, "Write the reason in at least 20 characters: the person reads it."),
        ({"reason": "They are staff of ours for good."}, "This is their access already."),
    ],
)
def test_access_is_changed_by_a_reason_alone(said: dict[str, str], words: str, sam: User, ben: User) -> None:
    answer = client_of(sam).post(reverse("admin:accounts_user_access", args=[ben.pk]), said)

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not make.fresh(ben).is_staff
    assert not Notice.objects.filter(person=ben).exists()


def test_nobody_changes_their_own_access_or_that_of_a_closed_account(sam: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)

    for person in (sam, ben):
        with pytest.raises(access.AccessRefused):
            access.change(person, is_staff=not person.is_staff, groups=[], reason=WHY, by=sam, now=timezone.now())


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_people_are_neither_made_nor_removed_here(page: str, sam: User, ben: User) -> None:
    assert client_of(sam).get(LIST + page.format(pk=ben.pk)).status_code == 403


def test_support_suspends_in_writing_with_items_and_a_file(support: Client, ann: User, ben: User) -> None:
    work = make.submission(make.task(ann), ben)
    shot = make.picture(name="two.png")

    answer = give(support, ben, ids=f"{work.public_id} {work.task.public_id}", exhibit=shot)

    sanction = ben.sanctions.get()
    assert answer.status_code == 302
    assert (sanction.rule, sanction.decided_as) == (4, "Support")
    assert sanction.until is not None
    assert round((sanction.until - timezone.now()) / timedelta(days=1)) == 7
    page = client_of(ben).get(sanction.get_absolute_url()).content.decode()
    for url in (work.get_absolute_url(), work.task.get_absolute_url(), Exhibit.objects.get().get_absolute_url()):
        assert f'href="{url}"' in page
    assert client_of(ben).get(Exhibit.objects.get().get_absolute_url())["Content-Type"] == "image/webp"
    assert client_of(ann).get(Exhibit.objects.get().get_absolute_url()).status_code == 404
    assert make.REASON in support.get(person_url(ben)).content.decode()


def test_of_several_files_the_form_names_those_it_does_not_take(support: Client, ben: User) -> None:
    page = support.get(person_url(ben)).content.decode()

    assert 'data-only-one="Not taken: one goes here."' in page
    assert re.search(r'<script type="module" src="/static/js/upload[^"]*\.js"', page)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": "no"}, "Write a full sentence"),
        ({"days": ""}, "Say for how many days"),
        ({"days": "91"}, "after 90 days at most"),
        ({"rule": ""}, "required"),
        ({"ids": "nothing"}, "Nothing of this person has the id nothing"),
        ({"exhibit": SimpleUploadedFile("a.exe", b"MZ")}, "This kind of file is not asked for"),
    ],
)
def test_bad_input_is_one_sentence_and_keeps_what_was_typed(
    said: dict[str, Any], words: str, support: Client, ben: User
) -> None:
    answer = give(support, ben, **said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said.get("words", make.REASON) in answer.content.decode()
    assert not ben.sanctions.exists()


def test_the_work_of_others_is_none_to_name(support: Client, ann: User, ben: User, cleo: User) -> None:
    work = make.submission(make.task(ann), cleo)

    assert give(support, ben, ids=work.public_id).status_code == 422


def test_the_employer_of_the_work_has_a_part_in_it(ann: User, ben: User) -> None:
    work = make.submission(make.task(ann), ben)
    ann.is_staff = True
    ann.save(update_fields=["is_staff"])
    ann.groups.add(Group.objects.get(name="Support"))

    answer = give(client_of(ann), ben, ids=work.public_id)

    assert "You have a part in what this is about" in answer.content.decode()


def test_staff_without_the_permission_decides_nothing(ann: User, ben: User) -> None:
    ann.is_staff = True
    ann.save(update_fields=["is_staff"])

    assert give(client_of(ann), ben).status_code == 403


def test_a_ban_is_proposed_agreed_to_and_appealed_among_four_people(support: Client, sue: User, ben: User) -> None:
    give(support, ben, kind="ban", days="")
    proposal = ben.sanctions.get()
    other, third = client_of(staff("tom")), client_of(staff("tim"))
    assert decide(support, proposal, "agree").status_code == 422
    assert decide(other, proposal, "agree").status_code == 302
    appeal = appeals.appeal(make.fresh(proposal), words=WORDS, by=ben, now=timezone.now())

    for client in (support, other):
        assert "somebody else must decide" in decide(client, proposal, "grant", words=WORDS).content.decode()
    assert decide(third, proposal, "shorten", words=WORDS).status_code == 302

    assert make.fresh(appeal).state == "shortened"
    assert make.fresh(proposal).kind == Sanction.Kind.SUSPENSION


def test_a_decision_without_a_reason_is_refused_in_words(support: Client, ben: User, sam: User) -> None:
    sanction = make.suspended(ben, sam).sanctions.get()

    for outcome in ("lift", "reply"):
        answer = decide(support, sanction, outcome)
        assert (answer.status_code, "Write the reason or the answer" in answer.content.decode()) == (422, True)
    assert "There is no appeal to decide" in decide(support, sanction, "grant", words=WORDS).content.decode()


def test_days_are_said_of_a_suspension_alone(support: Client, ben: User) -> None:
    answer = give(support, ben, kind="strike", days="5")

    assert (answer.status_code, ben.sanctions.exists()) == (422, False)
    assert "Only a suspension has days of its own" in answer.content.decode()


def test_lifting_leaves_a_line_in_the_log(support: Client, ben: User, sam: User) -> None:
    sanction = make.suspended(ben, sam).sanctions.get()

    decide(support, sanction, "lift", words=WORDS)

    assert make.fresh(ben).suspended_at is None
    history = support.get(reverse("admin:accounts_sanction_history", args=[sanction.pk])).content.decode()
    assert "Lifted:" in history


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_and_the_list_ask_no_more_for_more_rows(
    rows: int, support: Client, ben: User, sam: User, django_assert_max_num_queries: Any
) -> None:
    for days in range(rows):
        standing.strike(ben, make.grounds(), role="", by=sam, now=NOW + timedelta(days=days))

    for url in (person_url(ben), reverse("admin:accounts_sanction_changelist")):
        with django_assert_max_num_queries(17):
            assert support.get(url).status_code == 200


def test_a_ready_text_is_put_into_the_words_of_a_sanction_and_nothing_is_given(support: Client, ben: User) -> None:
    text = ReadyText.objects.create(kind=ReadyText.Kind.SANCTION, title="Copies", text="Dear {person}, do not copy.")
    assert "Copies" in page_of(support, ben)

    url = reverse("admin:accounts_user_sanction", args=[ben.pk]) + "?fill=yes"
    typed = {"kind": "strike", "rule": "4", "words": "You copied.", "ready_text": str(text.pk)}
    page = support.post(url, typed).content.decode()

    assert f"You copied.\nDear {ben.public_name}, do not copy." in page
    assert '<option value="strike" selected>' in page
    assert not Sanction.objects.exists()
