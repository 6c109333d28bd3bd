"""Sweeps of what time decides in disputes."""

from celery import shared_task
from django.utils import timezone

from . import appeals, hearing


@shared_task
def remind() -> int:
    """Remind sides whose time to answer ends."""
    return hearing.remind_due(now=timezone.now())


@shared_task
def settle_unappealed() -> int:
    """Settle decisions that nobody appealed in time."""
    return appeals.settle_due(now=timezone.now())
