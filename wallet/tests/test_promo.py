"""Promo credit: spent first, comes back last, and is gone on its day."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import adjustments, escrow, ledger, promo
from wallet.models import Adjustment, Transfer, TransferKind

from .conftest import NOW, earn

LATER = NOW + timedelta(days=90)
_refs = itertools.count(2_000_000)


@pytest.fixture
def cleo(cleo: User) -> User:
    """Cleo hires with $10 of her own."""
    make.deposit(cleo, "10")
    return cleo


def grant(person: User, dollars: str, *, until: datetime = LATER, now: datetime = NOW) -> Adjustment:
    """Promo credit, proposed by one and approved by another."""
    proposed = adjustments.propose(
        person,
        kind=Adjustment.Kind.PROMO,
        amount=usd(dollars),
        reason="Welcome.",
        expires_at=until,
        by=make.teller("tilda"),
        now=now,
    )
    return adjustments.approve(proposed, by=make.teller("tom"), now=now)


def pockets(person: User) -> tuple[str, str]:
    """What is there of their own, and of promo credit."""
    pots = ledger.spendable(person.pk), ledger.promo(person.pk)
    own, credit = (ledger.balance_of(pot).plain() for pot in pots)
    return own, credit


def spend(employer: User, dollars: str) -> None:
    """Somebody was paid out of a task of theirs."""
    earn(make.teller("tilda"), dollars, by=employer)


def expire(now: datetime) -> int:
    return promo.expire(now=now)


# -- in and out of escrow


def fund(employer: User, dollars: str) -> int:
    """A task's escrow is opened; its key."""
    ref = next(_refs)
    escrow.open_task(ref, employer_id=employer.pk, amount=usd(dollars), now=NOW)
    return ref


def empty(task_id: int, employer: User, dollars: str) -> None:
    escrow.refund_task(task_id, employer_id=employer.pk, amount=usd(dollars), now=NOW)


@pytest.mark.parametrize(
    ("given", "left"), [("3", ("2.00", "0.00")), ("11", ("10.00", "0.00")), ("15", ("10.00", "4.00"))]
)
def test_promo_credit_is_spent_first(cleo: User, given: str, left: tuple[str, str]) -> None:
    grant(cleo, given)

    task_id = fund(cleo, "11")

    assert pockets(cleo) == left
    empty(task_id, cleo, "11")
    assert pockets(cleo) == ("10.00", usd(given).plain())


def test_both_together_must_be_enough(cleo: User) -> None:
    grant(cleo, "0.99")

    with pytest.raises(ledger.InsufficientFunds):
        fund(cleo, "11")

    assert pockets(cleo) == ("10.00", "0.99")


@pytest.mark.parametrize("given", ["3", "11"])
def test_funding_again_moves_nothing_however_it_was_shared(cleo: User, given: str) -> None:
    grant(cleo, given)
    task_id = fund(cleo, "11")
    before = pockets(cleo)

    moved = escrow.open_task(task_id, employer_id=cleo.pk, amount=usd("11"), now=NOW)

    assert (moved, pockets(cleo)) == (False, before)
    empty(task_id, cleo, "11")


def test_own_money_comes_back_first_and_promo_credit_after_it(cleo: User) -> None:
    grant(cleo, "3")
    task_id = fund(cleo, "11")

    back = []
    for dollars in ["5", "5", "1"]:
        escrow.refund_slots([escrow.SlotReturned(next(_refs), task_id, cleo.pk, usd(dollars))], now=NOW)
        back.append(pockets(cleo))

    assert back == [("7.00", "0.00"), ("10.00", "2.00"), ("10.00", "3.00")]


def test_many_slots_share_what_is_left_of_their_own(cleo: User) -> None:
    grant(cleo, "3")
    mixed, plain = fund(cleo, "7"), fund(cleo, "2")
    returned = [(mixed, "3"), (plain, "2"), (mixed, "3"), (mixed, "1")]

    slots = [escrow.SlotReturned(next(_refs), task, cleo.pk, usd(dollars)) for task, dollars in returned]
    moved = [escrow.refund_slots(slots, now=NOW) for _ in range(2)]

    assert (moved, pockets(cleo)) == ([True, False], ("10.00", "3.00"))


