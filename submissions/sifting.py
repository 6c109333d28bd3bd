"""Sifting: which of what waits for a verdict an employer looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import BigIntegerField, Count, DurationField, Exists, F, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _

from picomarket.lib import blanks, statements
from picomarket.lib import counting as numbers
from picomarket.lib.blanks import Blank
from tasks.models import Listing, ProofField, Task, WorkerList

from .models import Fingerprint, Proof, SubmissionQuerySet
from .queue import Order, Queue, among, waiting_for

# Faster than this part of the usual time is rushed.
RUSHED_PERCENT = 30
# So is what took less than this part of the employer's estimate, as long as the usual time is not known.
HASTY_PERCENT = 10
# The usual time of a task that is not measured yet is that of its newest so many.
NEWEST = 200
# What there is to filter by is read off the first so many that wait.
LOOKED_AT = 1000
# So many seconds each process remembers what of many is the usual.
REMEMBERED = 60

_USUAL = """
    SELECT CASE WHEN count(*) >= %s THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY took) END
      FROM (SELECT extract(epoch FROM submitted_at - claimed_at) AS took FROM submissions_submission
             WHERE task_id = %s AND state = 'submitted' AND revise_until IS NULL
             ORDER BY submitted_at DESC LIMIT %s) AS newest
"""


# How many of the first that wait come from each country and are of each level.
_PLACES = """
    SELECT first.country, person.level, count(*)
      FROM (SELECT done.country, done.worker_id FROM submissions_submission AS done
             WHERE done.task_id = %s AND done.state = 'submitted'
               AND NOT EXISTS (SELECT FROM submissions_givenverdict AS given WHERE given.submission_id = done.id)
             ORDER BY done.review_until, done.id LIMIT %s) AS first
      JOIN accounts_user AS person ON person.id = first.worker_id
     GROUP BY first.country, person.level
"""


class Only(TextChoices):
    ALL = "", _("All")
    COPIES = "copies", _("Look like copies")
    RUSHED = "rushed", _("Rushed")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an employer wants to see of what waits; ``answer`` is the position of a choice and what was chosen."""

    only: str = ""
    country: str = ""
    level: int | None = None
    listed: str = ""
    answer: tuple[int, str] | None = None
    words: str = ""
    row: int | None = None
    order: str = Order.OLDEST


KINDS = (Only.COPIES, Only.RUSHED)


@dataclass(frozen=True, slots=True)
class Found:
    """What there is among the first that wait: how many come from each country, and are of each level; the employer's
    lists some of the workers are on (public id, name, how much they handed in); and by the key of each choice the task
    asks for, how often each of its options was chosen."""

    by_country: Counter[str]
    by_level: Counter[int]
    lists: list[tuple[str, str, int]]
    answers: dict[int, Counter[str]]

    @property
    def is_whole(self) -> bool:
        """All that waits was looked at, so that the numbers beside the filters are right."""
        return self.by_country.total() < LOOKED_AT


