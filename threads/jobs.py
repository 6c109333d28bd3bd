"""Sweeps of tickets."""

from celery import shared_task
from django.utils import timezone

from . import promises


@shared_task
def escalate_late() -> int:
    return promises.escalate_late(now=timezone.now())


@shared_task
def close_silent() -> int:
    return promises.close_silent(now=timezone.now())