def test_refunding_again_moves_nothing_however_it_was_shared(cleo: User) -> None:
    grant(cleo, "3")
    task_id = fund(cleo, "11")
    empty(task_id, cleo, "11")

    moved = escrow.refund_task(task_id, employer_id=cleo.pk, amount=usd("11"), now=NOW)

    assert (moved, pockets(cleo)) == (False, ("10.00", "3.00"))


def test_a_task_that_never_saw_promo_credit_costs_one_query_more(
    cleo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task_id = fund(cleo, "5")
    slots = [escrow.SlotReturned(next(_refs), task_id, cleo.pk, usd("1")) for _ in range(5)]

    # The ledger's own statement goes by a cursor of its own and is not counted.
    with django_assert_num_queries(1):
        escrow.refund_slots(slots, now=NOW)


# -- the day it says


def test_on_its_day_what_was_not_spent_is_gone(cleo: User) -> None:
    given = grant(cleo, "5")
    spend(cleo, "2.20")

    before = expire(LATER - timedelta(seconds=1)), pockets(cleo)
    after = expire(LATER), pockets(cleo)

    assert (before, after) == ((0, ("10.00", "2.80")), (1, ("10.00", "0.00")))
    line = Transfer.objects.get(kind=TransferKind.PROMO_EXPIRED)
    assert (line.ref, line.amount) == (given.pk, usd("2.80"))
    assert expire(LATER) == 0


def test_what_was_spent_first_was_what_expires_first(cleo: User) -> None:
    grant(cleo, "5", until=NOW + timedelta(days=10))
    grant(cleo, "5", until=NOW + timedelta(days=20))
    spend(cleo, "2.20")

    left = []
    for day in (10, 20):
        expire(NOW + timedelta(days=day))
        left.append(pockets(cleo)[1])

    assert left == ["5.00", "0.00"]


def test_promo_credit_that_comes_back_after_its_day_is_gone_too(cleo: User) -> None:
    grant(cleo, "3", until=NOW + timedelta(days=10))
    task_id = fund(cleo, "11")
    expire(NOW + timedelta(days=10))
    empty(task_id, cleo, "11")
    back = pockets(cleo)

    expire(NOW + timedelta(days=11))

    assert (back, pockets(cleo)) == (("10.00", "3.00"), ("10.00", "0.00"))


def test_a_grant_can_expire_in_parts(cleo: User) -> None:
    given = grant(cleo, "4", until=NOW + timedelta(days=10))
    task_id = fund(cleo, "2.20")
    expire(NOW + timedelta(days=10))
    empty(task_id, cleo, "2.20")
    expire(NOW + timedelta(days=11))

    gone = Transfer.objects.filter(kind=TransferKind.PROMO_EXPIRED, ref=given.pk).order_by("leg")

    assert [(line.leg, line.amount.plain()) for line in gone] == [(1, "1.80"), (2, "2.20")]


def test_a_person_is_warned_a_week_before_and_once(cleo: User) -> None:
    grant(cleo, "5")
    Notice.objects.all().delete()

    for days in (8, 7, 6):
        expire(LATER - timedelta(days=days))

    warned = Notice.objects.get(person=cleo)
    assert warned.subject == "$5.00 of promo credit expires soon"
    assert warned.told_at == LATER - timedelta(days=7)


def test_who_has_spent_it_is_not_warned(cleo: User) -> None:
    grant(cleo, "5")
    spend(cleo, "11")
    Notice.objects.all().delete()

    expire(LATER - timedelta(days=7))

    assert Notice.objects.filter(person=cleo).count() == 0


def test_the_standing_names_the_first_day_on_which_some_is_gone(cleo: User) -> None:
    soon, later = NOW + timedelta(days=10), NOW + timedelta(days=20)
    grant(cleo, "5", until=soon)
    grant(cleo, "3", until=later)

    stands = [promo.standing(cleo, balance=usd(left), now=NOW) for left in ("8", "4", "3", "2", "0")]

    assert [(one.expiring.plain(), one.expires_at) for one in stands] == [
        ("5.00", soon),
        ("1.00", soon),
        ("3.00", later),
        ("2.00", later),
        ("0.00", None),
    ]
