"""Tasks that end by themselves: on the last day their employer gave them, by the task's own clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import sweeps

from . import publishing, throttles
from .models import Change, Task

AT_ONCE = 500
LIVE = (Task.State.PUBLISHED, Task.State.PAUSED)


def end_due(*, now: datetime) -> int:
    """Stop the tasks whose last day is over; how many. What support holds waits for it."""
    # What a clock on the wall there says, as ``tasks_take`` asks it.
    there = Func(F("clock"), Value(now, DateTimeField()), function="timezone", output_field=DateTimeField())
    over = Task.objects.filter(state__in=LIVE, last_day__lt=Cast(there, DateField())).order_by("last_day", "pk")
    return sweeps.each(list(over.values_list("pk", flat=True)[:AT_ONCE]), lambda key: _end(key, now=now))


@transaction.atomic
def _end(key: int, *, now: datetime) -> int:
    rows = Task.objects.filter(pk=key, state__in=LIVE).select_related("employer")
    task = rows.select_for_update(no_key=True, of=("self",), skip_locked=True).first()
    # Its employer may have given it more time since.
    if task is None or not throttles.is_over(task, now=now):
        return 0
    returned = publishing.returned_by_stopping(task)
    publishing.end(task, kind=Change.Kind.ENDED, by=None, now=now)
    notices.tell(
        task.employer,
        subject=format_lazy(_("Its last day is over: {title}"), title=task.title),
        body=format_lazy(
            _(
                "No more slots are given, and {sum} of slots that nobody took is back in your balance. Work under way"
                " goes on: review it as always."
            ),
            sum=returned,
        ),
        url=reverse("tasks:manage", args=[task.public_id]),
        topic=Topic.TASKS,
        now=now,
    )
    return 1
