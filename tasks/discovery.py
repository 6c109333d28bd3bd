"""How a worker finds work: the live tasks, narrowed by a wish and put in order."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import Case, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.zones import COUNTRIES

from . import hiding, ranking
from .models import Category, Follow, ProofField, Task, TaskQuerySet

WORLDWIDE = "worldwide"
# Nobody reads further, and counting must not take longer the more tasks there are.
MOST_COUNTED = 10_000
SEARCH: dict[str, Any] = {"config": "pg_catalog.english", "search_type": "websearch"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker looks for; what is empty asks for nothing.

    ``least`` and ``per_hour`` are what they want to receive, net; ``minutes``, ``review_hours`` and ``rejects``
    (percent) the most; ``proof`` the only kind of proof; ``zone`` and ``level`` what the task itself asks for.
    """

    words: str = ""
    category: Category | None = None
    least: Money | None = None
    per_hour: Money | None = None
    minutes: int | None = None
    zone: str = ""
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


@dataclass(frozen=True, slots=True)
class Found:
    """What one worker can do now, and the near misses, nearest first."""

    open: TaskQuerySet
    locked: TaskQuerySet


def find(wish: Wish, worker: User | None, *, now: datetime) -> Found:
    """Live tasks that fit the wish; what is shut for now is locked. Nobody in particular (None) has no locks."""
    if worker is None:
        return Found(_wished(Task.objects.live().public(), wish, None), Task.objects.none())
    near = Case(When(lock="countries", then=Value(1)), default=Value(0))
    hidden = hiding.hidden_by(worker)
    opened, closed = Task.objects.open_to(worker), Task.objects.locked_for(worker).with_places()
    can_do = opened.giving_to(worker, now=now).not_done_by(worker).exclude(hidden)
    locked = (closed | opened.shut_for(worker, now=now)).with_lock(worker).not_done_by(worker).exclude(hidden)
    return Found(_wished(can_do, wish, worker), _wished(locked, wish, worker, near))


def counted(tasks: TaskQuerySet) -> int:
    """How many they are, counted as far as anybody would read."""
    return tasks.order_by()[:MOST_COUNTED].count()


def _wished(tasks: TaskQuerySet, wish: Wish, worker: User | None, *first: Case) -> TaskQuerySet:
    if wish.difficulty:
        tasks = tasks.alias(hardness=ranking.difficulty())
    tasks = tasks.filter(_paying(wish), _placed(wish), _judged(wish))
    if wish.proof:
        others = ProofField.objects.filter(task=OuterRef("pk")).exclude(kind=wish.proof)
        tasks = tasks.exclude(Exists(others))
    if wish.followed and worker:
        tasks = tasks.filter(employer__in=Follow.objects.filter(worker=worker).values("employer"))
    if wish.words:
        tasks = _matching(tasks, wish.words)
    tasks = tasks.select_related("employer__employer_record", "category")
    return tasks.order_by(*first, *ranking.order(wish.sort, by_words=bool(wish.words)))


def _paying(wish: Wish) -> Q:
    asked = Q()
    if wish.least:
        asked &= Q(reward__gte=F("worker_commission") + int(wish.least))
    if wish.per_hour:
        asked &= Q(reward__gte=F("worker_commission") + int(wish.per_hour) * ranking.SECONDS / 3600)
    if wish.minutes:
        asked &= Q(measured_seconds__lte=wish.minutes * 60) | Q(measured_seconds=None, minutes__lte=wish.minutes)
    return asked


def _placed(wish: Wish) -> Q:
    asked = Q(category=wish.category) if wish.category else Q()
    if wish.level:
        asked &= Q(minimum_level=wish.level)
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
    # The index's own expression, word for word (migration 0003).
    steps = Cast(F("steps"), ArrayField(TextField()))
    text = Func(F("title"), steps, function="task_words", output_field=SearchVectorField())
    query = SearchQuery(words, **SEARCH)
    return tasks.annotate(text=text, rank=SearchRank(F("text"), query)).filter(text=query)
