"""The hourly floor: a task whose measured time shows that workers receive less an hour than that pauses itself, once.

The time is a median, so that a few who fell asleep over it pause nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib.money import CENT, Money
from picomarket.lib.refusals import Refused
from picomarket.lib.rules import PERCENT
from picomarket.lib.zones import zone_of
from wallet.commission import price_of

from . import ranking
from .models import Change, Task

HOUR = 3600


class BelowFloor(Refused):
    """By its measured time the task pays less than the hourly floor: it gives slots again once it is raised."""


def of(task: Task) -> Money:
    """The floor of a task: the least of those of the zones it is offered in."""
    return settings.RULES.floor_of({*task.zones, *map(zone_of, task.countries)})


def is_below(task: Task) -> bool:
    """Whether a worker receives less than the floor an hour, by the measured time; until that is known nobody does."""
    if task.measured_seconds is None:
        return False
    return int(task.price.receives) * HOUR < int(of(task)) * task.measured_seconds


def hourly(task: Task) -> Money:
    """What a worker receives an hour by the measured time, in whole cents."""
    return ranking.per_hour(int(task.price.receives), task.measured_seconds or 0)


def fair_reward(task: Task) -> Money:
    """The least reward, in whole cents, by which this task pays the floor."""
    seconds, floor = task.measured_seconds or 0, int(of(task))
    kept = 100 * PERCENT - settings.RULES.worker_ppm
    cents = max(floor * seconds * 100 * PERCENT // (HOUR * max(kept, 1) * CENT) - 1, 0)
    while int(price_of(Money(cents * CENT)).receives) * HOUR < floor * seconds and kept > 0:
        cents += 1
    return Money(cents * CENT)


def check(task: Task) -> None:
    """Raises BelowFloor with what the task pays an hour."""
    if is_below(task):
        words = _("By its measured time this pays %(hourly)s an hour, less than %(floor)s. Raise the reward first.")
        raise BelowFloor(words % {"hourly": hourly(task), "floor": of(task)})


def pause_below(keys: Iterable[int], *, now: datetime) -> int:
    """Pause those of these tasks that pay less than the floor and never paused for it, and tell their employers.

    Claims that stand go on, and no money moves. How many were paused.
    """
    with transaction.atomic():
        unpaused = Task.objects.published().filter(pk__in=list(keys), floored_at=None, measured_seconds__isnull=False)
        rows = unpaused.select_related("employer").order_by("pk").select_for_update(no_key=True, of=("self",))
        below = [task for task in rows if is_below(task)]
        for task in below:
            task.floored_at = now
            task.move_to(Task.State.PAUSED, "floored_at")
            Change.objects.create(task=task, kind=Change.Kind.FLOORED, at=now)
            _tell(task, now=now)
    return len(below)


def _tell(task: Task, *, now: datetime) -> None:
    words = _(
        "The middle one of {count} workers took {minutes} min, so they receive {hourly} an hour. This market asks for"
        " {floor} at least. Nobody can take a slot until you raise the reward; work under way goes on. One button"
        " raises it to {fair} and tops up everybody you paid already."
    )
    body = format_lazy(
        words,
        count=task.measured_from,
        minutes=-(-(task.measured_seconds or 0) // 60),
        hourly=hourly(task),
        floor=of(task),
        fair=fair_reward(task),
    )
    notices.tell(
        task.employer,
        subject=format_lazy(_("Paused, because it pays too little an hour: {title}"), title=task.title),
        body=body,
        url=reverse("tasks:manage", args=[task.public_id]),
        mail=True,
        topic=Topic.TASKS,
        now=now,
    )
