"""PayPal, moved from behind its counter: the payer, the receivers, and PayPal itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from picomarket.lib.money import CENT, Money
from wallet.models import Deposit, Payout
from wallet.tests.fakes.paypal_account import Row, cents, currency
from wallet.tests.fakes.paypal_server import Server

from .base import Outside, Webhook


class PayPalOutside(Outside):
    code = "paypal"
    destinations = ("one@example.com", "two@Example.com")
    bad_destinations = (*Outside.bad_destinations, "nobody@", "a b@example.com", "ü@example.com")
    cannot = {
        "pay_in_parts": "An order is paid whole or not at all.",
        "decline": "PayPal does not tell that a payer turned away; the order just ends.",
    }

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.server: Server = request.getfixturevalue("paypal")
        self.account = self.server.account
        # The contract speaks of what arrives: here PayPal takes in for nothing. test_paypal_deposits.py has the fee.
        self.account.fee_ppm = self.account.fee_fixed = 0

    def withdraw(self) -> None:
        self.settings.PAYPAL_SECRET = ""

    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        assert amount is None
        self.account.approve(deposit.reference)

    def reverse_deposit(self, deposit: Deposit) -> None:
        self.account.reverse(deposit.reference)

    def given_back(self, deposit: Deposit) -> list[Money]:
        refunds = self.account.orders[deposit.reference]["purchase_units"][0]["payments"].get("refunds", [])
        return [Money(cents(row["amount"]) * CENT) for row in refunds]

    def lose_request(self) -> None:
        self.account.faults["lost_request"] += 1

    def lose_answer(self) -> None:
        self.account.faults["lost_answer"] += 1

    def refuse(self, payout: Payout) -> None:
        self.account.invalid.add(payout.destination)

    def delay(self, payout: Payout) -> None:
        self.account.behaviour[payout.destination] = "PENDING"

    def finish(self) -> None:
        self.account.behaviour.clear()
        self.account.process()

    def reverse_payout(self, payout: Payout) -> None:
        (item,) = self.account.items_of(payout.public_id)
        self.account.end_item(item, "REVERSED")

    def received(self, payout: Payout) -> list[Money]:
        arrived = [row for row in self.account.items_of(payout.public_id) if row["transaction_status"] == "SUCCESS"]
        return [Money(cents(row["payout_item"]["amount"]) * CENT) for row in arrived]

    def webhooks(self, *, at: datetime, forged: bool = False) -> list[Webhook]:
        return [self._signed(event, at, forged=forged) for event in self.account.events]

    def stray(self, *, at: datetime) -> Webhook:
        item: Row = {
            "payout_item_id": "ITEM1",
            "payout_batch_id": "BATCH1",
            "transaction_status": "SUCCESS",
            "payout_item": {"amount": currency(500), "receiver": "x@example.com", "sender_item_id": "nobody's"},
        }
        event = {"id": "WH-stray", "event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "resource": item}
        return self._signed(event, at)

    def _signed(self, event: Row, at: datetime, *, forged: bool = False) -> Webhook:
        return Webhook(*self.server.webhook(event, at=at, forged=forged))
