"""How long deposits wait for their money, and how often they are asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from wallet import rails

from .models import Deposit


def closes_at(deposit: Deposit) -> datetime:
    """When a deposit is closed if nothing arrives. One by hand waits longer: a bank takes days, over a weekend more."""
    return deposit.started_at + time_to_arrive(by_hand=rails.facts(deposit.rail).by_hand)


def time_to_arrive(*, by_hand: bool) -> timedelta:
    """How long a deposit waits for its money."""
    rules = settings.RULES
    return timedelta(days=rules.deposit_days_by_hand) if by_hand else timedelta(hours=rules.deposit_hours)


def pause(age: timedelta, pauses: tuple[timedelta, timedelta]) -> timedelta:
    """Until it is asked about again: a tenth of its age, within these bounds."""
    least, most = pauses
    return min(max(age / 10, least), most)
