"""Litecoin out: one transaction a call, signed and stored before it leaves, and never a second one for the same."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from picomarket import checks
from picomarket.lib.money import Money, total, usd
from tests import make
from wallet import batches, ledger, methods, payouts, rails
from wallet.models import Payout
from wallet.rails.interface import BadWebhook, Call, Facts, Fate, Item, Outcome, Rail, RailRefused, RailSilent
from wallet.rails.litecoin_node import LITOSHI, litoshi
from wallet.rails.litecoin_rates import worth
from wallet.rails.litecoin_sending import FINAL

from .conftest import NOW, earn
from .fakes.litecoin_wire import Wire
from .regtest import PASSWORD, Chain

pytestmark = pytest.mark.xdist_group("litecoin")

NEEDED = 3
RATE = Decimal(80)
State = Payout.State


@pytest.fixture
def rail(wire: Wire) -> Rail:
    return rails.offered()["litecoin"]


def call_of(*items: tuple[str, str]) -> Call:
    """A call that pays these dollars to these addresses."""
    return Call(
        key="c",
        items=tuple(
            Item(key=f"p{place}", amount=usd(dollars), destination=address)
            for place, (dollars, address) in enumerate(items)
        ),
    )


def prepared(rail: Rail, call: Call) -> Call:
    # The wallet keeps it as JSON.
    return replace(call, prepared=json.loads(json.dumps(rail.prepare(call))))


def fates(outcomes: list[Outcome]) -> set[Fate]:
    return {outcome.fate for outcome in outcomes}


def refusal(rail: Rail, call: Call) -> str:
    with pytest.raises(RailRefused) as refused:
        rail.prepare(call)
    return str(refused.value)


def kept_aside(chain: Chain) -> Any:
    return chain.rpc("listlockunspent", wallet="market")


@pytest.fixture
def one(rail: Rail, chain: Chain) -> Call:
    """A call that pays $20 to one worker, ready to go."""
    return prepared(rail, call_of(("20", chain.address())))


# -- made ready


def test_nothing_leaves_while_a_call_is_made_ready(one: Call, rail: Rail, chain: Chain) -> None:
    assert chain.received(one.items[0].destination) == []
    assert one.prepared["txid"] not in chain.rpc("getrawmempool")
    assert fates(rail.look_up(one)) == {Fate.UNSEEN}


def test_a_call_that_was_never_made_ready_was_never_seen(rail: Rail, chain: Chain) -> None:
    assert fates(rail.look_up(call_of(("20", chain.address())))) == {Fate.UNSEEN}


def test_two_calls_made_ready_at_once_take_different_coins(one: Call, rail: Rail, chain: Chain) -> None:
    other = prepared(rail, call_of(("20", chain.address())))

    rail.send(other)
    rail.send(one)

    assert chain.received(one.items[0].destination) == [Decimal("0.25")]
    assert chain.received(other.items[0].destination) == [Decimal("0.25")]


def test_an_amount_is_paid_at_the_rate_of_its_sending_and_rounded_down(
    wire: Wire, chain: Chain, settings: Settings
) -> None:
    settings.LITECOIN_RATE = "83.37"
    rail, where = rails.offered()["litecoin"], chain.address()

    call = prepared(rail, call_of(("19.99", where)))
    rail.send(call)

    assert call.prepared["rate"] == "83.37"
    assert chain.received(where) == [Decimal("0.23977449")]


def test_more_than_the_wallet_holds_is_refused_in_words_and_keeps_no_coin_aside(rail: Rail, chain: Chain) -> None:
    before = kept_aside(chain)

    assert "did not hold enough" in refusal(rail, call_of(("1000000", chain.address())))
    assert kept_aside(chain) == before


def test_what_the_network_does_not_carry_is_refused_in_words(wire: Wire, chain: Chain, settings: Settings) -> None:
    settings.LITECOIN_RATE = "100000"

    assert refusal(rails.offered()["litecoin"], call_of(("5", chain.address()))) == (
        "This is too little to send as litecoin."
    )


@pytest.mark.parametrize("address", ["", "rltc1qnothing", "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"])
def test_one_bad_address_refuses_the_call_in_words(rail: Rail, chain: Chain, address: str) -> None:
    assert refusal(rail, call_of(("20", chain.address()), ("20", address))).endswith(".")


def test_a_locked_wallet_says_nothing_and_keeps_no_coin_aside(wire: Wire, chain: Chain, settings: Settings) -> None:
    chain.rpc("createwallet", "locked")
    chain.pay(chain.address("locked"), "1")
    chain.mine()
    chain.rpc("encryptwallet", "a passphrase", wallet="locked")
    settings.LITECOIN_RPC_WALLET = "locked"

    with pytest.raises(RailSilent) as silence:
        rails.offered()["litecoin"].prepare(call_of(("20", chain.address())))

    assert not isinstance(silence.value, RailRefused)
    assert chain.rpc("listlockunspent", wallet="locked") == []


# -- sent


def test_sending_twice_pays_once(one: Call, rail: Rail, chain: Chain) -> None:
    first, again = rail.send(one), rail.send(one)
    chain.mine(NEEDED)
    once_more = rail.send(one)

    assert first == again == once_more
    assert [(outcome.fate, outcome.reference) for outcome in first] == [(Fate.WAITING, one.prepared["txid"])]
    assert chain.received(one.items[0].destination) == [Decimal("0.25")]


def test_a_call_whose_answer_was_lost_is_found_by_its_number(one: Call, rail: Rail, wire: Wire, chain: Chain) -> None:
    wire.lost_answer = "sendrawtransaction"
    with pytest.raises(RailSilent):
        rail.send(one)

    assert [(said.fate, said.reference) for said in rail.look_up(one)] == [(Fate.WAITING, one.prepared["txid"])]


def test_a_call_lost_on_the_way_was_never_seen_and_goes_again(one: Call, rail: Rail, wire: Wire, chain: Chain) -> None:
    wire.lost_request = "sendrawtransaction"
    with pytest.raises(RailSilent):
        rail.send(one)
    lost = rail.look_up(one)
    rail.send(one)

    assert fates(lost) == {Fate.UNSEEN}
    assert chain.received(one.items[0].destination) == [Decimal("0.25")]


def test_a_payout_is_paid_when_it_has_the_blocks_that_are_needed(one: Call, rail: Rail, chain: Chain) -> None:
    rail.send(one)
    seen = [fates(rail.look_up(one))]
    for _ in range(NEEDED):
        chain.mine()
        seen.append(fates(rail.look_up(one)))

    assert seen == [{Fate.WAITING}] * NEEDED + [{Fate.PAID}]


def test_twenty_five_payouts_go_in_one_transaction_and_share_its_fee(rail: Rail, chain: Chain) -> None:
    kinds = ["bech32", "legacy", "p2sh-segwit"]
    where = [chain.address(kind=kinds[place % 3]) for place in range(25)]
    call = prepared(rail, call_of(*((f"5.{place:02}", address) for place, address in enumerate(where))))
    rail.send(call)
    chain.mine(NEEDED)

    outcomes = rail.look_up(call)

    fee = -litoshi(chain.rpc("gettransaction", call.prepared["txid"], wallet="market")["fee"])
    costs = [outcome.cost for outcome in outcomes]
    assert [chain.received(address) for address in where] == [
        [(Decimal(500 + place) / 8000).quantize(Decimal(1) / LITOSHI)] for place in range(25)
    ]
    assert [outcome.amount for outcome in outcomes] == [item.amount for item in call.items]
    assert (fee, total(costs)) == (call.prepared["fee"], worth(fee, RATE))
    assert set(costs[1:]) == {Money(total(costs) // 25)}
    assert costs[0] - costs[1] == total(costs) % 25


def test_two_payouts_to_one_address_arrive_as_their_sum(rail: Rail, chain: Chain) -> None:
    where = chain.address()
    rail.send(prepared(rail, call_of(("20", where), ("8", where))))

    assert chain.received(where) == [Decimal("0.35")]


# -- when the coins go another way


def spend_its_coins(chain: Chain, call: Call, *outputs: tuple[str, str]) -> str:
    """Somebody with the market's own keys spends a call's coins otherwise: the number of that transaction, mined."""
    [*coins] = chain.rpc("decoderawtransaction", call.prepared["hex"])["vin"]
    inputs = [{"txid": coin["txid"], "vout": coin["vout"]} for coin in coins]
    there = sum(_worth(chain, coin) for coin in inputs)
    rest = there - sum(Decimal(ltc) for _, ltc in outputs) - Decimal("0.001")
    wanted = [{address: ltc} for address, ltc in outputs] + [{chain.address("market"): rest}]
    raw = chain.rpc("createrawtransaction", inputs, wanted)
    signed = chain.rpc("signrawtransactionwithwallet", raw, wallet="market")["hex"]
    chain.forget()
    txid = chain.rpc("sendrawtransaction", signed)
    chain.mine()
    return str(txid)


def _worth(chain: Chain, coin: Any) -> Decimal:
    spent = chain.rpc("decoderawtransaction", chain.rpc("gettransaction", coin["txid"], wallet="market")["hex"])
    return Decimal(spent["vout"][coin["vout"]]["value"])


def test_a_payout_whose_coins_were_spent_otherwise_fails_once_that_is_final(
    one: Call, rail: Rail, chain: Chain
) -> None:
    rail.send(one)
    spend_its_coins(chain, one, (chain.address("payer"), "0.1"))
    chain.mine(FINAL - 2)
    before = rail.look_up(one)
    chain.mine()
    after = rail.look_up(one)

    assert (fates(before), fates(after)) == ({Fate.WAITING}, {Fate.FAILED})
    assert [outcome.reason for outcome in after] == ["The Litecoin network never took the payment."]
    assert chain.received(one.items[0].destination) == []


def test_a_payout_whose_fee_was_raised_by_hand_is_paid_by_the_other_transaction(
    one: Call, rail: Rail, chain: Chain
) -> None:
    rail.send(one)
    other = spend_its_coins(chain, one, (one.items[0].destination, "0.25"))
    seen = [rail.look_up(one)]
    chain.mine(NEEDED)

    [paid] = rail.look_up(one)

    assert fates(seen[0]) == {Fate.WAITING}
    assert (paid.fate, paid.reference, paid.amount, paid.cost) == (Fate.PAID, other, usd("20"), usd("0.08"))


def test_payouts_of_which_another_transaction_pays_some_are_left_to_people(
    rail: Rail, chain: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    call = prepared(rail, call_of(("20", chain.address()), ("8", chain.address())))
    rail.send(call)
    spend_its_coins(chain, call, (call.items[0].destination, "0.25"))
    chain.mine(FINAL)

    assert fates(rail.look_up(call)) == {Fate.WAITING}
    assert "pays some of them" in caplog.text


def all_but_a_little(chain: Chain) -> str:
    """More than half of the market's dollars: two such calls cannot both be paid."""
    return str((worth(litoshi(chain.balance()), RATE).floor_to_cents() - usd("1")).amount)


