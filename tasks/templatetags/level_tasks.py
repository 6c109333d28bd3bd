"""How much each level opens, for pages of apps that do not know tasks."""

from __future__ import annotations

from django import template

from accounts.models import Level
from picomarket.lib.counting import Count, counted
from picomarket.lib.remembering import remembered
from tasks.models import Task

register = template.Library()
SECONDS = 60


@register.simple_tag
def live_tasks_by_level() -> list[tuple[int, Count]]:
    """The live tasks for everybody that ask for each level, as (level, count). Counted at most once a minute."""
    return remembered("tasks:by_level", _by_level, seconds=SECONDS)


def _by_level() -> list[tuple[int, Count]]:
    live = Task.objects.live().public()
    return [(int(level), counted(live.filter(minimum_level=level))) for level in Level]
