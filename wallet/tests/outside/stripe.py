"""Stripe, moved from behind its counter: the payer, the card's bank, and people at Stripe's own pages."""

from __future__ import annotations

from datetime import datetime

import pytest

from picomarket.lib.money import CENT, Money
from wallet.models import Deposit, Payout
from wallet.tests.fakes.stripe_account import Row
from wallet.tests.fakes.stripe_server import WEBHOOK_SECRET, Server, sign

from .base import Outside, Webhook


class StripeOutside(Outside):
    code = "stripe"
    cannot = {
        "pay_in_parts": "A checkout is paid whole or not at all.",
        "payout_webhooks": "Cards are not paid out to.",
        "reverse_payout": "Cards are not paid out to.",
        "refuse": "A card's bank refuses a refund by the deposit, not by the destination.",
        "delay": "Only the next refund as such can be made to wait.",
    }

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        server: Server = request.getfixturevalue("stripe")
        self.account = server.account

    def withdraw(self) -> None:
        self.settings.STRIPE_SECRET_KEY = ""

    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        assert amount is None
        self.account.pay(deposit.reference)

    def decline(self, deposit: Deposit) -> None:
        self.account.expire(deposit.reference)

    def reverse_deposit(self, deposit: Deposit) -> None:
        self.account.dispute(deposit.reference)

    def given_back(self, deposit: Deposit) -> list[Money]:
        payment = self.account.sessions[deposit.reference]["payment_intent"]
        return [Money(row["amount"] * CENT) for row in self.account.refunds_of(payment) if row["status"] == "succeeded"]

    def lose_request(self) -> None:
        self.account.faults["lost_post"] = 1

    def lose_answer(self) -> None:
        self.account.faults["lost_post_answer"] = 1

    def finish(self) -> None:
        for refund in self.account.refunds.values():
            if refund["status"] == "pending":
                self.account.settle_refund(refund["id"], "succeeded")

    def received(self, payout: Payout) -> list[Money]:
        """A refund, found by its key."""
        mine = [
            row for row in self.account.refunds.values() if row["metadata"].get("picomarket_key") == payout.public_id
        ]
        return [Money(row["amount"] * CENT) for row in mine if row["status"] == "succeeded"]

    def webhooks(self, *, at: datetime, forged: bool = False) -> list[Webhook]:
        return [self._signed(event, at, forged=forged) for event in self.account.events]

    def stray(self, *, at: datetime) -> Webhook:
        session = {
            "id": "cs_stray",
            "object": "checkout.session",
            "metadata": {"picomarket_key": "nobody's"},
            "currency": "usd",
            "amount_total": 500,
            "payment_status": "paid",
            "status": "complete",
        }
        return self._signed(self.account.tell("checkout.session.completed", session), at)

    def _signed(self, event: Row, at: datetime, *, forged: bool = False) -> Webhook:
        return Webhook(*sign(event, at=at, secret="whsec_guessed" if forged else WEBHOOK_SECRET))
