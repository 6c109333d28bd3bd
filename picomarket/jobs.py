"""The market's own background work."""

from celery import shared_task
from django.utils import timezone

from . import audit


@shared_task
def prove_books() -> None:
    audit.prove_and_tell(now=timezone.now())
