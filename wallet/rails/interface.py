"""What the wallet asks of a rail: collect a deposit, send payouts, learn the outcome. Nothing more.

The wallet never knows which rail it talks to. A rail keeps no state of its own in the market: it turns these
calls into the outside system's own words and its answers back into outcomes. What a rail must remember it gives to
the wallet, which keeps it and hands it back: `terms` of a deposit, what it `prepared` for a call. Every call that
moves money carries a key chosen by the wallet and stored before the call, and the same key always carries the same
items, so that asking again is always safe.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from picomarket.lib import keepable
from picomarket.lib.money import Money, usd
from picomarket.lib.refusals import Refused

Words = str | Promise


class RailSilent(Exception):
    """The rail gave no usable answer: whether it did what was asked is not known."""


class RailRefused(RailSilent):
    """The rail took none of what it was sent, perhaps because of one item among many: sending fewer may help.

    What is refused alone goes back to its person. What ails the whole account (funds, rights, a limit) is RailSilent.
    """


class BadWebhook(Exception):
    """A webhook that cannot be trusted or read. `status` is the HTTP answer it deserves.

    `signed` says whether the rail itself signed it all the same; unless told, by the status.
    """

    def __init__(self, reason: str, *, status: int = 400, signed: bool | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.signed = status not in (401, 404) if signed is None else signed


class BadDestination(Refused):
    """The rail cannot pay to what the person wrote."""


class Fate(StrEnum):
    """What became of a deposit or a payout, as far as the rail says."""

    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    # The payer called it off.
    CANCELLED = "cancelled"
    # The rail says it has never seen this key: sending again under the same key is right.
    UNSEEN = "unseen"
    # It was paid, and then taken or sent back: a charge contested by its payer, a payout nobody collected.
    REVERSED = "reversed"


class Refunds(StrEnum):
    """How a deposit can be given back on a rail."""

    # The rail sends it back to where it came from.
    TO_SOURCE = "to_source"
    # The rail cannot tell where it came from: the person says where it goes.
    TO_DESTINATION = "to_destination"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What people are told about a rail before they choose it.

    The person who is paid out bears ``fee_fixed`` plus ``fee_ppm`` parts per million of the amount, at most
    ``fee_most`` where there is a most. ``countries`` are the ISO 3166 codes of those it can pay, empty for everywhere.
    """

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
    # True where no real money moves: of two ways as cheap the other one is recommended.
    for_trying: bool = False
    # The most business days from the payout run until the money is there: no promise is shorter.
    payout_days: int = 1
    # True where more can arrive for a deposit that is settled: it is asked about for some weeks more.
    more_may_arrive: bool = False
    fee_fixed: Money = usd("0")
    fee_ppm: int = 0
    fee_most: Money | None = None
    countries: frozenset[str] = frozenset()
    refunds: Refunds = Refunds.TO_DESTINATION
    # The most items one call may carry: it still answers in seconds, and a silent one leaves no more to look up.
    items_per_call: int = 500

    def fee(self, amount: Money) -> Money:
        """What a payout of this much costs its receiver, in whole cents, rounded down."""
        fee = (self.fee_fixed + amount.share(self.fee_ppm)).floor_to_cents()
        return fee if self.fee_most is None else min(fee, self.fee_most)

    def reaches(self, country: str) -> bool:
        """Whether people of this country can be paid."""
        return not self.countries or country in self.countries


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Where the person goes to pay: a page of the rail's, or words that say what to do.

    ``terms`` are what the rail fixed for this deposit (JSON: a rate, an order's number); they hold until ``until``.
    """

    reference: str
    url: str = ""
    instructions: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A deposit as a rail is asked about it: the wallet's key, what was asked for and what the rail said of it."""

    key: str
    amount: Money
    reference: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One payout to send. `amount` is whole cents, what the receiver gets.

    A refund names the deposit it gives back in `refund_of`. `reference` is the rail's own name for the item, once
    the rail has given it one. `closed` is one that is paid or returned by now: it stands here because a call always
    carries the same items.
    """

    key: str
    amount: Money
    destination: str
    refund_of: Bill | None = None
    reference: str = ""
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """Payouts sent together. The same `key` always carries the same items and what was `prepared` for them."""

    key: str
    items: tuple[Item, ...]
    prepared: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Item, ...]:
        """What a rail that sends one by one may still send: a refusal's money is back with its person."""
        return tuple(item for item in self.items if not item.closed)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the rail says about one key.

    `amount` is what moved, where the rail says: for a deposit all that has arrived so far, for a reversed one all of
    it that was taken back so far (None: all). `arrived` is all that had come for a deposit that was taken back, where
    the rail says so: word of some of it may still be on its way. `cost` is what the rail took from the market's own
    funds to send the payout. `terms` of a deposit are added to those it has, whatever its fate; one that is there
    already stays as it is, so that what a rail has once said of a coin's worth holds for all who asked at the same
    time.
    """

    key: str
    fate: Fate
    reason: str = ""
    reference: str = ""
    amount: Money | None = None
    arrived: Money = usd("0")
    cost: Money = usd("0")
    terms: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Words from outside end in columns, and one that cannot be kept would stop the money it speaks of.
        for name in ("key", "reason", "reference"):
            object.__setattr__(self, name, keepable.words(str(getattr(self, name))))


class Subject(StrEnum):
    DEPOSIT = "deposit"
    PAYOUT = "payout"
    # Something that concerns no money of ours: it is kept for staff to see, and nothing is done.
    OTHER = "other"
    # Money of ours that no machine moves: the outcome's reason stands on the desk until somebody has looked into it.
    LOOK = "look"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing a rail told us by webhook. The same `id` may come again, and events come in any order."""

    id: str
    subject: Subject
    outcome: Outcome | None


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
    def deposit_outcome(self, bill: Bill) -> Outcome:
        """What became of a deposit."""

    @abstractmethod
    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        """The event a webhook carries. Raises BadWebhook unless the signature and the time are right."""

    def prepare(self, call: Call) -> dict[str, Any]:
        """Make a call ready while nothing leaves yet; the wallet stores the answer (JSON) before it sends.

        Raises RailRefused where these items cannot be sent at all.
        """
        return {}

    @abstractmethod
    def send(self, call: Call) -> list[Outcome]:
        """Send a call's items, each once by its key, and no closed one that was never taken.

        An item without an outcome is unknown. Also raises RailRefused.
        """

    @abstractmethod
    def look_up(self, call: Call) -> list[Outcome]:
        """What became of the items of a call that was sent. An item without an outcome is unknown."""

    def sent_as(self, item: Item, prepared: Mapping[str, Any]) -> Words:
        """How an item left, told to its receiver where dollars do not say it all: in which coin, at which rate."""
        return ""

    def funds(self) -> Money | None:
        """What the market's own account at the rail holds now; None where the rail cannot say."""
        return None
