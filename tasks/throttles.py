"""When a task gives its next slot, and to whoever it gives none now, why and when it does again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.counters import add

from .models import CountryTaken, Task
from .targeting import Lock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LOOKS_AHEAD = 9
# From when on a card says that a task ends.
SOON = timedelta(days=3)


class Held(NamedTuple):
    """A slot somebody holds: the keys of the submission and the task, under what it was counted, and of a batch its
    row."""

    submission_id: int
    task_id: int
    country: str
    claimed_at: datetime
    row_id: int | None = None


def lock_of(task: Task, *, now: datetime, full_for_country: bool = False) -> Lock | None:
    """Why a task that is not full gives no slot now, and when it does again; None where it gives one."""
    opens = opens_again(task, now=now)
    if opens > now:
        return Lock(_reason(task, now), _again(opens, now))
    if full_for_country:
        reason = _("No more than %(share)s%% of this task goes to one country, and your country's part is taken.")
        way = _("It opens again when somebody gives a slot back.")
        return Lock(reason % {"share": task.country_share}, way)
    return None


def full_for(tasks: Iterable[Task], worker: User) -> set[int]:
    """Keys of those of the tasks that have no slot left for this worker's country. No query where none shares."""
    places = {task.pk: country_places(task) for task in tasks if task.country_share}
    if not places:
        return set()
    taken = CountryTaken.objects.filter(task__in=places, country=str(worker.country)).values_list("task_id", "taken")
    return {task_id for task_id, count in taken if count >= places[task_id]}


