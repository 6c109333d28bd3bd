"""What the operator holds: recorded by the operator, or said by the rail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import funds, solvency
from wallet.demobank.server import Server
from wallet.funds import FundsRefused
from wallet.models import FundsRecord

from .conftest import NOW


def test_the_newest_record_of_each_rail_counts(ann: User, sam: User) -> None:
    for days, dollars in ((2, "90"), (0, "120"), (1, "300")):
        at = NOW - timedelta(days=days)
        funds.record(rail="manual", amount=usd(dollars), at=at, by=sam, now=NOW)

    (held,) = solvency.look().held

    assert (held.rail, held.amount, held.said_by_rail) == ("manual", usd("120"), False)


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

    short = solvency.look()
    funds.record(rail="manual", amount=usd("99"), at=NOW, by=sam, now=NOW)
    enough = solvency.look()

    # Of $100 the house has earned $1.50; the rest is still people's.
    assert (short.owed.earned, short.owed.escrow, short.owed.spendable) == (usd("9.50"), usd("11"), usd("78"))
    assert (short.owed.total, short.held, short.missing) == (usd("98.50"), [], ["manual"])
    assert (enough.more, enough.less, enough.percent, enough.missing) == (usd("0.50"), usd("0"), "100.5", [])


def test_what_is_wanting_is_said(ann: User, sam: User) -> None:
    funds.record(rail="manual", amount=usd("40.25"), at=NOW, by=sam, now=NOW)

    seen = solvency.look()

    assert (seen.more, seen.less, seen.percent) == (usd("0"), usd("59.75"), "40.2")
