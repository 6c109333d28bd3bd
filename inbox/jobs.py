"""Sweeps of what waits to be told."""

from celery import shared_task
from django.utils import timezone

from picomarket.lib import sweeps

from . import deliveries, digests, notices, pushing


@shared_task
def send_mail() -> int:
    """Send the notices that go by mail."""
    return sweeps.again(lambda: notices.send_mail_due(now=timezone.now()), seconds=3)


@shared_task
def send_digests() -> int:
    """Send the digests whose hour has struck."""
    return digests.send_due(now=timezone.now())


@shared_task
def send_push() -> int:
    """Push what waits to be shown by devices."""
    return sweeps.again(lambda: pushing.send_due(now=timezone.now()), seconds=3)


@shared_task
def sweep_notices() -> int:
    """Forget old notices."""
    return sweeps.again(lambda: notices.sweep_old(now=timezone.now()), seconds=60)


@shared_task
def deliver_events() -> int:
    """Tell people's own servers what happened."""
    gathered = deliveries.gather_due(now=timezone.now())
    return gathered + sweeps.again(lambda: deliveries.send_due(now=timezone.now()), seconds=3)


@shared_task
def sweep_deliveries() -> int:
    """Forget old deliveries."""
    return sweeps.again(lambda: deliveries.sweep_old(now=timezone.now()), seconds=60)