def country_places(task: Task) -> int:
    """How many slots of the task one country may hold, rounded up."""
    return -(-task.slots * (task.country_share or 100) // 100)


def opens_again(task: Task, *, now: datetime) -> datetime:
    """The first moment from now on at which the task's pace lets it give a slot; now, where it does."""
    at = now
    for _look in range(LOOKS_AHEAD):
        if _hour_is_full(task, at):
            at = _hour(at) + HOUR
        elif _day_is_full(task, at):
            at = _midnight_after(task, at)
        elif not _is_open_hour(task, at):
            at = _opening_after(task, at)
        else:
            break
    return at


def is_over(task: Task, *, now: datetime) -> bool:
    """Whether the last day on which it gives slots, by its own clock, has passed."""
    return task.last_day is not None and _local(task, now).date() > task.last_day


def day_is_over(task: Task) -> str:
    """What to say where its last day has passed; nothing of a task without one."""
    if task.last_day is None:
        return ""
    words = _("%(day)s is over by the clock of %(clock)s. Choose today or a later day, or leave it empty.")
    return words % {"day": locales.dated(task.last_day, "FULL_DATE_FORMAT"), "clock": task.clock_city}


def ends_at(task: Task) -> datetime | None:
    """When its last day is over by its own clock; None where it has none."""
    if task.last_day is None:
        return None
    return datetime.combine(task.last_day + timedelta(days=1), time.min, ZoneInfo(task.clock))


def ends_here(task: Task) -> datetime | None:
    """The last minute of its last day, where that is another time by the clock of whoever reads."""
    ends = ends_at(task)
    if ends is None:
        return None
    last = ends - MINUTE
    here = timezone.localtime(last)
    return last if (here.date(), here.time()) != (last.date(), last.time()) else None


def ends_soon(task: Task, *, now: datetime) -> str:
    """Until when it gives slots, by the clock of whoever reads; nothing while that is days away, or past."""
    ends = ends_at(task)
    if ends is None or not now < ends <= now + SOON:
        return ""
    return _("until %(moment)s") % {"moment": date_format(timezone.localtime(ends - MINUTE), "SHORT_DATETIME_FORMAT")}


def hours_here(task: Task, *, now: datetime) -> tuple[time, time] | None:
    """From when to when it is open by the clock of whoever reads; None where that is the task's own clock, or at every
    hour."""
    if task.opens_at is None or task.closes_at is None:
        return None
    day, here = _local(task, now).date(), timezone.get_current_timezone()
    opens, closes = (
        datetime.combine(day, at, ZoneInfo(task.clock)).astimezone(here).time()
        for at in (task.opens_at, task.closes_at)
    )
    return None if (opens, closes) == (task.opens_at, task.closes_at) else (opens, closes)


def _hour_is_full(task: Task, at: datetime) -> bool:
    return task.hourly_cap is not None and task.hour_of == _hour(at) and task.hour_taken >= task.hourly_cap


def _day_is_full(task: Task, at: datetime) -> bool:
    return task.daily_cap is not None and task.day_of == _local(task, at).date() and task.day_taken >= task.daily_cap


def _is_open_hour(task: Task, at: datetime) -> bool:
    if task.opens_at is None or task.closes_at is None:
        return True
    here = _local(task, at).time()
    if task.opens_at < task.closes_at:
        return task.opens_at <= here < task.closes_at
    return here >= task.opens_at or here < task.closes_at


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _local(task: Task, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(task.clock))


def _midnight_after(task: Task, at: datetime) -> datetime:
    day = _local(task, at).date() + timedelta(days=1)
    return datetime.combine(day, time.min, ZoneInfo(task.clock)).astimezone(UTC)


def _opening_after(task: Task, at: datetime) -> datetime:
    """A clock that is put back shows the opening twice, one that is put on may leave it out: then it opens at once."""
    first = _local(task, at).date()
    opening = task.opens_at or time.min
    wanted = (
        datetime.combine(first + timedelta(days=days), opening, ZoneInfo(task.clock)).replace(fold=fold).astimezone(UTC)
        for days in range(3)
        for fold in (0, 1)
    )
    opens = min(one for one in wanted if one > at and _is_open_hour(task, one))
    while opens - MINUTE > at and _is_open_hour(task, opens - MINUTE):
        opens -= MINUTE
    return opens


def _reason(task: Task, now: datetime) -> str:
    if _hour_is_full(task, now):
        words = ngettext(
            "It takes %(count)s worker an hour, and this hour's is here.",
            "It takes %(count)s workers an hour, and this hour's are here.",
            task.hourly_cap or 0,
        )
        return words % {"count": task.hourly_cap}
    if _day_is_full(task, now):
        words = ngettext(
            "It takes %(count)s worker a day, and today's is here.",
            "It takes %(count)s workers a day, and today's are here.",
            task.daily_cap or 0,
        )
        return words % {"count": task.daily_cap}
    return _("It is shut at this hour.")


def _again(opens: datetime, now: datetime) -> str:
    at = date_format(timezone.localtime(opens), "TIME_FORMAT")
    minutes = -(-(opens - now) // MINUTE)
    if minutes < 90:
        words = ngettext(
            "It opens again at %(at)s, in %(count)s min.", "It opens again at %(at)s, in %(count)s min.", minutes
        )
        return words % {"at": at, "count": minutes}
    hours = round(minutes / 60)
    words = ngettext("It opens again at %(at)s, in %(count)s h.", "It opens again at %(at)s, in %(count)s h.", hours)
    return words % {"at": at, "count": hours}


def count_again(task: Task, country: str) -> None:
    """A slot that was given back is held again by somebody of this country. The task is locked."""
    if task.country_share is not None:
        CountryTaken.objects.get_or_create(task=task, country=country)
        CountryTaken.objects.filter(task=task, country=country).update(taken=F("taken") + 1)


def give_back(slots: Iterable[Held], tasks: Mapping[int, Task]) -> None:
    """A slot that is free again is counted in its hour, its day and its country no more. The tasks are locked."""
    hours, days, countries = Counter[int](), Counter[int](), Counter[tuple[int, str]]()
    for one in slots:
        task = tasks[one.task_id]
        hours[task.pk] -= task.hourly_cap is not None and task.hour_of == _hour(one.claimed_at)
        days[task.pk] -= task.daily_cap is not None and task.day_of == _local(task, one.claimed_at).date()
        countries[task.pk, one.country] += task.country_share is not None
    add(Task.objects.all(), "hour_taken", {key: count for key, count in hours.items() if count})
    add(Task.objects.all(), "day_taken", {key: count for key, count in days.items() if count})
    for (task_id, country), count in sorted(countries.items()):
        if count:
            CountryTaken.objects.filter(task=task_id, country=country).update(taken=F("taken") - count)
