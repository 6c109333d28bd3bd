"""A promise that is broken is told to both sides, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import batches, holds, methods, payouts, promises, settling
from wallet.demobank.server import Server
from wallet.models import Payout
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn

AFTER = NOW + timedelta(days=8)


@pytest.fixture
def payout(bank: Server, ann: User, ben: User) -> Payout:
    earn(ben, "5", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    return payouts.request(ben, amount=usd("5"), rail="demo_bank", now=NOW)


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_nobody_is_told_before_the_promise_is_broken(payout: Payout, sam: User) -> None:
    assert promises.tell_late(now=payout.promised_for - timedelta(seconds=1)) == 0


def test_a_late_payout_is_told_to_its_person_and_the_staff_once(payout: Payout, sam: User, cleo: User) -> None:
    counts = [promises.tell_late(now=payout.promised_for), promises.tell_late(now=AFTER)]

    notice = Notice.objects.filter(person=payout.person).latest("pk")
    assert counts == [1, 0]
    assert (notice.subject, notice.by_mail) == ("Your payout of $5.00 is late", True)
    assert "It was promised by Mon 23 Nov 2026, 09:00. It is in the queue for the next run" in notice.body
    assert told(sam) == ["Payouts past their promise: 1"]
    assert told(cleo) == []
    assert make.fresh(payout).told_late_at == payout.promised_for


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("held", "It is held by our staff: Two are paid at one address."),
        ("gathered", "It is in a batch that has not left yet."),
        ("sent", "It was sent, and we ask every minute whether it arrived."),
    ],
)
def test_the_person_is_told_where_it_is(bank: Server, payout: Payout, sam: User, where: str, words: str) -> None:
    if where == "held":
        holds.hold(payout, reason="Two are paid at one address.", by=sam, now=NOW)
    if where == "gathered":
        batches.gather(now=NOW)
    if where == "sent":
        bank.bank.faults.set("lost_request")
        make.payout_run(now=NOW)

    promises.tell_late(now=AFTER)

    assert words in Notice.objects.filter(person=payout.person).latest("pk").body


def test_what_is_paid_or_cancelled_is_not_late(payout: Payout, sam: User) -> None:
    payouts.cancel(payout, by=payout.person, now=NOW)

    assert promises.tell_late(now=AFTER) == 0


def test_the_share_kept_counts_what_was_closed_and_what_is_overdue(
    bank: Server, ann: User, payout: Payout, dina: User, cleo: User
) -> None:
    make.payout_run(now=NOW)
    for person, account in ((dina, "87654321"), (cleo, "11112222")):
        earn(person, "5", by=ann)
        methods.choose(person, rail="demo_bank", destination=account, by=person, now=NOW)
        payouts.request(person, amount=usd("5"), rail="demo_bank", now=NOW + timedelta(hours=1))
    payouts.cancel(Payout.objects.get(person=cleo), by=cleo, now=NOW)

    at_once = promises.kept(since=NOW, now=NOW)
    overdue = promises.kept(since=NOW, now=AFTER)
    make.payout_run(now=AFTER)
    late = promises.kept(since=NOW, now=AFTER)

    assert (at_once.due, at_once.in_time, at_once.percent, at_once.pending) == (1, 1, 100, 1)
    assert at_once.oldest == NOW + timedelta(hours=1)
    assert (overdue.due, overdue.in_time, overdue.percent) == (2, 1, 50)
    assert (late.due, late.in_time, late.pending, late.oldest) == (2, 1, 0, None)


def standing(*, now: datetime = AFTER) -> tuple[int, int, int]:
    """How many were due, in time, and went back before."""
    kept = promises.kept(since=NOW, now=now)
    return kept.due, kept.in_time, kept.failed


def test_what_failed_in_time_is_not_there_and_is_told_beside(bank: Server, payout: Payout) -> None:
    bank.bank.faults.set("refuse_item")

    make.payout_run(now=NOW)

    assert standing() == (0, 0, 1)


def test_what_failed_after_its_day_is_a_broken_promise(bank: Server, payout: Payout) -> None:
    bank.bank.faults.set("refuse_item")

    make.payout_run(now=AFTER)

    assert standing() == (1, 0, 0)


@pytest.mark.parametrize(("when", "stands"), [(NOW, (0, 0, 1)), (AFTER, (1, 0, 0))])
def test_what_the_staff_gives_back_does_not_vanish(
    payout: Payout, sam: User, when: datetime, stands: tuple[int, int, int]
) -> None:
    holds.give_back(payout, reason="Two people have this account.", by=sam, now=when)

    assert standing() == stands


@pytest.mark.parametrize(("when", "stands"), [(NOW, (0, 0, 0)), (AFTER, (1, 0, 0))])
def test_what_its_person_cancels_counts_only_once_it_was_late(
    payout: Payout, when: datetime, stands: tuple[int, int, int]
) -> None:
    payouts.cancel(payout, by=payout.person, now=when)

    assert standing() == stands


@pytest.mark.parametrize(("paid", "stands"), [(NOW, (1, 1, 0)), (AFTER, (1, 0, 0))])
def test_what_was_there_in_time_and_came_back_later_was_there(
    bank: Server, payout: Payout, paid: datetime, stands: tuple[int, int, int]
) -> None:
    make.payout_run(now=paid)
    back = Outcome(key=payout.public_id, fate=Fate.REVERSED)

    settling.settle([back], rail="demo_bank", now=AFTER + timedelta(days=1))

    assert make.fresh(payout).state == Payout.State.REVERSED
    assert standing(now=AFTER + timedelta(days=2)) == stands


def test_without_payouts_there_is_no_percentage(db: None) -> None:
    assert promises.kept(since=NOW, now=AFTER).percent is None
