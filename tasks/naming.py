"""Naming tasks where the staff says what a decision about a person is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from accounts.items import Item
from accounts.models import User

from .models import Task

PRIVATE = (Task.State.DRAFTED, Task.State.DISCARDED, Task.State.QUEUED)


def items(ids: Sequence[str], *, person: User) -> dict[str, Item]:
    """The tasks of these ids: published ones, and drafts of this person."""
    tasks = Task.objects.filter(public_id__in=ids)
    return {
        task.public_id: Item(
            task.public_id, task.title, task.get_absolute_url(), (task.employer_id,), gettext_noop("Task: %(title)s")
        )
        for task in tasks
        if task.state not in PRIVATE or task.employer_id == person.pk
    }
