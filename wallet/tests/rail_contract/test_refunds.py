"""Refunds by each rail: a deposit goes back once."""

from __future__ import annotations

import pytest

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import rails, refunds
from wallet.models import Deposit, Payout
from wallet.rails.interface import Refunds
from wallet.tests.conftest import NOW
from wallet.tests.outside import Outside

from .asking import (
    LATER,
    as_it_was_sent,
    bring_home,
    costs,
    needs,
    needs_deposits,
    outside_balance,
    spendable,
    start,
    state_of,
)

State = Payout.State


@pytest.fixture
def arrived(outside: Outside, ben: User) -> Deposit:
    """A deposit of $20 that has arrived, on a rail that can give it back."""
    needs_deposits(outside)
    if rails.facts(outside.code).refunds == Refunds.NEVER:
        pytest.skip(f"{outside.code} gives nothing back")
    deposit = start(outside, ben)
    outside.pay(deposit)
    outside.learn_deposit(deposit, now=LATER)
    settled: Deposit = make.fresh(deposit)
    return settled


def refund(outside: Outside, deposit: Deposit) -> Payout:
    """Ask for $15 of it back."""
    to_source = rails.facts(outside.code).refunds == Refunds.TO_SOURCE
    where = "" if to_source else outside.destinations[0]
    return refunds.request(deposit, amount=usd("15"), destination=where, by=deposit.person, now=NOW)


def back(outside: Outside, asked: Payout) -> list[Money]:
    """What has reached whoever paid the deposit."""
    return outside.received(asked) if asked.destination else outside.given_back(make.fresh(asked.deposit))


def test_a_refund_goes_back_once_and_the_rest_stays(outside: Outside, arrived: Deposit) -> None:
    before = outside_balance(outside)
    asked = refund(outside, arrived)
    make.payout_run(now=NOW)
    rail, call = rails.offered()[outside.code], as_it_was_sent()

    rail.send(call)
    bring_home(outside)

    assert (state_of(asked), back(outside, asked)) == (State.PAID, [usd("15")])
    assert spendable(arrived.person) == usd("5")
    assert outside_balance(outside) - before == usd("15") + costs()


def test_a_refund_whose_answer_was_lost_is_looked_up_and_never_sent_again(outside: Outside, arrived: Deposit) -> None:
    needs(outside, "lose_answer")
    asked = refund(outside, arrived)
    outside.lose_answer()
    make.payout_run(now=NOW)
    before = state_of(asked)

    bring_home(outside)

    assert (before, state_of(asked), back(outside, asked)) == (State.SENT, State.PAID, [usd("15")])


def test_a_refund_lost_on_the_way_goes_again(outside: Outside, arrived: Deposit) -> None:
    needs(outside, "lose_request")
    asked = refund(outside, arrived)
    outside.lose_request()
    make.payout_run(now=NOW)
    before = back(outside, asked)

    bring_home(outside)

    assert (before, state_of(asked), back(outside, asked)) == ([], State.PAID, [usd("15")])
