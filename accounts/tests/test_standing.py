"""How people stand: suspended in writing, told why, able to answer, and everything they earned as before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import standing
from accounts.models import Sanction, User
from inbox import notices
from tests import make

NOW = timezone.now()
SORRY = "It was somebody else, and we are sorry."
State = Sanction.State


@pytest.fixture
def tess(db: None) -> User:
    """The second person of the staff."""
    return make.person("tess", country="CA", staff=True)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_suspended_person_is_told_the_rule_the_reason_the_end_and_how_to_appeal(ben: User, sam: User) -> None:
    ben = make.suspended(ben, sam)

    assert ben.suspended_at is not None
    notices.send_mail_due(now=timezone.now())
    body = mail.outbox[0].body
    for words in ("4. Proofs are real", make.REASON, "until", "appeal", ben.sanctions.get().get_absolute_url()):
        assert words in body
    assert sam.public_name not in body


def test_every_page_leads_to_the_reasons_and_says_that_the_money_is_theirs(ben: User, sam: User) -> None:
    sanction = make.suspended(ben, sam).sanctions.get()
    client = Client()

    client.post(reverse("account_login"), {"login": ben.email, "password": make.PASSWORD})

    for name in ("wallet:home", "wallet:lines", "tasks:feed", "submissions:mine", "account_email"):
        page = client.get(reverse(name)).content.decode()
        assert sanction.get_absolute_url() in page
        assert "what you earned stays yours" in page


@pytest.mark.parametrize("reason", ["", "Because I say so", " " * 40])
def test_a_reason_is_a_full_sentence(reason: str, ben: User, sam: User) -> None:
    with pytest.raises(standing.StandingRefused, match="20 characters"):
        standing.warn(ben, make.grounds(reason), role="", by=sam, now=NOW)


def test_a_rule_of_the_house_is_named(ben: User, sam: User) -> None:
    with pytest.raises(standing.StandingRefused, match="rule"):
        standing.warn(ben, make.grounds(rule=99), role="", by=sam, now=NOW)


def test_nobody_decides_about_themselves_the_staff_or_anybody_twice(ben: User, ann: User, sam: User) -> None:
    for person, by, words in ((sam, sam, "themselves"), (sam, ann, "staff")):
        with pytest.raises(standing.StandingRefused, match=words):
            make.suspended(person, by)
    make.suspended(ben, sam)

    with pytest.raises(standing.StandingRefused, match="already"):
        make.suspended(ben, sam)


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_suspension_has_an_end_and_a_ban_has_none(days: int, ben: User, sam: User) -> None:
    with pytest.raises(standing.StandingRefused, match="ban"):
        make.suspended(ben, sam, days=days)


def test_a_suspension_ends_by_itself_and_its_person_is_told(ben: User, cleo: User, sam: User) -> None:
    make.suspended(ben, sam, days=2, now=NOW)
    make.suspended(cleo, sam, days=3, now=NOW)

    assert standing.end_due(now=NOW + timedelta(days=2)) == 1

    assert (make.fresh(ben).suspended_at, make.fresh(cleo).suspended_at) == (None, NOW)
    assert ben.sanctions.get().state == State.EXPIRED
    assert ben.notices.order_by("-pk")[0].subject == "Your account is not suspended any more"
    assert standing.end_due(now=NOW + timedelta(days=2)) == 0


def test_a_lifted_suspension_is_told_with_its_reason_and_kept(ben: User, sam: User) -> None:
    ben = make.suspended(ben, sam)
    sanction = ben.sanctions.get()

    standing.lift(sanction, reason=SORRY, by=sam, now=NOW)

    ben = make.fresh(ben)
    assert (ben.suspended_at, standing.current(ben)) == (None, None)
    assert make.fresh(sanction).ended_by == sam
    assert SORRY in ben.notices.order_by("-pk")[0].body
    with pytest.raises(standing.StandingRefused, match="over already"):
        standing.lift(sanction, reason=SORRY, by=sam, now=NOW)


def test_nobody_lifts_their_own(ben: User, sam: User) -> None:
    sanction = make.suspended(ben, sam).sanctions.get()

    with pytest.raises(standing.StandingRefused, match="your own"):
        standing.lift(sanction, reason=SORRY, by=ben, now=NOW)


def test_a_ban_is_nothing_until_a_second_person_agrees(ben: User, sam: User, tess: User) -> None:
    proposal = standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)

    assert make.fresh(ben).suspended_at is None
    assert not ben.notices.exists()
    assert list(Sanction.objects.shown_to(ben)) == []
    with pytest.raises(standing.StandingRefused, match="somebody else must agree"):
        standing.agree(proposal, by=sam, now=NOW)
    make.judge()

    standing.agree(proposal, by=tess, now=NOW)

    assert make.fresh(ben).suspended_at == NOW
    assert ben.notices.get().subject == "Your account is banned"
    with pytest.raises(standing.StandingRefused, match="decided already"):
        standing.decline(proposal, reason=SORRY, by=tess, now=NOW)


def test_a_ban_waits_while_nobody_would_be_left_to_decide_its_appeal(ben: User, sam: User, tess: User) -> None:
    proposal = standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)

    page = client_of(tess).post(f"/admin/accounts/sanction/{proposal.pk}/decide/", {"outcome": "agree"})

    assert (page.status_code, make.fresh(proposal).state) == (422, State.PROPOSED)
    assert "give one more person access to the desk" in page.content.decode()
    make.judge()
    standing.agree(proposal, by=tess, now=NOW)
    assert make.fresh(proposal).state == State.GIVEN


def test_nobody_is_banned_for_how_they_work_by_a_few_verdicts(ann: User, ben: User, sam: User) -> None:
    make.judged(ben, ann, "-" * 9)
    with pytest.raises(standing.StandingRefused, match="before 10 of their tasks were judged"):
        standing.propose_ban(ben, make.grounds(rule=3), by=sam, now=NOW)

    make.judged(ben, ann, "-")

    assert standing.propose_ban(ben, make.grounds(rule=3), by=sam, now=NOW).is_proposed


def test_not_even_the_database_takes_a_ban_of_one_person(ben: User, sam: User) -> None:
    proposal = standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)

    for agreed_by in (None, sam, ben):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.filter(pk=proposal.pk).update(state=State.GIVEN, agreed_by=agreed_by)


def test_a_ban_takes_the_place_of_a_suspension(ben: User, sam: User, tess: User) -> None:
    ben = make.suspended(ben, sam, now=NOW)

    ben = make.banned(ben, sam, tess)

    assert (standing.current(ben) or Sanction()).kind == Sanction.Kind.BAN
    assert standing.end_due(now=NOW + timedelta(days=99)) == 0
    assert make.fresh(ben).suspended_at == NOW


def test_a_ban_that_is_not_agreed_to_leaves_no_trace_for_its_person(ben: User, sam: User, tess: User) -> None:
    proposal = standing.propose_ban(ben, make.grounds(), by=sam, now=NOW)
    with pytest.raises(standing.StandingRefused, match="proposed, already"):
        standing.propose_ban(ben, make.grounds(), by=tess, now=NOW)

    standing.decline(proposal, reason=SORRY, by=tess, now=NOW)

    assert (make.fresh(ben).suspended_at, ben.notices.count()) == (None, 0)
    assert client_of(ben).get(proposal.get_absolute_url()).status_code == 404


def test_strikes_expire_and_three_at_a_time_ask_the_staff(ben: User, sam: User) -> None:
    for day in (0, 10, 20):
        now = NOW + timedelta(days=day)
        standing.strike(ben, make.grounds(), role=Sanction.Role.EMPLOYER, by=sam, now=now)

    assert make.fresh(ben).suspended_at is None
    assert Sanction.objects.waiting().count() == 1
    assert standing.end_due(now=NOW + timedelta(days=90)) == 1
    assert Sanction.objects.strikes().filter(person=ben).count() == 2


def test_the_same_strike_sent_again_counts_once(ben: User, sam: User, tess: User) -> None:
    standing.strike(ben, make.grounds(), role="", by=sam, now=NOW)

    with pytest.raises(standing.StandingRefused, match="already, for the same"):
        standing.strike(ben, make.grounds(), role="", by=tess, now=NOW + timedelta(hours=23))

    assert Sanction.objects.strikes().count() == ben.notices.count() == 1


def test_what_follows_strikes_is_decided_by_a_suspension(ben: User, sam: User) -> None:
    for days in range(3):
        standing.strike(ben, make.grounds(), role="", by=sam, now=NOW + timedelta(days=days))

    make.suspended(ben, sam)

    assert not Sanction.objects.waiting().exists()


def test_a_warning_has_no_effect(ben: User, sam: User) -> None:
    standing.warn(ben, make.grounds(), role="", by=sam, now=NOW)

    assert make.fresh(ben).suspended_at is None
    assert ben.notices.get().subject == "A warning about your account"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_ones_standing_asks_no_more_for_more_rows(
    rows: int, ben: User, sam: User, django_assert_max_num_queries: Any
) -> None:
    for days in range(rows):
        standing.strike(ben, make.grounds(), role="", by=sam, now=NOW + timedelta(days=days))
    client = client_of(ben)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("accounts:standing")).content.decode()

    assert page.count("Rule 4. Proofs are real") == rows


def test_who_has_nothing_against_them_reads_so(ben: User) -> None:
    assert "Nothing holds against you" in client_of(ben).get(reverse("accounts:standing")).content.decode()


def test_who_signs_in_to_a_closed_account_reads_that_the_money_is_theirs(ben: User, settings: Any) -> None:
    ben.is_active = False
    ben.save(update_fields=["is_active"])
    said = {"login": ben.email, "password": make.PASSWORD}

    page = Client().post(reverse("account_login"), said, follow=True).content.decode()

    assert "What you earned here is still yours." in page
    assert settings.SUPPORT_EMAIL in page