def test_coins_lent_twice_by_a_node_that_restarted_are_spent_once_and_the_other_call_is_refused(
    rail: Rail, chain: Chain
) -> None:
    first = prepared(rail, call_of((all_but_a_little(chain), chain.address("market"))))
    chain.restart()
    second = prepared(rail, call_of((all_but_a_little(chain), chain.address("market"))))
    rail.send(second)

    for _ in ("while the other waits", "once it is in a block"):
        with pytest.raises(RailRefused, match="went another way"):
            rail.send(first)
        assert fates(rail.look_up(first)) == {Fate.UNSEEN}
        chain.mine()
    assert fates(rail.look_up(second)) == {Fate.WAITING}


def test_a_call_sent_by_another_wallet_is_not_given_up(one: Call, rail: Rail, chain: Chain, settings: Settings) -> None:
    """The payment left, its wallet was lost, and the worker has spent it: the node would call its coins spent."""
    rail.send(one)
    chain.mine()
    everything = chain.balance("worker")
    chain.rpc("sendtoaddress", chain.address("payer"), str(everything), "", "", True, wallet="worker")
    rail.send(prepared(rail, call_of((all_but_a_little(chain), chain.address("market")))))
    chain.mine()
    settings.LITECOIN_RPC_WALLET = "payer"

    with pytest.raises(RailSilent) as silence:
        rails.offered()["litecoin"].send(one)

    assert not isinstance(silence.value, RailRefused)


