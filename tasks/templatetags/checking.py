"""How work on a task is checked, for the pages that say what a task is."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import User
from tasks import gold
from tasks.models import Task, WorkerList

register = template.Library()


@register.inclusion_tag("tasks/_checked.html", takes_context=True)
def checked(context: template.Context, task: Task) -> dict[str, Any]:
    """As its workers read it, each with how well they do; its employer reads whom they trust, which is private."""
    reader = context.get("user")
    if not isinstance(reader, User):
        return {"task": task}
    if task.employer_id == reader.pk:
        lists = WorkerList.objects.filter(pk__in=task.trusted).order_by("name") if task.trusted else ()
        return {"task": task, "lists": [row.name for row in lists]}
    known = gold.accuracies(task, [reader.pk]) if task.has_gold else {}
    return {"task": task, "accuracy": known.get(reader.pk)}
