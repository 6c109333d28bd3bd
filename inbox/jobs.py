"""Sweeps of what waits to be told."""

from celery import shared_task
from django.utils import timezone

from . import deliveries, digests, notices, pushing


@shared_task
def send_mail() -> int:
    """Send the notices that go by mail."""
    return notices.send_mail_due(now=timezone.now())


@shared_task
def send_digests() -> int:
    """Send the digests whose hour has struck."""
    return digests.send_due(now=timezone.now())


@shared_task
def send_push() -> int:
    """Push what waits to be shown by devices."""
    return pushing.send_due(now=timezone.now())


@shared_task
def sweep_notices() -> int:
    """Forget old notices."""
    return notices.sweep_old(now=timezone.now())


@shared_task
def deliver_events() -> int:
    """Tell people's own servers what happened."""
    now = timezone.now()
    return deliveries.gather_due(now=now) + deliveries.send_due(now=now)


@shared_task
def sweep_deliveries() -> int:
    """Forget old deliveries."""
    return deliveries.sweep_old(now=timezone.now())
