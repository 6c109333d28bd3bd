"""Sweeps of what waits to be told."""

from celery import shared_task
from django.utils import timezone

from . import digests, notices


@shared_task
def send_mail() -> int:
    """Send the notices that go by mail."""
    return notices.send_mail_due(now=timezone.now())


@shared_task
def send_digests() -> int:
    """Send the digests whose hour has struck."""
    return digests.send_due(now=timezone.now())


@shared_task
def sweep_notices() -> int:
    """Forget old notices."""
    return notices.sweep_old(now=timezone.now())
