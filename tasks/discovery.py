"""How a worker finds work: the live tasks, narrowed by a wish and put in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.core.cache import caches
from django.db.models import Case, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.zones import COUNTRIES

from . import difficulty, hiding, ranking
from .models import Category, Follow, ProofField, Task, TaskQuerySet, ties
from .models.batches import has_row_for

WORLDWIDE = "worldwide"
# Nobody reads further, and counting must not take longer the more tasks there are.
MOST_COUNTED = 1000
# What matches words is read word by word to be ranked.
MOST_RANKED = 200
# Counts above this are remembered for so many seconds.
AT_A_GLANCE, REMEMBERED = 50, 60
SEARCH: dict[str, Any] = {"config": "pg_catalog.english", "search_type": "websearch"}
# The index's own expression, word for word (migration 0003).
TEXT = Func(
    F("title"), Cast(F("steps"), ArrayField(TextField())), function="task_words", output_field=SearchVectorField()
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker looks for; what is empty asks for nothing.

    ``least`` and ``per_hour`` are what they want to receive, net; ``minutes``, ``review_hours`` and ``rejects``
    (percent) the most; ``proof`` the only kind of proof; ``zone``, ``language`` and ``level`` what the task
    itself asks for.
    """

    words: str = ""
    category: Category | None = None
    least: Money | None = None
    per_hour: Money | None = None
    minutes: int | None = None
    zone: str = ""
    language: str = ""
    level: int | None = None
    difficulty: int | None = None
    proof: str = ""
    review_hours: int | None = None
    rejects: int | None = None
    followed: bool = False
    sort: str = ""

    @property
    def _given(self) -> list[str]:
        return [field.name for field in fields(self) if getattr(self, field.name) not in ("", None, False)]

    @property
    def narrows(self) -> bool:
        return bool(set(self._given) - {"sort"})

    @property
    def chosen(self) -> int:
        """How many things but the words are chosen."""
        return len(set(self._given) - {"words"})


