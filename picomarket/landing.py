"""What the front page says about the market: its fees and its live numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache

from tasks import cards
from tasks.models import Task


def page() -> dict[str, Any]:
    return {"fees": fees(), "numbers": numbers(), "cards": cards.for_anyone(most=3)}


def fees() -> dict[str, Any]:
    rules = settings.RULES
    return {
        "employer_pct": f"{rules.employer_commission:g}",
        "worker_pct": f"{rules.worker_commission:g}",
        "minimum_payout": rules.minimum_payout,
        "minimum_deposit": rules.minimum_deposit,
        "payout_days": rules.payout_days,
    }


def numbers() -> dict[str, Any]:
    """Counted at most once a minute."""
    found: dict[str, Any] | None = cache.get("landing:numbers")
    if found is None:
        live = Task.objects.live().public()
        found = {"open_tasks": live.count(), "open_slots": cards.open_slots(live)}
        cache.set("landing:numbers", found, 60)
    return found
