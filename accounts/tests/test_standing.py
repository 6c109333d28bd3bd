"""Suspended people: no new work, none offered, told why, and everything they earned as before."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import standing
from accounts.models import Suspension, User
from inbox import notices
from tests import make

REASON = "Two accounts of yours did the same task twice."


def suspended(person: User, sam: User) -> User:
    standing.suspend(person, reason=REASON, by=sam, now=timezone.now())
    return make.fresh(person)  # type: ignore[no-any-return]


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_suspended_person_is_told_why_and_how_to_answer(ben: User, sam: User, settings: Any) -> None:
    ben = suspended(ben, sam)

    assert ben.suspended_at is not None
    assert Suspension.objects.get(person=ben).reason == REASON
    notices.send_mail_due(now=timezone.now())
    assert REASON in mail.outbox[0].body
    assert settings.SUPPORT_EMAIL in mail.outbox[0].body


def test_every_page_of_theirs_says_since_when_why_and_that_the_money_is_theirs(ben: User, sam: User) -> None:
    suspended(ben, sam)
    client = Client()

    client.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})

    for name in ("wallet:home", "wallet:lines", "tasks:feed", "submissions:mine", "account_email"):
        page = client.get(reverse(name)).content.decode()
        assert REASON in page
        assert "what you earned stays yours" in page


@pytest.mark.parametrize("reason", ["", "Because I say so", " " * 40])
def test_a_reason_is_a_full_sentence(reason: str, ben: User, sam: User) -> None:
    with pytest.raises(standing.StandingRefused, match="20 characters"):
        standing.suspend(ben, reason=reason, by=sam, now=timezone.now())


def test_nobody_suspends_themselves_the_staff_or_anybody_twice(ben: User, ann: User, sam: User) -> None:
    for person, by, words in ((sam, sam, "themselves"), (sam, ann, "staff")):
        with pytest.raises(standing.StandingRefused, match=words):
            standing.suspend(person, reason=REASON, by=by, now=timezone.now())
    suspended(ben, sam)

    with pytest.raises(standing.StandingRefused, match="already"):
        standing.suspend(ben, reason=REASON, by=sam, now=timezone.now())


def test_a_lifted_suspension_is_told_and_kept(ben: User, sam: User) -> None:
    ben = suspended(ben, sam)

    standing.lift(ben, by=sam, now=timezone.now())

    assert make.fresh(ben).suspended_at is None
    assert standing.current(make.fresh(ben)) is None
    assert Suspension.objects.get(person=ben).lifted_by == sam
    assert ben.notices.order_by("-pk")[0].subject == "Your account is not suspended any more"
    with pytest.raises(standing.StandingRefused, match="not suspended"):
        standing.lift(ben, by=sam, now=timezone.now())


def test_nobody_lifts_their_own(ben: User, sam: User) -> None:
    ben = suspended(ben, sam)

    with pytest.raises(standing.StandingRefused, match="your own"):
        standing.lift(ben, by=ben, now=timezone.now())


@pytest.fixture
def support(db: None) -> Client:
    person = make.person("sue", country="CA")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(Group.objects.get(name="Support"))
    return client_of(person)


def test_support_suspends_and_lifts_on_the_persons_page(support: Client, ben: User) -> None:
    page = reverse("admin:accounts_user_change", args=[ben.pk])
    assert "Suspend with this reason" in support.get(page).content.decode()

    support.post(reverse("admin:accounts_user_suspend", args=[ben.pk]), {"reason": REASON})

    assert make.fresh(ben).suspended_at is not None
    shown = support.get(page).content.decode()
    assert REASON in shown
    assert "Lift the suspension" in shown

    support.post(reverse("admin:accounts_user_lift", args=[ben.pk]))

    assert make.fresh(ben).suspended_at is None


def test_a_refusal_on_the_desk_is_one_sentence(support: Client, ben: User) -> None:
    answer = support.post(reverse("admin:accounts_user_suspend", args=[ben.pk]), {"reason": "no"}, follow=True)

    assert "Write the reason in a full sentence" in answer.content.decode()
    assert make.fresh(ben).suspended_at is None


def test_staff_without_the_permission_cannot_suspend(ann: User, ben: User) -> None:
    ann.is_staff = True
    ann.save(update_fields=["is_staff"])

    answer = client_of(ann).post(reverse("admin:accounts_user_suspend", args=[ben.pk]), {"reason": REASON})

    assert answer.status_code == 403


def test_who_signs_in_to_a_closed_account_reads_that_the_money_is_theirs(ben: User, settings: Any) -> None:
    ben.is_active = False
    ben.save(update_fields=["is_active"])

    page = (
        Client()
        .post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD}, follow=True)
        .content.decode()
    )

    assert "What you earned here is still yours." in page
    assert settings.SUPPORT_EMAIL in page