class Found:
    """What one worker can do now, and the near misses, nearest first. Nobody in particular (None) has no locks."""

    def __init__(self, wish: Wish, worker: User | None, *, now: datetime) -> None:
        self._wish, self._worker, self._now = wish, worker, now
        self._hidden = hiding.hidden_by(worker) if worker else Q()
        self._held = ties.held_by(worker) if worker else ties.ANYTHING

    @cached_property
    def open(self) -> TaskQuerySet:
        return _shown(_sorted(self._open, self._wish))

    @cached_property
    def locked(self) -> TaskQuerySet:
        """Of the first thousand in the order that is wished for, the nearest first."""
        if self._worker is None:
            return Task.objects.none()
        first = _first(self._locked, self._wish, MOST_COUNTED).with_lock(self._worker)
        near = Case(When(lock="countries", then=Value(1)), default=Value(0))
        return _shown(_ranked(first, self._wish).order_by(near, *ranking.order(self._wish.sort, self._wish.words)))

    @cached_property
    def _open(self) -> TaskQuerySet:
        if self._worker is None:
            return _wished(Task.objects.live().public(), self._wish, None)
        can_do = Task.objects.open_to(self._worker, self._held).giving_to(self._worker, now=self._now)
        return _wished(self._left(can_do), self._wish, self._worker)

    @cached_property
    def _locked(self) -> TaskQuerySet:
        if self._worker is None:
            return Task.objects.none()
        return _wished(
            self._left(Task.objects.closed_to(self._worker, self._held, now=self._now)), self._wish, self._worker
        )

    def _left(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """Without what they did and hide."""
        if self._worker is None:
            return tasks
        undone = tasks.not_done_by(self._worker).filter(has_row_for(self._worker))
        return undone.exclude(self._hidden) if self._hidden else undone

    @property
    def most(self) -> int:
        """How many are counted and can be leafed through, at most."""
        return MOST_RANKED if self._wish.words else MOST_COUNTED

    @cached_property
    def open_count(self) -> int:
        return self._count("open", lambda: self._open)

    @cached_property
    def locked_count(self) -> int:
        return self._count("locked", lambda: self._locked)

    def _count(self, which: str, tasks: Callable[[], TaskQuerySet]) -> int:
        """Of more than anybody takes in at a glance, as many as there were some seconds ago."""
        near = caches["near"]
        key = f"{which}:{self._key}"
        count: int | None = near.get(key)
        if count is None:
            count = tasks()[: self.most].count()
            if count > AT_A_GLANCE:
                near.set(key, count, REMEMBERED)
        return count

    @cached_property
    def _key(self) -> str:
        """All that decides how many are found, but the tasks."""
        who = self._worker
        reader = who and (who.pk, who.level, str(who.country), who.languages, who.suspended_at, self._held)
        return sha256(repr((replace(self._wish, sort=""), reader, self._hidden)).encode()).hexdigest()


def find(wish: Wish, worker: User | None, *, now: datetime) -> Found:
    """Live tasks that fit the wish; what is shut for now is locked."""
    return Found(wish, worker, now=now)


def _wished(tasks: TaskQuerySet, wish: Wish, worker: User | None) -> TaskQuerySet:
    if wish.difficulty:
        tasks = tasks.alias(hardness=difficulty.column())
    tasks = tasks.filter(_paying(wish), _placed(wish), _judged(wish))
    if wish.proof:
        others = ProofField.objects.filter(task=OuterRef("pk")).exclude(kind=wish.proof)
        tasks = tasks.exclude(Exists(others))
    if wish.followed and worker:
        tasks = tasks.filter(employer__in=Follow.objects.filter(worker=worker).values("employer"))
    return _matching(tasks, wish.words) if wish.words else tasks


def _sorted(tasks: TaskQuerySet, wish: Wish) -> TaskQuerySet:
    """In order. What no index is in the order of is sorted among the first by best match, however many fit."""
    if ranking.is_read_off(wish.sort, wish.words):
        return tasks.order_by(*ranking.order(wish.sort, wish.words))
    some = _first(tasks, wish, MOST_RANKED if wish.words else MOST_COUNTED)
    return _ranked(some, wish).order_by(*ranking.order(wish.sort, wish.words))


def _first(tasks: TaskQuerySet, wish: Wish, most: int) -> TaskQuerySet:
    """So many of them, by the order that is wished for where an index has it, else by best match."""
    order = wish.sort if ranking.is_read_off(wish.sort, wish.words) else ""
    return Task.objects.filter(pk__in=tasks.order_by(*ranking.order(order)).values("pk")[:most])


def _ranked(tasks: TaskQuerySet, wish: Wish) -> TaskQuerySet:
    return tasks.annotate(rank=SearchRank(TEXT, SearchQuery(wish.words, **SEARCH))) if wish.words else tasks


def _shown(tasks: TaskQuerySet) -> TaskQuerySet:
    return tasks.select_related("employer__employer_record", "category")


def _paying(wish: Wish) -> Q:
    asked = Q()
    # As their indexes have it.
    if wish.least:
        asked &= Q(GreaterThanOrEqual(ranking.RECEIVES, int(wish.least)))
    if wish.per_hour:
        asked &= Q(GreaterThanOrEqual(ranking.hourly(), int(wish.per_hour)))
    if wish.minutes:
        asked &= Q(measured_seconds__lte=wish.minutes * 60) | Q(measured_seconds=None, minutes__lte=wish.minutes)
    return asked


def _placed(wish: Wish) -> Q:
    asked = Q(category=wish.category) if wish.category else Q()
    if wish.level:
        asked &= Q(minimum_level=wish.level)
    if wish.language:
        asked &= Q(languages__contains=[wish.language])
    if wish.difficulty:
        asked &= Q(difficulty=wish.difficulty) | Q(difficulty=None, hardness=wish.difficulty)
    if wish.zone == WORLDWIDE:
        asked &= Q(zones=[], countries=[])
    elif wish.zone:
        asked &= Q(zones__contains=[wish.zone]) | Q(countries__overlap=sorted(COUNTRIES[wish.zone]))
    return asked


def _judged(wish: Wish) -> Q:
    asked = Q()
    if wish.review_hours:
        asked &= _reviewed_within(wish.review_hours * 60)
    if wish.rejects is not None:
        asked &= Q(employer__judged_rejected__lte=ranking.JUDGED * wish.rejects / 100)
    return asked


def _reviewed_within(minutes: int) -> Q:
    measured = "employer__employer_record__review_minutes"
    promised = Q(**{f"{measured}__isnull": True}, review_days__lte=minutes // (24 * 60))
    return Q(**{f"{measured}__lte": minutes}) | promised


def _matching(tasks: TaskQuerySet, words: str) -> TaskQuerySet:
    return tasks.alias(text=TEXT).filter(text=SearchQuery(words, **SEARCH))
