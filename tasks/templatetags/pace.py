"""When a task is open by its reader's own clock."""

from __future__ import annotations

from datetime import datetime, time

from django import template
from django.utils import timezone

from tasks import throttles
from tasks.models import Task

register = template.Library()


@register.simple_tag
def hours_here(task: Task) -> tuple[time, time] | None:
    return throttles.hours_here(task, now=timezone.now())


@register.simple_tag
def last_moment(task: Task) -> datetime | None:
    """Until when it gives slots, where its last day is another one or ends at another time by its reader's clock."""
    return throttles.ends_here(task)
