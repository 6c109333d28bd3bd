"""Reaching: how many people a task is for, and what of all it asks keeps the others from it.

Counted by the same rules a claim is held to: also lists, tests, blocks, suspensions, freezes, moves, and what is asked
of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts import required
from accounts.models import Level, User
from picomarket.lib.zones import COUNTRIES

from . import throttles
from .models import Block, Listing, Pass, Task

MOST_COUNTED = 10_000
NOWHERE: dict[str, Any] = {"zones": [], "countries": [], "excluded": []}
# What a task can ask for, and the fields that ask for nothing of it.
ASKED: dict[str, tuple[str | Promise, Mapping[str, Any]]] = {
    "countries": (_("Countries"), NOWHERE),
    "languages": (_("Languages"), {"languages": []}),
    "level": (_("Level"), {"minimum_level": Level.STARTER, "test_instead": False}),
    "tests": (_("Tests"), {"tests": [], "test_instead": False}),
    "lists": (_("Lists of workers"), {"only_lists": [], "not_lists": []}),
}


@dataclass(frozen=True, slots=True)
class Without:
    """One thing a task asks for, and how many people could do it if it did not."""

    asked: str
    could: int

    @property
    def is_more(self) -> bool:
        return self.could >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a task is for: ``could`` can do it, of ``there`` in its countries who speak its languages.

    Neither is counted further than ``MOST_COUNTED``. ``wanted`` is how many different people it takes. ``room`` is how
    many of its ``slots`` can be taken where one country gets ``places`` of them at most.
    """

    could: int
    there: int
    wanted: int = 1
    slots: int = 0
    room: int | None = None
    places: int = 0
    share: int = 100
    # The percentage of very many slots that could be.
    most_percent: int = 100
    # Where nobody could do it: what each thing it asks for keeps away alone, or else what is met by nobody.
    without: tuple[Without, ...] = ()
    unmet: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Somebody could do it, but not so many as it takes."""
        return 0 < self.could < min(self.wanted, MOST_COUNTED)

    @property
    def is_narrow(self) -> bool:
        """Far fewer than live there, so that a lower level would find many more."""
        return self.could * 10 < self.there

    @property
    def is_more(self) -> bool:
        return self.could >= MOST_COUNTED

    @property
    def is_capped(self) -> bool:
        """What one country gets at most leaves slots that nobody can take."""
        return self.room is not None and self.room < self.slots

    @property
    def is_thin(self) -> bool:
        """So few slots can all be taken, more of them could not."""
        return self.most_percent < 100


def reach(task: Task) -> Reach:
    """Two counts; a third where a country's share is limited, and some more where nobody could do the task."""
    people = _people(task)
    able = people.filter(_able(task))
    could = able[:MOST_COUNTED].count()
    there, wanted = people[:MOST_COUNTED].count(), _fewest_people(task)
    without, unmet = ((), ()) if could else _in_the_way(task)
    room = _room(task, able, could) if task.country_share else None
    share = task.country_share or 100
    most_percent = min(100, share * len(_everywhere(task)))
    places = throttles.country_places(task)
    return Reach(could, there, wanted, task.slots, room, places, share, most_percent, without, unmet)


def _people(task: Task) -> QuerySet[User]:
    """Those who are where it is for and speak as it asks, on its lists and not blocked, whatever their level."""
    now = timezone.now()
    people = User.objects.filter(is_active=True, suspended_at=None).exclude(pk=task.employer_id)
    people = required.not_barred(people.exclude(frozen_until__gt=now), required.WORK, now=now)
    if task.zones or task.countries or task.excluded:
        people = people.exclude(country_since__gt=now - timedelta(days=settings.RULES.country_days))
    people = people.exclude(pk__in=Block.objects.filter(employer=task.employer_id).values("worker"))
    listed = Listing.objects.present()
    if task.only_lists:
        people = people.filter(pk__in=listed.filter(list__in=task.only_lists).values("worker"))
    if task.not_lists:
        people = people.exclude(pk__in=listed.filter(list__in=task.not_lists).values("worker"))
    if task.zones or task.countries:
        people = people.filter(country__in=_inside(task))
    if task.languages:
        people = people.filter(languages__overlap=task.languages)
    return people.exclude(country__in=task.excluded)


def _inside(task: Task) -> set[str]:
    return {country for zone in task.zones for country in COUNTRIES[zone]} | set(task.countries)


def _everywhere(task: Task) -> set[str]:
    """The countries it is for, whether anybody of them joined or not."""
    return (_inside(task) or {code for code, _name in countries}) - set(task.excluded)


def _fewest_people(task: Task) -> int:
    """How many different people it takes. A worker may do many rows of a batch, but each row once."""
    turns = -(-task.slots // task.per_worker) if task.per_worker else 1
    if not task.rows:
        return turns
    return max(task.answers, turns) if task.per_worker and task.per_worker > 1 else task.answers


def _able(task: Task) -> Q:
    """Who has the level and passed the tests, or either where a pass stands in for the level."""
    level, passed = Q(level__gte=task.minimum_level), Q()
    for test in task.tests:
        passed &= Q(pk__in=Pass.objects.valid().filter(qualification=test).values("worker"))
    return level | passed if task.test_instead and task.tests else level & passed


def _room(task: Task, able: QuerySet[User], could: int) -> int:
    """How many slots can be taken, as far as it is its countries that limit them and not how few people joined."""
    places = throttles.country_places(task)
    most = min(task.slots, places * len(_everywhere(task)))
    if not 0 < could < MOST_COUNTED:
        return most
    living = able.order_by().values_list("country").annotate(people=Count("pk")).values_list("people", flat=True)
    each = [people * task.per_worker if task.per_worker else task.slots for people in living]
    short = max(task.slots - sum(each), 0)
    return min(most, sum(min(some, places) for some in each) + short)


def _in_the_way(task: Task) -> tuple[tuple[Without, ...], tuple[str, ...]]:
    """What of all it asks for leaves nobody: what alone would have to go, or else what nobody meets by itself."""
    asked = {name: fields for name, (_label, fields) in ASKED.items() if _asks(task, fields)}
    freed = [Without(str(ASKED[name][0]), _count(task, fields)) for name, fields in asked.items()]
    if helping := tuple(one for one in freed if one.could):
        return helping, ()
    nothing = {name: value for fields in asked.values() for name, value in fields.items()}
    alone = {name: _count(task, _others(nothing, fields)) for name, fields in asked.items()}
    return (), tuple(str(ASKED[name][0]) for name, could in alone.items() if not could)


def _asks(task: Task, fields: Mapping[str, Any]) -> bool:
    return any(getattr(task, name) != value for name, value in fields.items() if name != "test_instead")


def _others(nothing: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in nothing.items() if name not in fields}


def _count(task: Task, fields: Mapping[str, Any]) -> int:
    eased = copy(task)
    for name, value in fields.items():
        setattr(eased, name, value)
    return _people(eased).filter(_able(eased))[:MOST_COUNTED].count()
