"""The demo bank, moved from behind its counter."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
import requests

from picomarket.lib.money import CENT, Money
from wallet.demobank.events import SIGNATURE_HEADER, sign
from wallet.demobank.server import Server
from wallet.models import Deposit, Payout

from .base import Outside, Webhook


class DemoBankOutside(Outside):
    code = "demo_bank"
    destinations = ("1234 5678", "8765 4321")

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.server: Server = request.getfixturevalue("bank")
        self.bank = self.server.bank
        self.secret = self.settings.DEMO_BANK_SECRET

    def withdraw(self) -> None:
        self.settings.DEMO_BANK_KEY = ""

    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        if amount is None:
            self._press(deposit, "pay")
        else:
            self.bank.receive(deposit.reference, amount // CENT)

    def decline(self, deposit: Deposit) -> None:
        self._press(deposit, "cancel")

    def reverse_deposit(self, deposit: Deposit) -> None:
        self.bank.charge_back(deposit.reference)

    def given_back(self, deposit: Deposit) -> list[Money]:
        return [Money(row.cents * CENT) for row in self._paid() if row.refund_of == deposit.reference]

    def lose_request(self) -> None:
        self.bank.faults.set("lost_request")

    def lose_answer(self) -> None:
        self.bank.faults.set("timeout_after_success")

    def refuse(self, payout: Payout) -> None:
        self.bank.behave(payout.destination, "closed")

    def delay(self, payout: Payout) -> None:
        self.bank.behave(payout.destination, "slow")

    def finish(self) -> None:
        self.bank.fall_due(1e12)

    def reverse_payout(self, payout: Payout) -> None:
        self.bank.return_payout(payout.public_id)

    def received(self, payout: Payout) -> list[Money]:
        return [Money(row.cents * CENT) for row in self._paid() if row.destination == payout.destination]

    def webhooks(self, *, at: datetime, forged: bool = False) -> list[Webhook]:
        return [self._signed(event.body, at, forged=forged) for event in self.bank.events.all()]

    def stray(self, *, at: datetime) -> Webhook:
        data = {"key": "nobody's", "state": "paid", "amount_cents": 500, "fee_cents": 0, "reference": "r", "reason": ""}
        return self._signed(json.dumps({"id": "ev_stray", "type": "payout.paid", "data": data}), at)

    def _signed(self, body: str, at: datetime, *, forged: bool = False) -> Webhook:
        secret = "guessed" if forged else self.secret
        return Webhook({SIGNATURE_HEADER: sign(secret, body.encode(), at=at.timestamp())}, body.encode())

    def _paid(self) -> list[Any]:
        return [row for row in self.bank.all_payouts() if row.state == "paid"]

    def _press(self, deposit: Deposit, choice: str) -> None:
        requests.post(deposit.pay_url, data={"choice": choice}, allow_redirects=False, timeout=30).raise_for_status()
