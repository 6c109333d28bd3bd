"""Shows the answered questions about a task beside its steps, also on pages of apps outside."""

from __future__ import annotations

from typing import Any

from django import template

from tasks.models import Task

register = template.Library()
MOST_SHOWN = 20


@register.inclusion_tag("tasks/_answers.html")
def answers_of(task: Task) -> dict[str, Any]:
    """The newest answers, in the order they were given; nothing where there is none."""
    rows = list(task.public_questions.answered().order_by("-answered_at", "-pk")[:MOST_SHOWN])
    return {"questions": rows[::-1]}
