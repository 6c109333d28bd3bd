"""Who a task is for, and, to whoever it is not for, why and what would open it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import levels
from accounts.models import Level, User
from picomarket.lib.refusals import Refused
from picomarket.lib.zones import COUNTRIES

from .models import Task

MOST_COUNTED = 10_000


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
    if worker.suspended_at:
        return Lock(_("Your account is suspended, so you cannot take new tasks. What you earned stays yours."))
    if not _aims_at(task, worker):
        return Lock(_("This task is for people in other countries."))
    if not _speaks(task, worker):
        return _silent(task)
    if worker.level < task.minimum_level:
        reason = _("This task asks for level %(level)s.") % {"level": Level(task.minimum_level).label}
        return Lock(reason, way_up((ahead or levels.levels_ahead(worker))[task.minimum_level]))
    return None


def _aims_at(task: Task, worker: User) -> bool:
    country = str(worker.country)
    if country in task.excluded:
        return False
    return not (task.zones or task.countries) or worker.zone in task.zones or country in task.countries


def _speaks(task: Task, worker: User) -> bool:
    return not task.languages or bool(set(task.languages) & set(worker.languages))


def _silent(task: Task) -> Lock:
    reason = _("This task is for people who speak %(languages)s.") % {"languages": _(" or ").join(task.language_names)}
    return Lock(reason, _("If you do, say so in your profile."))


def way_up(ahead: levels.NextLevel) -> str:
    """What it takes to reach a level, in one sentence."""
    words = ngettext(
        "%(level)s after %(count)s more approved task at %(rate)s %% or better.",
        "%(level)s after %(count)s more approved tasks at %(rate)s %% or better.",
        ahead.missing,
    )
    return words % {"level": ahead.label, "count": ahead.missing, "rate": ahead.rate_needed}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a task is for: ``could`` can do it, of ``there`` in its countries who speak its languages.

    Neither is counted further than ``MOST_COUNTED``.
    """

    could: int
    there: int

    @property
    def is_narrow(self) -> bool:
        """Far fewer than live there, so that a lower level would find many more."""
        return self.could * 10 < self.there

    @property
    def is_more(self) -> bool:
        return self.could >= MOST_COUNTED


def reach(task: Task) -> Reach:
    people = User.objects.filter(is_active=True).exclude(pk=task.employer_id)
    if task.zones or task.countries:
        inside = {country for zone in task.zones for country in COUNTRIES[zone]} | set(task.countries)
        people = people.filter(country__in=inside)
    if task.languages:
        people = people.filter(languages__overlap=task.languages)
    people = people.exclude(country__in=task.excluded)
    could = people.filter(level__gte=task.minimum_level)
    return Reach(could[:MOST_COUNTED].count(), people[:MOST_COUNTED].count())


def check(task: Task, worker: User) -> None:
    """Raises NotForYou with the reason and the way."""
    lock = lock_of(task, worker)
    if lock:
        raise NotForYou(str(lock))
