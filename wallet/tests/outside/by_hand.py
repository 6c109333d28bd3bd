"""The rails that a person of the staff carries: their world is a clerk with the exported file and a bank's counter."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import ClassVar

import pytest

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import deposits, results
from wallet.models import Deposit, Payout, PayoutBatch

from .base import Outside

NO_MACHINE = "Nothing is sent by a machine that could be lost."
NO_WEBHOOKS = "A clerk sends no webhooks."


class ByHand(Outside):
    # As the operator lists it in MANUAL_RAILS.
    name: ClassVar[str]
    cannot = {
        "pay_in_parts": "The clerk marks what was asked as received.",
        "decline": "Nobody has a page to decline on; what never arrives is closed after its time.",
        "reverse_deposit": "A transfer that was received by hand is not taken back.",
        "given_back": "The clerk sends a refund where the person says.",
        "lose_request": NO_MACHINE,
        "lose_answer": NO_MACHINE,
        "webhooks": NO_WEBHOOKS,
        "old_webhooks": NO_WEBHOOKS,
        "payout_webhooks": NO_WEBHOOKS,
        "stray": NO_WEBHOOKS,
    }

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.settings.MANUAL_RAILS = ["bank", self.name]
        self.seen: set[int] = set()
        self.refused: set[str] = set()
        # What the clerk has paid, and what has come back, by the payout's key.
        self.paid: dict[str, list[Money]] = {}
        self.back: set[str] = set()

    def withdraw(self) -> None:
        self.settings.MANUAL_RAILS = []

    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        assert amount is None
        self.seen.add(deposit.pk)

    def learn_deposit(self, deposit: Deposit, *, now: datetime) -> None:
        if deposit.pk in self.seen:
            deposits.mark_received(deposit, by=self._clerk(), now=now)

    def refuse(self, payout: Payout) -> None:
        self.refused.add(payout.public_id)

    def delay(self, payout: Payout) -> None:
        """The clerk is never done before ``finish``."""

    def finish(self) -> None:
        for batch in PayoutBatch.objects.filter(rail=self.code, state=PayoutBatch.State.SENT):
            for line in csv.DictReader(io.StringIO(results.export(batch))):
                if line["key"] not in self.refused:
                    self.paid.setdefault(line["key"], []).append(usd(line["amount"]))

    def reverse_payout(self, payout: Payout) -> None:
        self.back.add(payout.public_id)

    def received(self, payout: Payout) -> list[Money]:
        return self.paid.get(payout.public_id, [])

    def learn_payouts(self, *, now: datetime) -> None:
        for batch in PayoutBatch.objects.filter(rail=self.code).exclude(state=PayoutBatch.State.GATHERED):
            results.import_results(batch, text=self._report(batch), by=self._clerk(), now=now)

    def tell(self, *, now: datetime) -> None:
        self.learn_payouts(now=now)

    def _report(self, batch: PayoutBatch) -> str:
        keys = batch.payouts.values_list("public_id", flat=True)
        return "key,state,reason\n" + "".join(f"{key},{self._said(key)}\n" for key in keys)

    def _said(self, key: str) -> str:
        if key in self.back:
            return "reversed,The account was closed"
        if key in self.refused:
            return "failed,No such account"
        return "paid," if key in self.paid else ","

    def _clerk(self) -> User:
        return User.objects.filter(is_staff=True).first() or make.person("clerk", staff=True)


class BankOutside(ByHand):
    code, name = "manual", "bank"
    destinations = ("de89-3704 0044 0532 0130 00  Ben Karim", "Account 4711 0815, Bank of Dhaka (BDHKBDDH), Dina Cruz")
    bad_destinations = (
        *Outside.bad_destinations,
        "DE89 3704 0044 0532 0130 01, Ben Karim",
        "DE89 3704 0044 0532 0130 009, Ben Karim",
        "DE89 3704 0044 0532 0130 00",
        "4711 0815",
    )


class SkrillOutside(ByHand):
    code = name = "skrill"
    destinations = ("Ben@Example.org", "dina.cruz@mail.example.org")
    bad_destinations = (*Outside.bad_destinations, "ben@", "ben@example.org, dina@example.org", "=ben@example.org")


class PayoneerOutside(ByHand):
    code = name = "payoneer"
    destinations = SkrillOutside.destinations
    bad_destinations = SkrillOutside.bad_destinations
