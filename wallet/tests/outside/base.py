"""What a test may do in the world behind a rail: pay, lose, refuse, delay, send back, tell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pytest
from pytest_django import Settings

from picomarket.lib.money import Money
from wallet import batches, deposits, webhooks
from wallet.models import Deposit, Payout
from wallet.rails.interface import BadWebhook


@dataclass(frozen=True)
class Webhook:
    headers: Mapping[str, str]
    body: bytes


class Outside(ABC):
    """The world behind one rail, as a person, a bank or an accident would move it; never the rail's own code.

    Making one configures the market so that the rail is offered. Where the real world never does a thing, the name
    of its method stands in ``cannot`` with the reason; the tests that need it are skipped with these words. Three more
    names have no method: see ``POWERS``.
    """

    POWERS = frozenset(
        {
            "pay_in_parts",  # pay takes an amount
            "old_webhooks",  # a webhook says when it was signed
            "payout_webhooks",  # the outside tells of payouts too
        }
    )

    code: ClassVar[str]
    # Two places a payout can go to, as a person types them, and some it cannot; none where the rail sends no payouts.
    destinations: tuple[str, ...] = ()
    bad_destinations: tuple[str, ...] = ("", "   ", "1", "nothing", "1" * 300)
    cannot: ClassVar[Mapping[str, str]] = {}

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.settings: Settings = request.getfixturevalue("settings")

    @abstractmethod
    def withdraw(self) -> None:
        """The operator takes the credentials away."""

    # -- money in

    @abstractmethod
    def pay(self, deposit: Deposit, amount: Money | None = None) -> None:
        """The person pays what is asked, or this much of it, and nothing stands in the way of it any more."""

    def decline(self, deposit: Deposit) -> None:
        """The person says on the rail's own page that they do not pay."""
        raise NotImplementedError

    def reverse_deposit(self, deposit: Deposit) -> None:
        """What was paid is taken back, as by a charge contested at a bank."""
        raise NotImplementedError

    def given_back(self, deposit: Deposit) -> list[Money]:
        """Each refund that has reached the payer of this deposit."""
        raise NotImplementedError

    # -- money out

    def lose_request(self) -> None:
        """The next call that would move money never arrives."""
        raise NotImplementedError

    def lose_answer(self) -> None:
        """The next call that would move money is done, and its answer never arrives."""
        raise NotImplementedError

    def refuse(self, payout: Payout) -> None:
        """The outside will not pay this one, whatever else it pays."""
        raise NotImplementedError

    def delay(self, payout: Payout) -> None:
        """The outside will take this one and not be done with it before ``finish``."""
        raise NotImplementedError

    @abstractmethod
    def finish(self) -> None:
        """Time passes: whatever was taken is done."""

    def reverse_payout(self, payout: Payout) -> None:
        """A payout that arrived comes back."""
        raise NotImplementedError

    @abstractmethod
    def received(self, payout: Payout) -> list[Money]:
        """Each sum that has reached the receiver of this payout: two, if it was paid twice."""

    # -- what the market hears

    def learn_deposit(self, deposit: Deposit, *, now: datetime) -> None:
        """The market finds out by asking."""
        deposits.ask(Deposit.objects.get(pk=deposit.pk), now=now)

    def learn_payouts(self, *, now: datetime) -> None:
        """The market finds out by asking."""
        batches.chase(now=now)

    def webhooks(self, *, at: datetime, forged: bool = False) -> list[Webhook]:
        """All the outside has told so far, in the order it happened, as signed at this time; by a stranger if forged.

        An event told again has the id it had before.
        """
        raise NotImplementedError

    def stray(self, *, at: datetime) -> Webhook:
        """An authentic webhook about money nobody here asked for."""
        raise NotImplementedError

    def tell(self, *, now: datetime) -> None:
        """The market hears all the outside has told so far; what concerns nobody here is passed over."""
        for webhook in self.webhooks(at=now):
            deliver(self.code, webhook, now=now)


def deliver(code: str, webhook: Webhook, *, now: datetime) -> int:
    """The HTTP status with which the market answers a webhook."""
    try:
        webhooks.receive(code, headers=webhook.headers, body=webhook.body, now=now)
    except BadWebhook as bad:
        return bad.status
    return 200
