"""What the front page says about the market: its fees and its live numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from picomarket.lib.remembering import remembered
from tasks import cards
from tasks.models import Task
from wallet import promises

# What was paid out is said of so many days, and whether it was there in time of so many.
PAID_DAYS, PROMISED_DAYS = 30, 90


def page(*, now: datetime) -> dict[str, Any]:
    return {"fees": fees(), "numbers": numbers(now=now), "cards": cards.for_anyone(most=3)}


def fees() -> dict[str, Any]:
    rules = settings.RULES
    return {
        "employer_pct": f"{rules.employer_commission:g}",
        "worker_pct": f"{rules.worker_commission:g}",
        "minimum_payout": rules.minimum_payout,
        "minimum_deposit": rules.minimum_deposit,
        "payout_days": rules.payout_days,
    }


def numbers(*, now: datetime) -> dict[str, Any]:
    """Counted at most once a minute; each as it is, however small."""
    return remembered("landing:numbers", lambda: _count(now), seconds=60)


def _count(now: datetime) -> dict[str, Any]:
    live = Task.objects.live().public()
    kept = promises.kept(since=now - timedelta(days=PROMISED_DAYS), now=now)
    return {
        "open_tasks": live.count(),
        "open_slots": cards.open_slots(live),
        "paid_out": promises.arrived(since=now - timedelta(days=PAID_DAYS)),
        "paid_days": PAID_DAYS,
        "due": kept.due,
        "in_time": kept.in_time,
        "at": now,
    }
