"""Two at once about deposits, adjustments and promo credit: each cent moves once, and nobody waits in a circle."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from tests.threads import at_once
from wallet import adjustments, debts, deposits, escrow, ledger, promo
from wallet.models import Adjustment, Deposit
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn

pytestmark = pytest.mark.race


@pytest.fixture
def payer(committed_db: None) -> User:
    """Somebody whose $20 arrived, with two tellers about."""
    person = make.person("payer")
    for name in ("tilda", "tom"):
        make.teller(name)
    deposit = deposits.start(person, amount=usd("20"), rail="manual", now=NOW)
    hear(deposit, Fate.PAID, "20")
    return person


def hear(deposit: Deposit, fate: Fate, dollars: str) -> Deposit:
    outcome = Outcome(key=deposit.public_id, fate=fate, amount=usd(dollars))
    return deposits.settle(outcome, rail=deposit.rail, now=NOW)


def grant(person: User, dollars: str) -> None:
    kind, reason = Adjustment.Kind.PROMO, "Welcome."
    by = make.teller("tilda")
    proposed = adjustments.propose(person, kind=kind, amount=usd(dollars), reason=reason, by=by, now=NOW)
    adjustments.approve(proposed, by=make.teller("tom"), now=NOW)


def fund(person: User, ref: int, dollars: str) -> bool:
    return escrow.open_task(ref, employer_id=person.pk, amount=usd(dollars), now=NOW)


def empty(person: User, ref: int) -> None:
    """So that no escrow is left without its task."""
    held = escrow.held(ref)
    escrow.refund_task(ref, employer_id=person.pk, amount=held, now=NOW)


def test_what_is_told_from_many_sides_at_once_moves_once(payer: User) -> None:
    deposit = Deposit.objects.get()
    said = [(Fate.PAID, "25"), (Fate.PAID, "22"), (Fate.PAID, "25"), (Fate.REVERSED, "5"), (Fate.REVERSED, "5")]

    at_once(*[partial(hear, deposit, fate, dollars) for fate, dollars in said])

    assert ledger.balance_of(ledger.spendable(payer.pk)) == usd("20")
    assert make.fresh(deposit).amount == usd("25")


def test_money_that_is_spent_while_it_is_taken_back_is_owed_or_not_spent(payer: User) -> None:
    deposit = Deposit.objects.get()

    at_once(partial(hear, deposit, Fate.REVERSED, "20"), *[partial(fund, payer, 4_000_000 + n, "5") for n in range(4)])

    spent = sum(int(escrow.held(4_000_000 + n)) for n in range(4))
    assert int(make.fresh(deposit).shortfall) == spent
    assert ledger.balance_of(ledger.spendable(payer.pk)) == 0
    for number in range(4):
        empty(payer, 4_000_000 + number)


def test_what_is_owed_is_recovered_once(payer: User) -> None:
    deposit = Deposit.objects.get()
    earn(make.teller("tilda"), "20", by=payer)
    hear(deposit, Fate.REVERSED, "20")
    make.deposit(payer, "50")

    at_once(*[partial(debts.recover, now=NOW)] * 4)

    assert ledger.balance_of(ledger.spendable(payer.pk)) == usd("30")
    assert deposits.owes(payer) == 0


def test_an_adjustment_is_decided_once(payer: User) -> None:
    kind, by = Adjustment.Kind.GOODWILL, make.teller("tilda")
    made = adjustments.propose(payer, kind=kind, amount=usd("5"), reason="Late.", by=by, now=NOW)
    tom = make.teller("tom")
    verbs = [partial(verb, made, by=tom, now=NOW) for verb in (adjustments.approve, adjustments.decline)]

    at_once(*verbs * 3)

    expected = usd("5") if make.fresh(made).state == Adjustment.State.APPLIED else usd("0")
    assert ledger.balance_of(ledger.earned(payer.pk)) == expected


def test_tasks_funded_at_once_share_promo_credit_and_own_money(payer: User) -> None:
    grant(payer, "10")

    at_once(*[partial(fund, payer, 4_100_000 + n, "6") for n in range(8)])

    # Thirty dollars are five tasks.
    assert sum(1 for n in range(8) if escrow.held(4_100_000 + n)) == 5
    assert ledger.balance_of(ledger.spendable(payer.pk)) + ledger.balance_of(ledger.promo(payer.pk)) == 0
    for number in range(8):
        empty(payer, 4_100_000 + number)
    assert ledger.balance_of(ledger.spendable(payer.pk)) == usd("20")


def test_promo_credit_spent_while_it_expires_goes_one_way(payer: User) -> None:
    grant(payer, "10")
    over = Adjustment.objects.get().expires_at
    assert over is not None

    at_once(*[partial(promo.expire, now=over)] * 3, *[partial(fund, payer, 4_200_000 + n, "4") for n in range(3)])

    assert ledger.balance_of(ledger.promo(payer.pk)) == 0
    for number in range(3):
        empty(payer, 4_200_000 + number)
    promo.expire(now=over)
    assert ledger.balance_of(ledger.spendable(payer.pk)) == usd("20")
    assert ledger.balance_of(ledger.PROMO_GIVEN) == 0


@pytest.mark.parametrize("names", [("tilda", "tom"), ("tilda", "tilda")])
def test_two_who_see_a_large_deposit_at_once(payer: User, names: tuple[str, str]) -> None:
    deposit = deposits.start(payer, amount=usd("500"), rail="manual", now=NOW)

    at_once(*[partial(deposits.mark_received, deposit, by=make.teller(name), now=NOW) for name in names])

    seen_by_two = len(set(names)) == 2
    assert (make.fresh(deposit).state == Deposit.State.SETTLED) == seen_by_two
    assert ledger.balance_of(ledger.spendable(payer.pk)) == usd("520" if seen_by_two else "20")
