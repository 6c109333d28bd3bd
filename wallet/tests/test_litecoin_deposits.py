"""Litecoin in: an address for each deposit, a rate for a while, and only what the network keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from picomarket.lib.money import Money, usd
from wallet import rails
from wallet.rails.interface import Bill, Fate, Invitation, Outcome, Rail, RailSilent

from .fakes.litecoin_wire import Wire
from .regtest import Chain

NEEDED = 3
BACK = "http://market.test/back"


@dataclass
class Asked:
    """A deposit as the wallet keeps it: it adds what the rail says, and keeps what it said before."""

    key: str
    invitation: Invitation
    terms: dict[str, Any]

    def ask(self) -> Outcome:
        bill = Bill(key=self.key, amount=usd("20"), reference=self.invitation.reference, terms=self.terms)
        outcome = rails.offered()["litecoin"].deposit_outcome(bill)
        self.terms = {**outcome.terms, **self.terms}
        return outcome

    def arrived(self) -> tuple[Fate, Money | None]:
        outcome = self.ask()
        return outcome.fate, outcome.amount


@pytest.fixture
def rail(wire: Wire) -> Rail:
    return rails.offered()["litecoin"]


@pytest.fixture
def asked(rail: Rail, request: pytest.FixtureRequest) -> Asked:
    """A deposit of $20, for which 0.25 LTC are asked at $80."""
    return start(request.node.name[:60])


def start(key: str) -> Asked:
    invitation = rails.offered()["litecoin"].start_deposit(key=key, amount=usd("20"), return_url=BACK)
    return Asked(key, invitation, dict(invitation.terms))


def pay(chain: Chain, asked: Asked, ltc: str = "0.25", *, blocks: int = NEEDED) -> str:
    txid = chain.pay(asked.invitation.reference, ltc, replaceable=True)
    if blocks:
        chain.mine(blocks)
    return txid


# -- the invitation


def test_a_deposit_is_asked_for_in_litecoin_at_a_rate_that_holds_for_a_while(rail: Rail) -> None:
    before = timezone.now()

    invitation = start("words").invitation

    assert invitation.reference.startswith("rltc1q")
    assert invitation.url == f"litecoin:{invitation.reference}?amount=0.25000000"
    assert invitation.until is not None
    assert before < invitation.until < timezone.now() + timedelta(minutes=30)
    assert invitation.instructions == (
        f"Send 0.25000000 LTC to {invitation.reference}. The rate is $80.00 for one litecoin; what you send once it no "
        "longer holds counts at the rate of its day. It is yours to spend after 3 confirmations, about 8 minutes. "
        "Send litecoin only."
    )


def test_the_same_key_has_the_same_address_and_another_key_another(rail: Rail) -> None:
    first, again, other = start("one"), start("one"), start("other")

    assert first.invitation == again.invitation
    assert first.invitation.reference != other.invitation.reference


def test_an_address_whose_answer_was_lost_is_found_again(wire: Wire, chain: Chain, rail: Rail) -> None:
    wire.lost_answer = "getnewaddress"
    with pytest.raises(RailSilent):
        start("lost")

    found = start("lost").invitation.reference

    assert list(chain.rpc("getaddressesbylabel", "lost", wallet="market")) == [found]


def test_the_markets_margin_makes_a_deposit_cost_more_litecoin(wire: Wire, settings: Settings) -> None:
    settings.LITECOIN_SPREAD = 2.5

    terms = start("margin").terms

    assert Decimal(terms["rate"]) == Decimal(78)
    assert terms["litoshi"] == 25_641_026


def test_exactly_what_was_asked_for_is_worth_exactly_its_sum(wire: Wire, chain: Chain, settings: Settings) -> None:
    settings.LITECOIN_RATE = "6131.07"
    uneven = start("uneven")

    pay(chain, uneven, uneven.invitation.url.partition("amount=")[2])

    assert uneven.arrived() == (Fate.PAID, usd("20"))


# -- what arrived


def test_a_deposit_the_node_was_never_asked_for_is_unseen(rail: Rail) -> None:
    assert rail.deposit_outcome(Bill(key="never", amount=usd("20"))).fate == Fate.UNSEEN


def test_a_coin_counts_when_it_has_the_blocks_that_are_needed(asked: Asked, chain: Chain) -> None:
    pay(chain, asked, blocks=0)
    seen = [asked.arrived()]
    for _ in range(NEEDED):
        chain.mine()
        seen.append(asked.arrived())

    assert seen == [(Fate.WAITING, None)] * NEEDED + [(Fate.PAID, usd("20"))]


@pytest.mark.parametrize(("ltc", "dollars"), [("0.1", "8"), ("0.30000001", "24"), ("2", "160")])
def test_what_arrived_counts_whatever_was_asked(asked: Asked, chain: Chain, ltc: str, dollars: str) -> None:
    pay(chain, asked, ltc)

    assert asked.arrived() == (Fate.PAID, usd(dollars))


def test_all_that_arrived_so_far_is_told_each_time(asked: Asked, chain: Chain) -> None:
    pay(chain, asked, "0.1")
    first = asked.arrived()
    pay(chain, asked, "0.2", blocks=0)
    before_its_blocks = asked.arrived()
    chain.mine(NEEDED)

    assert [first, before_its_blocks, asked.arrived()] == [
        (Fate.PAID, usd("8")),
        (Fate.PAID, usd("8")),
        (Fate.PAID, usd("24")),
    ]


def test_coins_come_to_the_deposit_they_were_sent_to(rail: Rail, chain: Chain) -> None:
    mine, other = start("mine"), start("others")
    pay(chain, other)

    assert mine.arrived() == (Fate.WAITING, None)


# -- late


def test_a_late_coin_counts_at_the_rate_at_which_it_was_first_counted(
    asked: Asked, chain: Chain, settings: Settings
) -> None:
    with chain.later(minutes=45):
        pay(chain, asked)
    settings.LITECOIN_RATE = "60"
    first = asked.arrived()
    settings.LITECOIN_RATE = "100"

    assert [first, asked.arrived(), asked.arrived()] == [
        (Fate.WAITING, None),
        (Fate.PAID, usd("15")),
        (Fate.PAID, usd("15")),
    ]


def test_two_who_ask_at_once_about_a_late_coin_are_told_the_same(
    asked: Asked, chain: Chain, settings: Settings
) -> None:
    other = replace(asked)
    with chain.later(minutes=45):
        pay(chain, asked)
    settings.LITECOIN_RATE = "60"
    asked.ask()
    settings.LITECOIN_RATE = "100"
    outcome = other.ask()
    # The wallet merges what the second was told into what it has by then.
    asked.terms = {**outcome.terms, **asked.terms}

    assert asked.arrived() == (Fate.PAID, usd("15"))


def test_what_came_in_time_counts_at_the_fixed_rate_beside_what_came_late(
    asked: Asked, chain: Chain, settings: Settings
) -> None:
    pay(chain, asked, "0.1")
    with chain.later(minutes=45):
        pay(chain, asked, "0.1")
    settings.LITECOIN_RATE = "60"

    assert [asked.arrived(), asked.arrived()] == [(Fate.PAID, usd("8")), (Fate.PAID, usd("14"))]


def test_a_coin_sent_in_time_and_held_back_from_the_blocks_is_late(
    asked: Asked, chain: Chain, settings: Settings
) -> None:
    pay(chain, asked, blocks=0)
    with chain.later(minutes=7 * 60):
        chain.mine()
    chain.mine(NEEDED)
    settings.LITECOIN_RATE = "60"

    assert [asked.arrived(), asked.arrived()] == [(Fate.WAITING, None), (Fate.PAID, usd("15"))]


def test_a_late_coin_waits_where_the_rate_is_not_known(asked: Asked, chain: Chain, settings: Settings) -> None:
    with chain.later(minutes=45):
        pay(chain, asked)
    settings.LITECOIN_RATE, settings.LITECOIN_RATE_URL = "", "http://127.0.0.1:9/"

    with pytest.raises(RailSilent):
        asked.ask()


# -- what the network takes back


def block_of(chain: Chain, txid: str) -> str:
    return str(chain.rpc("gettransaction", txid, wallet="market")["blockhash"])


def test_a_coin_that_lost_its_block_and_can_still_come_stays_counted(asked: Asked, chain: Chain) -> None:
    txid = pay(chain, asked)
    before = asked.arrived()
    chain.undo(block_of(chain, txid))
    undone = asked.arrived()
    chain.mine(NEEDED + 1)

    assert [before, undone, asked.arrived()] == [(Fate.PAID, usd("20"))] * 3


def test_a_coin_that_never_counted_and_lost_its_block_waits(asked: Asked, chain: Chain) -> None:
    txid = pay(chain, asked)
    chain.undo(block_of(chain, txid))

    assert asked.arrived() == (Fate.WAITING, None)
    chain.mine(NEEDED + 1)


def test_a_coin_spent_otherwise_is_taken_back_once_that_has_its_blocks(asked: Asked, chain: Chain) -> None:
    txid = pay(chain, asked)
    asked.ask()
    chain.undo(block_of(chain, txid))
    chain.replace(txid)
    seen = [asked.arrived()]
    for _ in range(NEEDED):
        chain.mine()
        seen.append(asked.arrived())

    assert seen == [(Fate.PAID, usd("20"))] * NEEDED + [(Fate.REVERSED, usd("20"))]


def test_what_comes_after_a_coin_was_lost_counts_too(asked: Asked, chain: Chain) -> None:
    lost = pay(chain, asked)
    asked.ask()
    chain.undo(block_of(chain, lost))
    chain.replace(lost)
    chain.mine(NEEDED + 1)
    taken_back = asked.arrived()
    pay(chain, asked)

    assert [taken_back, asked.arrived()] == [(Fate.REVERSED, usd("20")), (Fate.PAID, usd("40"))]


def test_of_two_coins_the_one_that_is_lost_is_taken_back(asked: Asked, chain: Chain) -> None:
    pay(chain, asked, "0.1")
    lost = pay(chain, asked, "0.2")
    asked.ask()
    chain.undo(block_of(chain, lost))
    chain.replace(lost)
    chain.mine(NEEDED + 1)

    assert asked.arrived() == (Fate.REVERSED, usd("16"))


def test_a_coin_nobody_has_any_more_is_taken_back_after_a_day(asked: Asked, chain: Chain) -> None:
    """Not the payment was spent otherwise but what it was paid from: of that the market's wallet knows nothing."""
    paid_from = chain.rpc("sendtoaddress", chain.address("payer"), "1", "", "", False, True, wallet="payer")
    [output] = [n["vout"] for n in chain.rpc("gettransaction", paid_from, wallet="payer")["details"] if n["amount"] > 0]
    coin = {"txid": paid_from, "vout": output}
    raw = chain.rpc(
        "createrawtransaction", [coin], [{asked.invitation.reference: "0.25"}, {chain.address("payer"): "0.749"}]
    )
    signed = chain.rpc("signrawtransactionwithwallet", raw, wallet="payer")["hex"]
    chain.rpc("sendrawtransaction", signed)
    blocks = chain.mine(NEEDED)
    before = asked.arrived()
    chain.undo(blocks[0])
    chain.replace(paid_from)
    chain.mine(NEEDED + 1)
    undone = asked.arrived()

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        a_day_later = asked.arrived()

    assert [before, undone, a_day_later] == [(Fate.PAID, usd("20"))] * 2 + [(Fate.REVERSED, usd("20"))]


def test_another_wallet_than_the_one_that_received_says_nothing(asked: Asked, chain: Chain, settings: Settings) -> None:
    pay(chain, asked)
    asked.ask()
    settings.LITECOIN_RPC_WALLET = "worker"

    with pytest.raises(RailSilent, match="does not have the address"):
        asked.ask()


def test_another_wallet_than_the_one_that_waits_says_nothing(asked: Asked, settings: Settings) -> None:
    settings.LITECOIN_RPC_WALLET = "worker"

    with pytest.raises(RailSilent, match="does not have the address"):
        asked.ask()


def test_a_wallet_that_forgot_whose_an_address_is_learns_it_again(asked: Asked, chain: Chain) -> None:
    chain.rpc("setlabel", asked.invitation.reference, "", wallet="market")
    pay(chain, asked)

    assert asked.arrived() == (Fate.PAID, usd("20"))


def test_a_node_of_another_network_takes_no_deposits(wire: Wire, settings: Settings) -> None:
    settings.LITECOIN_NETWORK = "main"

    with pytest.raises(RailSilent, match="on the network regtest, not on main"):
        start("elsewhere")
