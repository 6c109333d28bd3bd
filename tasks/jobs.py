"""Background work of the tasks app: each job one verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import lists


@shared_task
def follow_rules() -> int:
    return lists.follow_rules(now=timezone.now())
