"""Money an author sets aside so that people are paid for trying a test: held by its offer, free of commission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from picomarket.lib.money import Money

from . import ledger
from .ledger import Entry
from .models import TransferKind


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt that is paid out of an offer."""

    attempt_id: int
    offer_id: int
    worker_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Left:
    """What of an offer goes back to its author."""

    offer_id: int
    author_id: int
    amount: Money


def set_aside(offer_id: int, *, author_id: int, amount: Money, now: datetime) -> bool:
    """Spendable → the offer, once. Promo credit pays for work alone. Raises InsufficientFunds."""
    pots = ledger.spendable(author_id), ledger.offer(offer_id)
    return ledger.post([Entry(TransferKind.TEST_OFFERED, offer_id, *pots, amount)], now=now)


def settle(*, tried: Iterable[Tried] = (), left: Iterable[Left] = (), now: datetime) -> bool:
    """The offers → the earned pockets of who tried, each attempt once; what is left → the authors, part by part.

    The caller holds the offers' rows. It is one call to the ledger, so that all accounts are taken in one order.
    """
    paid = [
        Entry(
            TransferKind.TEST_TRIED,
            one.attempt_id,
            ledger.offer(one.offer_id),
            ledger.earned(one.worker_id),
            one.amount,
        )
        for one in tried
    ]
    back = [
        Entry(
            TransferKind.TEST_RETURNED,
            one.offer_id,
            ledger.offer(one.offer_id),
            ledger.spendable(one.author_id),
            one.amount,
            leg=ledger.next_leg(TransferKind.TEST_RETURNED, one.offer_id),
        )
        for one in left
    ]
    return ledger.post([*paid, *back], now=now)
