"""Background work of the accounts app: each job one verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import leaderboards


@shared_task
def refresh_leaderboard() -> int:
    """Count anew who has how many points, of those on the leaderboard."""
    return leaderboards.refresh(now=timezone.now())
