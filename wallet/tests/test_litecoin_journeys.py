"""Litecoin the whole way, by the wallet's own verbs: from the chain into the books and back out to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import batches, deposits, ledger, methods, payouts, rails
from wallet.models import Deposit, Payout
from wallet.rails.litecoin_node import litoshi
from wallet.rails.litecoin_rates import worth

from .conftest import NOW, earn
from .fakes.litecoin_wire import Wire
from .regtest import Chain

NEEDED = 3
RATE = Decimal(80)
State = Payout.State


def outside() -> Money:
    return ledger.balance_of(ledger.external(rails.account_number("litecoin")))


# -- in


def block_of(chain: Chain, txid: str) -> str:
    return str(chain.rpc("gettransaction", txid, wallet="market")["blockhash"])


def spendable(person: User) -> Money:
    return ledger.balance_of(ledger.spendable(person.pk))


def begin(person: User) -> Deposit:
    return deposits.start(person, amount=usd("20"), rail="litecoin", now=timezone.now())


def chase_deposits(minutes: int) -> None:
    deposits.chase(now=timezone.now() + timedelta(minutes=minutes))


def test_a_deposit_is_asked_for_paid_chased_and_spendable(wire: Wire, chain: Chain, ben: User) -> None:
    before = litoshi(chain.balance())
    deposit = begin(ben)
    chain.pay(deposit.reference, "0.25")
    chase_deposits(2)
    waiting = (make.fresh(deposit).state, spendable(ben))
    chain.mine(NEEDED)
    chase_deposits(4)

    assert deposit.terms_until is not None
    assert waiting == (Deposit.State.STARTED, 0)
    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert spendable(ben) == -outside() == usd("20")
    assert litoshi(chain.balance()) - before == 25_000_000


def test_a_deposit_paid_late_is_taken_in_at_the_rate_it_was_first_counted_at(
    wire: Wire, chain: Chain, ben: User, settings: Settings
) -> None:
    deposit = begin(ben)
    with chain.later(minutes=45):
        chain.pay(deposit.reference, "0.25")
        chain.mine(NEEDED)
    settings.LITECOIN_RATE = "60"
    chase_deposits(50)
    settings.LITECOIN_RATE = "100"
    chase_deposits(60)

    assert make.fresh(deposit).amount == spendable(ben) == usd("15")


def test_a_settled_deposit_the_network_takes_back_is_reversed(wire: Wire, chain: Chain, ben: User) -> None:
    deposit = begin(ben)
    txid = chain.pay(deposit.reference, "0.25", replaceable=True)
    chain.mine(NEEDED)
    chase_deposits(2)
    settled = spendable(ben)
    chain.undo(block_of(chain, txid))
    chain.replace(txid)
    chain.mine(NEEDED + 1)
    chase_deposits(24 * 60)

    assert settled == usd("20")
    assert (make.fresh(deposit).state, spendable(ben), outside()) == (Deposit.State.REVERSED, 0, 0)


def test_a_late_coin_that_was_never_credited_and_is_undone_costs_nobody_anything(
    wire: Wire, chain: Chain, ben: User
) -> None:
    deposit = begin(ben)
    chain.pay(deposit.reference, "0.25")
    chain.mine(NEEDED)
    with chain.later(minutes=45):
        late = chain.pay(deposit.reference, "0.0625", replaceable=True)
        chain.mine(NEEDED)
    # The first time its rate is kept; it would be credited from the second on.
    chase_deposits(50)
    earn(make.person("worker"), "20", by=ben)
    chain.undo(block_of(chain, late))
    chain.replace(late)
    chain.mine(NEEDED + 1)
    for minutes in (24 * 60, 48 * 60):
        chase_deposits(minutes)

    assert make.fresh(deposit).state == Deposit.State.REVERSED
    assert (make.fresh(deposit).amount, deposits.taken_back(deposit)) == (usd("25"), usd("5"))
    assert (spendable(ben), deposits.owes(ben), outside()) == (0, 0, -usd("20"))


# -- out


def chase_payouts(minutes: int) -> None:
    batches.chase(now=NOW + timedelta(minutes=minutes))


@pytest.fixture
def workers(wire: Wire, chain: Chain, ann: User, settings: Settings) -> list[User]:
    """Three who earned $12.003 each and said where it goes."""
    settings.RULES = replace(settings.RULES, payout_look_minutes=0)
    people = [make.person(name) for name in ("one", "two", "three")]
    for person in people:
        earn(person, "12.003", by=ann)
        methods.choose(person, rail="litecoin", destination=chain.address(), by=person, now=NOW)
    return people


def ask(people: list[User]) -> list[Payout]:
    return [payouts.request(person, amount=usd("12.003"), rail="litecoin", now=NOW) for person in people]


def test_payouts_are_asked_for_sent_chased_and_paid_and_the_books_say_what_the_chain_says(
    workers: list[User], chain: Chain
) -> None:
    held, booked = litoshi(chain.balance()), outside()
    asked = ask(workers)
    make.payout_run(now=NOW)
    chain.mine(NEEDED)
    chase_payouts(5)

    paid = [make.fresh(payout) for payout in asked]
    fee = -litoshi(chain.rpc("gettransaction", paid[0].reference, wallet="market")["fee"])
    assert [payout.state for payout in paid] == [State.PAID] * 3
    assert [chain.received(payout.destination) for payout in paid] == [[Decimal("0.15")]] * 3
    assert held - litoshi(chain.balance()) == 45_000_000 + fee
    assert outside() - booked == usd("36") + worth(fee, RATE)
    assert -ledger.balance_of(ledger.RAIL_COSTS) == worth(fee, RATE)
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_a_worker_reads_how_much_litecoin_was_sent_at_which_rate(workers: list[User], client: Client) -> None:
    [asked] = ask(workers[:1])
    client.force_login(workers[0])
    before = client.get(asked.get_absolute_url())
    make.payout_run(now=NOW)

    page = client.get(asked.get_absolute_url())

    txid = make.fresh(asked).reference
    assert before.context["sent_as"] == ""
    assert f"0.15000000 LTC at $80.00 for one litecoin, in the transaction {txid}" in page.content.decode()


def test_a_run_whose_process_died_before_sending_is_finished_with_the_same_transaction(
    workers: list[User], wire: Wire, chain: Chain
) -> None:
    asked = ask(workers)
    wire.lost_request = "sendrawtransaction"
    make.payout_run(now=NOW)
    before = [make.fresh(payout).state for payout in asked]
    prepared_then = make.fresh(asked[0]).call.prepared
    chase_payouts(5)
    chain.mine(NEEDED)
    chase_payouts(10)

    assert before == [State.SENT] * 3
    assert [make.fresh(payout).reference for payout in asked] == [prepared_then["txid"]] * 3
    assert [chain.received(payout.destination) for payout in asked] == [[Decimal("0.15")]] * 3


def test_a_run_the_market_cannot_pay_waits_until_its_wallet_is_filled(
    workers: list[User], wire: Wire, chain: Chain, settings: Settings
) -> None:
    chain.rpc("createwallet", "new")
    settings.LITECOIN_RPC_WALLET = "new"
    asked = ask(workers)
    make.payout_run(now=NOW)
    before = ([make.fresh(payout).state for payout in asked], ledger.balance_of(ledger.IN_FLIGHT))
    chain.pay(chain.address("new"), "1")
    chain.mine()
    chase_payouts(5)
    chain.mine(NEEDED)
    chase_payouts(10)

    assert before == ([State.SENT] * 3, usd("36"))
    assert [make.fresh(payout).state for payout in asked] == [State.PAID] * 3
    assert len({make.fresh(payout).reference for payout in asked}) == 1


def test_one_the_network_does_not_carry_goes_back_with_the_reason_and_the_others_are_paid(
    workers: list[User], wire: Wire, chain: Chain, settings: Settings
) -> None:
    # Right when it was chosen: the market has moved to another network since.
    settings.LITECOIN_NETWORK = "main"
    address, long_ago = "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", NOW - timedelta(days=3)
    methods.choose(workers[0], rail="litecoin", destination=address, by=workers[0], now=long_ago)
    settings.LITECOIN_NETWORK = "regtest"
    [bad, *good] = ask(workers)
    make.payout_run(now=NOW)
    chain.mine(NEEDED)
    chase_payouts(5)

    assert [make.fresh(payout).state for payout in (bad, *good)] == [State.RETURNED, State.PAID, State.PAID]
    assert "another Litecoin network" in make.fresh(bad).failure
    assert ledger.balance_of(ledger.earned(bad.person_id)) == usd("12.003")
