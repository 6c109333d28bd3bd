"""Who a task is for, and, to whoever it is not for, why and what would open it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import levels
from accounts.models import Level, User
from picomarket.lib.refusals import Refused

from .models import Task


class NotForYou(Refused):
    """Targeting keeps this person from this task; the message says why and what would open it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Why a task is closed to someone, and the shortest way to open it (empty where there is none)."""

    reason: str
    way: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.way}".strip()


def lock_of(task: Task, worker: User, *, ahead: Mapping[int, levels.NextLevel] | None = None) -> Lock | None:
    """The first rule that closes this task to this worker, or None.

    ``ahead``, the worker's ``levels.levels_ahead``, saves asking for it per task.
    """
    if task.employer_id == worker.pk:
        return Lock(_("This is your own task."))
    if not _aims_at(task, worker):
        return Lock(_("This task is for people in other countries."))
    if worker.level < task.minimum_level:
        reason = _("This task asks for level %(level)s.") % {"level": Level(task.minimum_level).label}
        return Lock(reason, way_up((ahead or levels.levels_ahead(worker))[task.minimum_level]))
    return None


def _aims_at(task: Task, worker: User) -> bool:
    country = str(worker.country)
    if country in task.excluded:
        return False
    return not (task.zones or task.countries) or worker.zone in task.zones or country in task.countries


def way_up(ahead: levels.NextLevel) -> str:
    """What it takes to reach a level, in one sentence."""
    words = ngettext(
        "%(level)s after %(count)s more approved task at %(rate)s %% or better.",
        "%(level)s after %(count)s more approved tasks at %(rate)s %% or better.",
        ahead.missing,
    )
    return words % {"level": ahead.label, "count": ahead.missing, "rate": ahead.rate_needed}


def check(task: Task, worker: User) -> None:
    """Raises NotForYou with the reason and the way."""
    lock = lock_of(task, worker)
    if lock:
        raise NotForYou(str(lock))
