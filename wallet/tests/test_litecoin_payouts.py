"""Litecoin out: one transaction a call, signed and stored before it leaves, and never a second one for the same."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from picomarket.lib.money import Money, total, usd
from wallet import rails
from wallet.rails.interface import Call, Fate, Item, Outcome, Rail, RailRefused, RailSilent
from wallet.rails.litecoin_node import LITOSHI, litoshi
from wallet.rails.litecoin_rates import worth
from wallet.rails.litecoin_sending import FINAL

from .fakes.litecoin_wire import Wire
from .regtest import Chain

NEEDED = 3
RATE = Decimal(80)


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


def test_more_than_the_wallet_holds_waits_and_keeps_no_coin_aside(rail: Rail, chain: Chain) -> None:
    before = kept_aside(chain)

    with pytest.raises(RailSilent, match="Insufficient funds") as silence:
        rail.prepare(call_of(("1000000", chain.address())))

    assert not isinstance(silence.value, RailRefused)
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
