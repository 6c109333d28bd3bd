"""What a task's promotion costs: from its employer's spendable pocket to the house, and back for days left over."""

from __future__ import annotations

from datetime import datetime

from picomarket.lib.money import Money

from . import ledger
from .ledger import Entry
from .models import TransferKind


def pay(promotion_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Spendable → revenue, once. Promo credit pays for work alone. Raises InsufficientFunds."""
    pots = ledger.spendable(employer_id), ledger.REVENUE
    return ledger.post([Entry(TransferKind.PROMOTION, promotion_id, *pots, amount)], now=now)


def give_back(promotion_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Revenue → spendable, once."""
    pots = ledger.REVENUE, ledger.spendable(employer_id)
    return ledger.post([Entry(TransferKind.PROMOTION_RETURNED, promotion_id, *pots, amount)], now=now)
