"""Having one's account deleted: what is open first, what goes, what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import access, profiles
from accounts.leaving import going
from accounts.models import KnownDevice, User, Verdict
from disputes import cases
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions.models import Proof
from tasks import hiding
from tasks.models import Category, Hidden
from tests import make
from tests.people import confirmed, signed_in
from wallet import deposits, ledger, methods, payouts, results
from wallet.models import Payout, PayoutMethod

DESTINATION = "DE02 1203 0000 0000 2020 51, Ben Okri"
DAYS = timedelta(days=settings.RULES.leaving_days)


def open_ends(person: User) -> list[str]:
    return [str(end.words) for end in going.ends(person, now=timezone.now()) if end.blocks]


def test_money_in_any_pocket_is_said_with_the_way_out(ann: User, ben: User) -> None:
    make.approved(make.task(ann, reward=usd("8"), slots=1), ben)

    assert open_ends(ben) == ["$7.60 you earned"]
    assert [words.partition(" ")[2] for words in open_ends(ann)] == ["you brought here and did not spend"]


def test_work_and_tasks_under_way_are_said_on_both_sides(ann: User, ben: User) -> None:
    make.submission(make.task(ann, slots=2), ben)

    assert open_ends(ben) == ["Work of yours that has no final verdict: 1"]
    assert {words.rpartition(":")[0] for words in open_ends(ann)} >= {
        "Tasks of yours that are not over",
        "Work of others in your tasks that has no final verdict",
    }


def test_a_dispute_a_payout_and_a_deposit_under_way_are_said(ann: User, ben: User) -> None:
    make.approved(make.task(ann, reward=usd("8"), slots=1), ben)
    methods.choose(ben, rail="manual", destination=DESTINATION, by=ben, now=timezone.now())
    payouts.request(ben, amount=usd("7.60"), rail="manual", now=timezone.now())
    deposits.start(ben, amount=usd("10"), rail="manual", now=timezone.now())
    cases.open_case(make.rejected(make.task(ann), ben), by=ben, words="It was all there as asked.", now=timezone.now())

    assert set(open_ends(ben)) == {
        "$7.60 on its way to you",
        "A deposit that may still arrive",
        "Work of yours that has no final verdict: 1",
        "A dispute that is not decided",
    }


def test_with_something_open_nothing_is_asked_for(ann: User) -> None:
    with pytest.raises(going.StillOpen):
        going.ask(ann, leaves_behind=True, now=timezone.now())


def test_the_page_lists_what_is_open_with_a_link_to_each(ann: User) -> None:
    page = signed_in(ann).get(reverse("accounts:leave")).content.decode()

    assert "Not yet: something is open" in page
    assert reverse("wallet:refundable") in page
    assert "Delete my account" not in page


def test_small_change_is_left_behind_only_by_a_tick(ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    browser = confirmed(ben)

    refused = browser.post(reverse("accounts:leave"))
    taken = browser.post(reverse("accounts:leave"), {"leaves_behind": "on"})

    assert "Tick this, or fetch what stands in the list first." in refused.content.decode()
    assert taken.status_code == 302
    assert make.fresh(ben).leaves_at is not None


def test_leaving_waits_for_a_confirmation_that_it_is_them(ben: User) -> None:
    browser = signed_in(ben)

    asked = browser.post(reverse("accounts:leave"))
    before = make.fresh(ben).leaves_at
    browser.post(asked["Location"], {"password": make.PASSWORD}, follow=True)

    assert (before, make.fresh(ben).leaves_at is None) == (None, False)


def test_the_person_is_told_when_and_how_to_stop_it_and_one_button_does(ben: User) -> None:
    going.ask(ben, leaves_behind=False, now=timezone.now())
    browser = signed_in(ben)
    page = browser.get(reverse("tasks:feed")).content.decode()

    browser.post(reverse("accounts:stay"))

    assert "Keep my account" in page
    assert Notice.objects.of(ben).filter(subject="Your account will be deleted", mail_to=ben.email).exists()
    assert make.fresh(ben).leaves_at is None
    assert going.go_due(now=timezone.now() + DAYS) == 0


def test_nobody_goes_before_their_days_are_over(ben: User) -> None:
    now = timezone.now()
    going.ask(ben, leaves_behind=False, now=now)

    assert going.go_due(now=now + DAYS - timedelta(minutes=1)) == 0
    assert going.go_due(now=now + DAYS) == 1


def test_who_began_something_meanwhile_stays_and_is_told(ben: User) -> None:
    now = timezone.now()
    going.ask(ben, leaves_behind=False, now=now)
    make.deposit(ben, "20")
    make.task(ben)

    assert going.go_due(now=now + DAYS) == 0
    kept = make.fresh(ben)
    assert (kept.is_active, kept.leaves_at) == (True, None)
    assert Notice.objects.of(ben).filter(subject__contains="not deleted").exists()


def test_staff_gives_up_the_desk_first(sam: User) -> None:
    with pytest.raises(going.StillOpen):
        going.ask(sam, leaves_behind=False, now=timezone.now())
    assert "You work at the desk" in confirmed(sam).get(reverse("accounts:leave")).content.decode()


def test_who_became_staff_meanwhile_stays(ben: User, sam: User) -> None:
    now = timezone.now()
    going.ask(ben, leaves_behind=False, now=now)
    access.change(ben, is_staff=True, groups=[], reason="They help at the desk now.", by=sam, now=now)

    assert going.go_due(now=now + DAYS) == 0
    assert make.fresh(ben).is_active


@pytest.fixture
def gone(ann: User, ben: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> User:
    """Ben worked, was rejected once for good, was paid out, and left."""
    now = timezone.now()
    profiles.edit(ben, fields={"bio": "I look closely.", "name": "Ben Okri"}, photo=make.picture())
    make.approved(make.task(ann, title="Paid", reward=usd("8"), slots=1), ben)
    make.confirmed(make.task(ann, title="Unpaid"), ben, now=now - timedelta(days=20))
    methods.choose(ben, rail="manual", destination=DESTINATION, by=ben, now=now)
    sent = payouts.request(ben, amount=usd("7.50"), rail="manual", now=now)
    (batch,) = make.payout_run(now=now)
    results.import_results(batch, text=f"key,state\n{sent.public_id},paid\n", by=ann, now=now)
    hiding.hide(Category.objects.get(slug="surveys"), by=ben, now=now)
    signed_in(ben)
    going.ask(make.fresh(ben), leaves_behind=True, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assert going.go_due(now=now + DAYS) == 1
    return make.fresh(ben)  # type: ignore[no-any-return]


def test_nothing_is_left_that_says_who_somebody_was(gone: User) -> None:
    assert (gone.email, gone.name, gone.bio, gone.photo.name) == (f"{gone.public_id}@left.invalid", "", "", "")
    assert (gone.birth_date.year, gone.languages, gone.is_active, gone.left_at is None) == (1900, [], False, False)
    for model in (EmailAddress, UserSession):
        assert not model.objects.filter(user=gone).exists()
    for model in (KnownDevice, Notice, PayoutMethod):
        assert not model.objects.filter(person=gone).exists()
    assert not Hidden.objects.filter(worker=gone).exists()
    assert not Session.objects.exists()


def test_nobody_signs_in_any_more_and_the_profile_is_no_page(gone: User, client: Client) -> None:
    client.post(reverse("account_login"), {"login": "ben@example.org", "password": make.PASSWORD})

    assert "_auth_user_id" not in client.session
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_the_address_is_free_for_somebody_who_joins_anew(gone: User, client: Client) -> None:
    joining = {"password1": make.PASSWORD, "country": "BD", "birth_date": "1999-04-30", "accepts": "on"}

    client.post(reverse("account_signup"), {**joining, "email": "ben@example.org"})

    assert User.objects.get(email="ben@example.org").pk != gone.pk


def test_paid_work_stays_with_its_employer_and_unpaid_proofs_are_gone(gone: User, ann: User) -> None:
    titles = Proof.objects.filter(submission__worker=gone).values_list("submission__task__title", flat=True)
    picture = Proof.objects.exclude(picture="").get().picture

    assert set(titles) == {"Paid"}
    assert picture.storage.exists(str(picture.name))
    page = signed_in(ann).get(Proof.objects.earliest("pk").submission.review_url)
    assert gone.public_name in page.content.decode()
    assert "Ben Okri" not in page.content.decode()


def test_the_photo_is_gone_from_the_disk(gone: User) -> None:
    storage = gone.photo.storage

    assert not storage.exists("photos") or storage.listdir("photos")[1] == []


def test_books_and_verdicts_stay_and_what_was_left_behind_is_still_owed(gone: User) -> None:
    assert Verdict.objects.filter(worker=gone).count() == 2
    assert Payout.objects.get(person=gone).state == Payout.State.PAID
    assert ledger.balance_of(ledger.earned(gone.pk)) == usd("0.10")


def test_whom_they_brought_earns_them_nothing_any_more(ann: User, dina: User, gone: User) -> None:
    before = ledger.balance_of(ledger.earned(gone.pk))

    make.approved(make.task(ann), dina, now=timezone.now() + DAYS + timedelta(hours=1))

    assert ledger.balance_of(ledger.earned(gone.pk)) == before


def test_an_account_nobody_confirmed_goes_after_its_days_and_others_stay(ben: User, sam: User) -> None:
    never = make.person("nobody")
    EmailAddress.objects.filter(user=never).update(verified=False)
    EmailAddress.objects.filter(user=sam).delete()
    User.objects.update(date_joined=timezone.now())

    early = going.let_go_who_never_came(now=timezone.now() + timedelta(days=settings.RULES.unconfirmed_days - 1))
    later = timezone.now() + timedelta(days=settings.RULES.unconfirmed_days + 1)
    due = going.let_go_who_never_came(now=later)
    going.go_due(now=later)

    assert (early, due) == (0, 1)
    assert make.fresh(never).left_at == later
    assert (make.fresh(ben).left_at, make.fresh(sam).left_at) == (None, None)
