"""Litecoin: a real node on a network of its own, a payer, a worker and the miner between them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from picomarket.lib.money import Money
from wallet import deposits
from wallet.models import Deposit, Payout
from wallet.rails.litecoin_node import LITOSHI, ltc
from wallet.tests.fakes.litecoin_wire import Wire
from wallet.tests.regtest import Chain

from .base import Outside

RATE = 80


class LitecoinOutside(Outside):
    code = "litecoin"
    bad_destinations = (*Outside.bad_destinations, "rltc1qnothing", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    cannot = {
        "webhooks": "A node tells nothing by itself: the market asks.",
        "decline": "There is no page on which to say no: a person who does not pay just does not.",
        "refuse": "An address that can be read always takes money.",
        "given_back": "A refund is a payout to an address the person names.",
        "reverse_payout": "What has enough blocks on it stays where it is.",
    }

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.wire: Wire = request.getfixturevalue("wire")
        self.chain: Chain = request.getfixturevalue("chain")
        self.destinations = (self.chain.address(), self.chain.address(kind="legacy"))

    def withdraw(self) -> None:
        self.settings.LITECOIN_RPC_PASSWORD = ""

    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        asked = deposit.terms["litoshi"] if amount is None else amount * LITOSHI // (RATE * 1_000_000)
        self.chain.pay(deposit.reference, ltc(asked), replaceable=True)
        self.finish()

    def reverse_deposit(self, deposit: Deposit) -> None:
        """The blocks it stood in are left for others, in which its payer spent the coins otherwise."""
        [line] = self.chain.rpc("listtransactions", deposit.public_id, wallet="market")
        self.chain.undo(line["blockhash"])
        self.chain.replace(line["txid"])
        self.chain.mine(self.settings.LITECOIN_CONFIRMATIONS + 1)

    def lose_request(self) -> None:
        self.wire.lost_request = "sendrawtransaction"

    def lose_answer(self) -> None:
        self.wire.lost_answer = "sendrawtransaction"

    def delay(self, payout: Payout) -> None:
        """No block comes before ``finish``: every payment waits."""

    def finish(self) -> None:
        self.chain.mine(self.settings.LITECOIN_CONFIRMATIONS)

    def tell(self, *, now: datetime) -> None:
        for deposit in Deposit.objects.filter(rail=self.code):
            deposits.ask(deposit, now=now)

    def received(self, payout: Payout) -> list[Money]:
        return [_dollars(amount) for amount in self.chain.received(payout.destination)]


def _dollars(amount: Decimal) -> Money:
    return Money(int(amount * RATE * 1_000_000))
