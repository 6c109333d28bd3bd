"""How much each level opens, for pages of apps that do not know tasks."""

from __future__ import annotations

from django import template
from django.core.cache import cache

from accounts.models import Level
from picomarket.lib.counting import Count, counted
from tasks.models import Task

register = template.Library()
SECONDS = 60


@register.simple_tag
def live_tasks_by_level() -> list[tuple[int, Count]]:
    """The live tasks for everybody that ask for each level, as (level, count). Counted at most once a minute."""
    found: list[tuple[int, Count]] | None = cache.get("tasks:by_level")
    if found is None:
        live = Task.objects.live().public()
        found = [(int(level), counted(live.filter(minimum_level=level))) for level in Level]
        cache.set("tasks:by_level", found, SECONDS)
    return found
