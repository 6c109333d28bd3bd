"""What the operator holds: recorded by the operator, or said by the rail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import deposits, funds, methods, payouts, refunds, results, seals, solvency
from wallet.demobank.server import Server
from wallet.funds import FundsRefused
from wallet.models import Deposit, FundsRecord

from .conftest import NOW, earn


def test_the_newest_record_of_each_rail_counts(ann: User, sam: User) -> None:
    for days, dollars in ((2, "90"), (0, "120"), (1, "300")):
        at = NOW - timedelta(days=days)
        funds.record(rail="manual", amount=usd(dollars), at=at, by=sam, now=NOW)

    (held,) = solvency.look(now=NOW).held

    assert (held.rail, held.amount, held.said_by_rail, held.old) == ("manual", usd("120"), False, False)


@pytest.mark.parametrize(
    ("rail", "amount", "later"),
    [("no_such_rail", usd("5"), 0), ("manual", -usd("5"), 0), ("manual", usd("5"), 1)],
)
def test_a_record_that_cannot_be_is_refused(sam: User, rail: str, amount: Money, later: int) -> None:
    with pytest.raises(FundsRefused):
        funds.record(rail=rail, amount=amount, at=NOW + timedelta(minutes=later), by=sam, now=NOW)

    assert not FundsRecord.objects.exists()


def test_a_rail_that_can_say_is_asked_and_one_that_cannot_is_left_out(db: None, bank: Server) -> None:
    kept = funds.ask_rails(now=NOW)

    assert [(one.rail, one.by_id, one.at) for one in kept] == [("demo_bank", None, NOW)]


def test_a_silent_rail_leaves_the_record_there_is(db: None, bank: Server, settings: Settings) -> None:
    settings.DEMO_BANK_URL = "http://127.0.0.1:9"

    assert funds.ask_rails(now=NOW) == []


def test_what_is_held_is_measured_by_all_that_is_owed(ann: User, ben: User, sam: User) -> None:
    make.approved(make.task(ann, reward=usd("10"), slots=2), ben)

    now = timezone.now()

    short = solvency.look(now=now)
    funds.record(rail="manual", amount=usd("99"), at=now, by=sam, now=now)
    enough = solvency.look(now=now)

    # Of $100 the house has earned $1.50; the rest is still people's.
    assert (short.owed.earned, short.owed.escrow, short.owed.spendable) == (usd("9.50"), usd("11"), usd("78"))
    assert (short.owed.total, short.held, short.missing) == (usd("98.50"), [], ["manual"])
    assert (enough.more, enough.less, enough.percent, enough.missing) == (usd("0.50"), usd("0"), "100.5", [])


def test_what_is_wanting_is_said(ann: User, sam: User) -> None:
    now = timezone.now()
    funds.record(rail="manual", amount=usd("40.25"), at=now, by=sam, now=now)

    seen = solvency.look(now=now)

    assert (seen.more, seen.less, seen.percent) == (usd("0"), usd("59.75"), "40.2")


@pytest.mark.parametrize("sealed", [False, True])
def test_what_moved_since_a_record_counts_with_it(ben: User, sam: User, *, sealed: bool) -> None:
    """What came in before it is in it; a fee stays, and of what was sent only what left counts."""
    make.deposit(ben, "30", now=NOW)
    if sealed:
        seals.seal(now=NOW)
    later = NOW + timedelta(hours=1)
    funds.record(rail="manual", amount=usd("150"), at=NOW, by=sam, now=NOW)
    make.deposit(ben, "20", now=later)
    deposit = Deposit.objects.filter(person=ben).latest("pk")
    refunds.request(deposit, amount=usd("5"), destination="IBAN 4711, Ben", by=ben, now=later)
    (batch,) = make.payout_run(now=later)
    results.import_results(batch, text=f"key,state\n{batch.payouts.get().public_id},paid", by=sam, now=later)
    deposits.mark_taken_back(deposit, amount=usd("8"), reason="Contested.", by=sam, now=later)

    (held,) = solvency.look(now=later).held

    assert (held.amount, held.moved, held.now) == (usd("150"), usd("7"), usd("157"))


@pytest.mark.parametrize(("days", "old"), [(2, False), (3, True)])
def test_a_record_is_old_after_the_days_that_are_set(sam: User, settings: Settings, days: int, *, old: bool) -> None:
    settings.RULES = replace(settings.RULES, funds_days=3)
    funds.record(rail="manual", amount=usd("1"), at=NOW, by=sam, now=NOW)

    assert solvency.look(now=NOW + timedelta(days=days)).old is old


def test_what_went_out_at_a_rail_nothing_is_recorded_of_is_taken_off(bank: Server, ann: User, ben: User) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    payouts.request(ben, amount=usd("6"), rail="demo_bank", now=NOW)
    before = solvency.look(now=NOW).total

    make.payout_run(now=NOW)

    assert solvency.look(now=NOW).overdrawn == usd("6")
    assert before - solvency.look(now=NOW).total == usd("6")
