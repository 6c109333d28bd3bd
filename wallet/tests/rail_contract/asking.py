"""What the questions to every rail share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import deposits, ledger, payouts, rails, sending
from wallet.models import AccountKind, Deposit, Payout, PayoutCall
from wallet.rails.interface import Call
from wallet.tests.conftest import NOW
from wallet.tests.outside import Outside

LATER = NOW + timedelta(minutes=5)


def needs(outside: Outside, *powers: str) -> None:
    """Skip where this world never does that."""
    for power in powers:
        if power in outside.cannot:
            pytest.skip(f"{outside.code}: {outside.cannot[power]}")


def needs_payouts(outside: Outside) -> None:
    if not rails.facts(outside.code).sends_payouts:
        pytest.skip(f"{outside.code} only takes deposits")


def needs_deposits(outside: Outside) -> None:
    if not rails.facts(outside.code).takes_deposits:
        pytest.skip(f"{outside.code} only sends payouts")


@dataclass
class People:
    one: User
    two: User


def start(outside: Outside, person: User, dollars: str = "20") -> Deposit:
    needs_deposits(outside)
    return deposits.start(person, amount=usd(dollars), rail=outside.code, now=NOW)


def spendable(person: User) -> Money:
    return ledger.balance_of(ledger.spendable(person.pk))


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def ask(outside: Outside, person: User, dollars: str = "40") -> Payout:
    return payouts.request(person, amount=usd(dollars), rail=outside.code, now=NOW)


def net(payout: Payout) -> Money:
    return payout.amount - payout.fee


def bring_home(outside: Outside) -> None:
    """Whatever left arrives, and the market hears of it."""
    outside.learn_payouts(now=LATER)
    outside.finish()
    outside.learn_payouts(now=LATER)


def as_it_was_sent() -> Call:
    """The only call, as a process would send it again that knows of no outcome."""
    call = sending.read(PayoutCall.objects.get())
    return replace(call, items=tuple(replace(item, closed=False) for item in call.items))


def state_of(row: Deposit | Payout) -> str:
    return str(make.fresh(row).state)


def outside_balance(outside: Outside) -> Money:
    return ledger.balance_of(ledger.external(rails.account_number(outside.code)))


def costs() -> Money:
    return -ledger.balance_of(ledger.Pot(AccountKind.RAIL_COSTS))
