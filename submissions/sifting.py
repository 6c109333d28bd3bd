"""Sifting: which of what waits for a verdict an employer looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _

from tasks.models import Listing, ProofField, Task, WorkerList

from .models import Fingerprint, Proof, SubmissionQuerySet
from .queue import Order, Queue, waiting_for

# Faster than this part of the usual time is rushed.
RUSHED_PERCENT = 30
# The usual time of a task that is not measured yet is that of its newest so many.
NEWEST = 200
# What there is to filter by is read off the first so many that wait.
LOOKED_AT = 1000

_USUAL = """
    SELECT CASE WHEN count(*) >= %s THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY took) END
      FROM (SELECT extract(epoch FROM submitted_at - claimed_at) AS took FROM submissions_submission
             WHERE task_id = %s AND state = 'submitted' AND revise_until IS NULL
             ORDER BY submitted_at DESC LIMIT %s) AS newest
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


@dataclass(frozen=True)
class Sieve:
    """What waits of one task, to be sifted."""

    task: Task

    def queue(self, wish: Wish) -> Queue:
        return Queue(self.task, self.rows(wish), wish.order)

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
        rows = waiting_for(self.task)
        if kind == Only.COPIES:
            flagged = Fingerprint.objects.flagged().filter(task=self.task)
            return rows.filter(pk__in=flagged.values("submission"))
        if kind == Only.RUSHED:
            times = rows.alias(time=F("submitted_at") - F("claimed_at"))
            return times.filter(time__lt=self.rushed, revise_until=None)
        return rows

    @cached_property
    def rushed(self) -> timedelta:
        """Whoever needed less was rushed; nothing at all as long as nobody knows the usual time."""
        usual = self.task.measured_seconds or self._usual() or 0
        return timedelta(seconds=float(usual) * RUSHED_PERCENT / 100)

    def _usual(self) -> float | None:
        with connection.cursor() as cursor:
            cursor.execute(_USUAL, [settings.RULES.measured_after, self.task.pk, NEWEST])
            (seconds,) = cursor.fetchone()
        return seconds if seconds is None else float(seconds)

    # -- what there is to filter by

    @property
    def _first(self) -> Any:
        return waiting_for(self.task).values("pk")[:LOOKED_AT]

    @property
    def is_whole(self) -> bool:
        """All that waits was looked at, so that the numbers beside the filters are right."""
        by_country, _by_level = self.places
        return by_country.total() < LOOKED_AT

    @cached_property
    def places(self) -> tuple[Counter[str], Counter[int]]:
        """How many come from each country, and are of each level."""
        pairs = list(waiting_for(self.task).values_list("country", "worker__level")[:LOOKED_AT])
        return Counter(country for country, _level in pairs), Counter(level for _country, level in pairs)

    @cached_property
    def lists(self) -> list[tuple[str, str, int]]:
        """The employer's lists some of the workers are on: public id, name, and how much they handed in."""
        mine = WorkerList.objects.of(self.task.employer).kept().order_by("name", "pk")
        on = Count("listings__worker__submissions", distinct=True)
        present = mine.filter(listings__out_at=None, listings__worker__submissions__in=self._first)
        return list(present.annotate(on=on).values_list("public_id", "name", "on"))

    @cached_property
    def answers(self) -> list[tuple[ProofField, Counter[str]]]:
        """Each choice the task asks for, and how often each of its options was chosen."""
        fields = [field for field in self.task.proof_fields.all() if field.kind == ProofField.Kind.CHOICE]
        said: dict[int, Counter[str]] = {field.pk: Counter() for field in fields}
        if fields:
            rows = Proof.objects.filter(submission__in=self._first, field__in=fields)
            for field, text, times in rows.values_list("field", "text").annotate(times=Count("pk")):
                said[field][text] = times
        return [(field, said[field.pk]) for field in fields]