# -- a node that is in no state to answer


@pytest.mark.parametrize(
    "answer",
    [
        (500, b'{"result": null, "error": {"code": -28, "message": "Loading block index..."}, "id": 1}'),
        (500, b"<html>work queue depth exceeded</html>"),
        (503, b""),
        (401, b""),
        (301, b""),
        (200, b""),
        (200, b"null"),
        (200, b"[]"),
        (200, b'{"result": {"something": "else"}, "error": null}'),
        (200, b'{"result": null, "error": null}'),
        (200, b'{"result": 5, "error": null}'),
    ],
)
def test_a_node_that_gives_no_usable_answer_has_said_nothing(
    one: Call, rail: Rail, wire: Wire, answer: tuple[int, bytes]
) -> None:
    wire.answer = answer

    for question in (
        lambda: rail.start_deposit(key="d", amount=usd("20"), return_url=""),
        lambda: rail.prepare(replace(one, prepared={})),
        lambda: rail.look_up(one),
        rail.funds,
    ):
        with pytest.raises(RailSilent) as silence:
            question()
        assert not isinstance(silence.value, RailRefused)


def test_a_node_that_takes_the_call_and_says_nothing_is_asked_again(one: Call, rail: Rail, wire: Wire) -> None:
    wire.answer = (503, b"")

    with pytest.raises(RailSilent):
        rail.send(one)


