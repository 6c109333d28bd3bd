"""The market's own background work."""

from celery import shared_task
from django.utils import timezone

from . import audit, dividing, pulse, transparency


@shared_task
def tick() -> None:
    """Say that the clock goes and a worker hears it."""
    pulse.beat(now=timezone.now())


@shared_task
def prove_books() -> None:
    audit.prove_and_tell(now=timezone.now())


@shared_task
def write_transparency() -> int:
    """Write down the months that are over."""
    return transparency.write(now=timezone.now())


@shared_task
def keep_parts() -> None:
    """Tables that were divided get their next parts in time."""
    dividing.keep(now=timezone.now())
