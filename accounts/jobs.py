"""Background work of the accounts app: each job one verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import links


@shared_task
def weigh_links() -> int:
    """Look which accounts may be one person's, by what they left since the last time."""
    return links.weigh_due(now=timezone.now())


@shared_task
def sweep_traces() -> int:
    """Forget devices, networks and payout addresses whose days are over."""
    return links.sweep_old(now=timezone.now())
