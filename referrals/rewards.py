"""What a referrer earns: a share of a referred worker's rewards and of a referred employer's deposits, out of the
house's commission.

The shares are paid with the rewards: approving asks ``submissions_shares`` in PostgreSQL, which this app's migration
puts in the place of one that answers nobody. The share of deposits becomes due as they are spent: of each slot as much
of its cost, never more than the commission on it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest

from accounts.models import User
from picomarket.lib.money import Money

from .models import Referral


def attribute(referred: User, *, referrer: User, now: datetime) -> Referral | None:
    """Remember who brought whom, once, from the day of joining. Nobody brings themselves."""
    if referrer.pk == referred.pk:
        return None
    ends_at = now + timedelta(days=settings.RULES.referral_days)
    row, _new = Referral.objects.get_or_create(
        referred=referred, defaults={"referrer": referrer, "joined_at": now, "ends_at": ends_at}
    )
    return row


def note_deposit(person: User, *, amount: Money, now: datetime) -> None:
    """A referred person's deposit arrived, or with an amount below zero was taken back: its share changes with it. No
    money moves."""
    brought = Referral.objects.filter(referred=person)
    if amount > 0:
        brought.filter(ends_at__gt=now).update(deposited=F("deposited") + int(amount))
    else:
        brought.update(deposited=Greatest(F("deposited") + int(amount), Value(0)))
