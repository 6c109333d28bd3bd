"""Sweeps of what waits to be told."""

from celery import shared_task
from django.utils import timezone

from . import notices


@shared_task
def send_mail() -> int:
    """Send the notices that go by mail."""
    return notices.send_mail_due(now=timezone.now())
