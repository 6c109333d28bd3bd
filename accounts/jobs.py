"""Sweeps of what is due about people's standing."""

from celery import shared_task
from django.utils import timezone

from . import freezes, standing


@shared_task
def end_sanctions() -> int:
    """End suspensions and strikes whose time is over."""
    return standing.end_due(now=timezone.now())


@shared_task
def end_freezes() -> int:
    """Let workers claim again whose freeze is over."""
    return freezes.end_due(now=timezone.now())


@shared_task
def look_at_rates() -> int:
    """Freeze, warn or free those whose rejections came to count or were taken back."""
    return freezes.look_due(now=timezone.now())