@pytest.mark.parametrize("address", ["http://me:hidden@127.0.0.1:9/", "http://127.0.0.1:9", "not an address"])
def test_neither_password_nor_transaction_stands_in_what_is_said_or_logged(
    one: Call, wire: Wire, settings: Settings, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.LITECOIN_RPC_URL = address

    with pytest.raises(RailSilent) as silence:
        rails.offered()["litecoin"].send(one)

    said = f"{silence.value} {silence.value.__cause__} {caplog.text}"
    assert [secret for secret in (PASSWORD, "hidden", one.prepared["hex"]) if secret in said] == []


# -- the rail


def test_the_rail_says_what_the_wallet_holds_at_todays_rate(rail: Rail, chain: Chain) -> None:
    assert rail.funds() == worth(litoshi(chain.balance()), RATE)


def test_the_rail_has_no_webhooks(rail: Rail) -> None:
    with pytest.raises(BadWebhook) as bad:
        rail.read_webhook({}, b"{}", now=NOW)

    assert bad.value.status == 404


@pytest.mark.parametrize("name", ["LITECOIN_RPC_URL", "LITECOIN_RPC_USER", "LITECOIN_RPC_PASSWORD"])
def test_the_rail_is_not_offered_without(wire: Wire, settings: Settings, name: str) -> None:
    setattr(settings, name, "")

    assert "litecoin" not in rails.offered()


@pytest.mark.parametrize(
    ("fixed", "percent", "words", "fee"),
    [
        ("0", 0, "Free", "0"),
        ("0.10", 0, "$0.10", "0.10"),
        ("0", 1.5, "1.5 %", "0.30"),
        ("0.10", 1.5, "$0.10 and 1.5 %", "0.40"),
    ],
)
def test_what_a_payout_costs_its_receiver_is_what_the_settings_say(
    wire: Wire, settings: Settings, fixed: str, percent: float, words: str, fee: str
) -> None:
    settings.LITECOIN_FEE, settings.LITECOIN_FEE_PERCENT = fixed, percent

    facts: Facts = rails.facts("litecoin")

    assert (str(facts.payout_fee), facts.fee(usd("20"))) == (words, usd(fee))


@pytest.mark.parametrize(("name", "value"), [("LITECOIN_NETWORK", "regtest"), ("LITECOIN_RATE", "80")])
def test_coins_of_no_worth_and_a_rate_that_never_changes_are_not_for_production(
    settings: Settings, name: str, value: str
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://market.example.org", ["market.example.org"]
    settings.LITECOIN_RPC_URL = "http://127.0.0.1:9332"
    setattr(settings, name, value)

    assert [error.id for error in checks.fit_for_production(None)] == ["picomarket.E004"]


# -- the whole way


def outside() -> Money:
    return ledger.balance_of(ledger.external(rails.account_number("litecoin")))


def chase(minutes: int) -> None:
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
    chase(5)

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
    chase(5)
    chain.mine(NEEDED)
    chase(10)

    assert before == [State.SENT] * 3
    assert [make.fresh(payout).reference for payout in asked] == [prepared_then["txid"]] * 3
    assert [chain.received(payout.destination) for payout in asked] == [[Decimal("0.15")]] * 3


def test_a_run_the_market_cannot_pay_gives_the_money_back_with_the_reason(
    workers: list[User], wire: Wire, chain: Chain, settings: Settings
) -> None:
    asked = ask(workers[:1])
    settings.LITECOIN_RATE = "0.001"
    make.payout_run(now=NOW)

    returned = make.fresh(asked[0])
    assert (returned.state, ledger.balance_of(ledger.earned(workers[0].pk))) == (State.RETURNED, usd("12.003"))
    assert returned.failure == "The market's Litecoin wallet did not hold enough. Ask for the payout again in a day."
