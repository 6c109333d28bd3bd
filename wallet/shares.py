"""Referral shares that were kept aside, paid when the staff lets them go."""

from __future__ import annotations

from datetime import datetime

from picomarket.lib.money import Money

from . import ledger
from .ledger import Entry
from .models import TransferKind


def release(referral_id: int, *, referrer_id: int, amount: Money, now: datetime) -> bool:
    """The house's commission → the referrer's earned pocket, once per referral."""
    entry = Entry(TransferKind.REFERRAL_RELEASED, referral_id, ledger.REVENUE, ledger.earned(referrer_id), amount)
    return ledger.post([entry], now=now)
