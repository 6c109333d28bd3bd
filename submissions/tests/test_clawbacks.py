"""Claw-backs: only items proven to be fraud, one by one, by two people, and given back when the notice is lifted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import items, standing
from accounts.models import Sanction, User
from picomarket.lib.money import usd
from submissions import clawbacks
from submissions.models import Submission
from tests import make
from wallet import adjustments, ledger

NOW = timezone.now()
SORRY = "It was somebody else, and we are sorry."


@pytest.fixture
def tess(db: None) -> User:
    """The second person of the staff."""
    return make.person("tess", country="CA", staff=True)


@pytest.fixture
def fake(ann: User, ben: User) -> Submission:
    return make.approved(make.task(ann, reward=usd("2"), slots=1), ben)


@pytest.fixture
def honest(ann: User, ben: User) -> Submission:
    return make.approved(make.task(ann, reward=usd("4"), slots=1), ben)


def notice(person: User, by: User, work: Submission, *, rule: int = 4) -> Sanction:
    because = standing.Grounds(rule, make.REASON, items.find([work.public_id], person=person))
    return standing.suspend(person, because, until=NOW + timedelta(days=9), by=by, now=NOW)


def earned(person: User) -> int:
    return ledger.balance_of(ledger.earned(person.pk))


def take(sanction: Sanction, work: Submission, sam: User, tess: User) -> None:
    clawbacks.propose(sanction, ids=[work.public_id], by=sam, now=NOW)
    adjustments.approve(sanction.adjustments.get(state="proposed"), by=tess, now=NOW)


def test_only_the_item_is_taken_and_only_by_two(
    ben: User, sam: User, tess: User, fake: Submission, honest: Submission
) -> None:
    sanction = notice(ben, sam, fake)

    clawbacks.propose(sanction, ids=[fake.public_id, honest.public_id], by=sam, now=NOW)

    assert earned(ben) == fake.paid.receives + honest.paid.receives
    made = sanction.adjustments.get()
    with pytest.raises(adjustments.AdjustmentRefused, match="somebody else"):
        adjustments.approve(made, by=sam, now=NOW)
    adjustments.approve(made, by=tess, now=NOW)
    assert earned(ben) == honest.paid.receives
    assert fake.task.title in ben.notices.order_by("-pk")[0].body


def test_nothing_is_taken_twice(ben: User, sam: User, tess: User, fake: Submission, honest: Submission) -> None:
    sanction = notice(ben, sam, fake)
    take(sanction, fake, sam, tess)

    with pytest.raises(clawbacks.NotToTakeBack, match="not taken back before"):
        clawbacks.propose(sanction, ids=[fake.public_id], by=tess, now=NOW)


@pytest.mark.parametrize("rule", [3, 8])
def test_a_rule_that_is_not_about_fraud_takes_nothing(rule: int, ben: User, sam: User, fake: Submission) -> None:
    sanction = notice(ben, sam, fake, rule=rule)

    with pytest.raises(clawbacks.NotToTakeBack, match="about fraud"):
        clawbacks.propose(sanction, ids=[fake.public_id], by=sam, now=NOW)


def test_a_lifted_notice_gives_back_what_was_taken(
    ben: User, sam: User, tess: User, fake: Submission, honest: Submission
) -> None:
    sanction = notice(ben, sam, fake)
    take(sanction, fake, sam, tess)

    standing.lift(sanction, reason=SORRY, by=tess, now=NOW)
    back = sanction.adjustments.get(kind="add_earned")
    adjustments.approve(back, by=sam, now=NOW)

    assert earned(ben) == fake.paid.receives + honest.paid.receives


def test_what_was_only_proposed_is_not_taken_from_who_is_cleared(
    ben: User, sam: User, tess: User, fake: Submission
) -> None:
    sanction = notice(ben, sam, fake)
    clawbacks.propose(sanction, ids=[fake.public_id], by=sam, now=NOW)

    standing.lift(sanction, reason=SORRY, by=tess, now=NOW)

    assert sanction.adjustments.get().state == "declined"


def test_the_desk_proposes_and_the_person_reads_it_item_by_item(
    ben: User, sam: User, tess: User, fake: Submission
) -> None:
    sanction = notice(ben, sam, fake)
    desk, url = Client(), reverse("admin:accounts_sanction_clawback", args=[sanction.pk])
    desk.force_login(sam)
    assert fake.task.title in desk.get(url).content.decode()

    desk.post(url, {"item": [fake.public_id]})
    adjustments.approve(sanction.adjustments.get(), by=tess, now=NOW)

    reader = Client()
    reader.force_login(ben)
    page = reader.get(sanction.get_absolute_url()).content.decode()
    assert "What was taken back" in page
    assert f"{fake.paid.receives}" in page