@dataclass(frozen=True)
class Sieve:
    """What waits of one task, to be sifted."""

    task: Task

    def queue(self, wish: Wish) -> Queue:
        is_whole = replace(wish, order=Order.OLDEST) == Wish()
        return Queue(self.task, self.rows(wish), wish.order, is_whole)

    def rows(self, wish: Wish) -> SubmissionQuerySet:
        rows = self.only(wish.only)
        plain = {"country": wish.country, "worker__level": wish.level, "row__number": wish.row}
        rows = rows.filter(**{name: value for name, value in plain.items() if value})
        if wish.listed:
            lists = WorkerList.objects.of(self.task.employer).kept().filter(public_id=wish.listed)
            rows = rows.filter(Exists(Listing.objects.present().filter(list__in=lists, worker=OuterRef("worker"))))
        said = Proof.objects.filter(submission=OuterRef("pk"))
        if wish.answer:
            position, text = wish.answer
            rows = rows.filter(Exists(said.filter(field__position=position, text=text)))
        if wish.words:
            rows = rows.filter(Exists(said.filter(text__icontains=wish.words)))
        return rows

    def only(self, kind: str) -> SubmissionQuerySet:
        return _only(kind, self.task, self.rushed if kind == Only.RUSHED else None)

    @cached_property
    def counts(self) -> dict[str, numbers.Count]:
        """How many there are of each kind, counted no further than anybody reads."""
        ((*found,),) = _counting().ask({"task": self.task.pk, "rushed": self.rushed})
        return {kind: numbers.up_to(number) for kind, number in zip(KINDS, found, strict=True)}

    @cached_property
    def rushed(self) -> timedelta:
        """Whoever needed less was rushed: by the usual time, or by the estimate as long as nobody knows that."""
        if usual := self.task.measured_seconds or self._usual():
            return timedelta(seconds=float(usual) * RUSHED_PERCENT / 100)
        # An estimate is rounded up to whole minutes: one of a minute says nothing.
        return timedelta(seconds=(self.task.minutes - 1) * 60 * HASTY_PERCENT / 100)

    def _usual(self) -> float | None:
        near, key = caches["near"], f"usual:{self.task.pk}"
        usual: float | None = near.get(key)
        if usual is None:
            ((seconds,),) = statements.rows(_USUAL, [settings.RULES.measured_after, self.task.pk, NEWEST])
            if seconds is not None:
                usual = float(seconds)
                near.set(key, usual, REMEMBERED)
        return usual

    @cached_property
    def found(self) -> Found:
        """What there is to filter by. Of more than is looked at it hardly changes, and is remembered for a minute."""
        near, key = caches["near"], f"sifted:{self.task.pk}"
        found: Found | None = near.get(key)
        if found is None:
            found = self._look()
            if not found.is_whole:
                near.set(key, found, REMEMBERED)
        return found

    def _look(self) -> Found:
        rows = statements.rows(_PLACES, [self.task.pk, LOOKED_AT])
        by_country: Counter[str] = Counter()
        by_level: Counter[int] = Counter()
        for country, level, times in rows:
            by_country[country] += times
            by_level[level] += times
        return Found(by_country, by_level, self._lists(), self._answers())

    @property
    def _first(self) -> Any:
        return waiting_for(self.task).values("pk")[:LOOKED_AT]

    def _lists(self) -> list[tuple[str, str, int]]:
        asked = {"task": self.task.pk, "employer": self.task.employer_id}
        return [(public_id, name, on) for public_id, name, on in _listing().ask(asked)]

    def _answers(self) -> dict[int, Counter[str]]:
        fields = [field for field in self.task.proof_fields.all() if field.kind == ProofField.Kind.CHOICE]
        said: dict[int, Counter[str]] = {field.pk: Counter() for field in fields}
        if fields:
            rows = Proof.objects.filter(submission__in=self._first, field__in=fields)
            for field, text, times in rows.values_list("field", "text").annotate(times=Count("pk")):
                said[field][text] = times
        return said


def _only(kind: str, task: Task | Blank, rushed: timedelta | Blank | None) -> SubmissionQuerySet:
    rows = waiting_for(task)
    if kind == Only.COPIES:
        return among(rows, Fingerprint.objects.flagged().filter(task=task))
    if kind == Only.RUSHED:
        times = rows.alias(time=F("submitted_at") - F("claimed_at"))
        return times.filter(time__lt=rushed, revise_until=None)
    return rows


@cache
def _listing() -> blanks.Statement:
    first = waiting_for(Blank("task", BigIntegerField())).values("pk")[:LOOKED_AT]
    mine = WorkerList.objects.filter(employer=Blank("employer", BigIntegerField())).kept().order_by("name", "pk")
    present = mine.filter(listings__out_at=None, listings__worker__submissions__in=first)
    on = Count("listings__worker__submissions", distinct=True)
    return blanks.rows_of(present.annotate(on=on).values_list("public_id", "name", "on"), planned=False)


@cache
def _counting() -> blanks.Statement:
    task, rushed = Blank("task", BigIntegerField()), Blank("rushed", DurationField())
    counted = (_only(kind, task, rushed).order_by()[: numbers.MOST + 1] for kind in KINDS)
    # Whether few or many were so quick is seen by the value alone.
    return blanks.counts_of(*counted, planned=False)
