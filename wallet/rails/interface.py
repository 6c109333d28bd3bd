"""What the wallet asks of a rail: collect a deposit, send payouts, learn the outcome. Nothing more.

The wallet never knows which rail it talks to. A rail keeps no state of its own in the market: it turns these
calls into the outside system's own words and its answers back into outcomes. Every call that moves money
carries a key chosen by the wallet and stored before the call, so that asking again is always safe.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

Words = str | Promise


class RailSilent(Exception):
    """The rail gave no usable answer: whether it did what was asked is not known."""


class RailRefused(RailSilent):
    """The rail took none of what it was sent, perhaps because of one item among many: sending fewer may help."""


class BadWebhook(Exception):
    """A webhook that cannot be trusted or read. `status` is the HTTP answer it deserves."""

    def __init__(self, reason: str, *, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class BadDestination(Refused):
    """The rail cannot pay to what the person wrote."""


class Fate(StrEnum):
    """What became of a deposit or a payout, as far as the rail says."""

    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    # The rail says it has never seen this key: sending again under the same key is right.
    UNSEEN = "unseen"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What people are told about a rail before they choose it."""

    code: str
    label: Words
    deposit_fee: Words
    deposit_speed: Words
    payout_fee: Words
    payout_speed: Words
    minimum_payout: Money
    destination_label: Words
    destination_help: Words
    takes_deposits: bool = True
    sends_payouts: bool = True
    # True where a person of the staff carries the money: nothing is known until they say so.
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Where the person goes to pay: a page of the rail's, or words that say what to do."""

    reference: str
    url: str = ""
    instructions: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One payout to send. `amount` is whole cents."""

    key: str
    amount: Money
    destination: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the rail says about one key. `amount` is what moved, where the rail says."""

    key: str
    fate: Fate
    reason: str = ""
    reference: str = ""
    amount: Money | None = None


class Subject(StrEnum):
    DEPOSIT = "deposit"
    PAYOUT = "payout"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing a rail told us by webhook. The same `id` may come again, and events come in any order."""

    id: str
    subject: Subject
    outcome: Outcome


class Rail(ABC):
    """One outside system. Each call may raise RailSilent, which says nothing about what happened."""

    facts: Facts

    @abstractmethod
    def check_destination(self, text: str) -> str:
        """The destination in the rail's own form. Raises BadDestination with a sentence for the person."""

    @abstractmethod
    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        """Ask the rail to collect this much. The same key gets the same invitation."""

    @abstractmethod
    def deposit_outcome(self, *, key: str, reference: str) -> Outcome:
        """What became of a deposit."""

    @abstractmethod
    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        """The event a webhook carries. Raises BadWebhook unless the signature and the time are right."""

    @abstractmethod
    def send(self, items: Sequence[Item]) -> list[Outcome]:
        """Send payouts, each once by its key. An item without an outcome is unknown. Also raises RailRefused."""

    @abstractmethod
    def look_up(self, keys: Sequence[str]) -> list[Outcome]:
        """What became of payouts sent under these keys. A key without an outcome is unknown."""
