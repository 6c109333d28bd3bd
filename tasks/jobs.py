"""Background work of the tasks app: each job one verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import attempts, lists


@shared_task
def follow_rules() -> int:
    """Look anew who meets the rules of worker lists."""
    return lists.follow_rules(now=timezone.now())


@shared_task
def end_attempts() -> int:
    """Score the attempts at tests whose time ran out."""
    return attempts.end_due(now=timezone.now())
