"""Queues of rows that wait for somebody: how many, since when, and whether the promise is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise seen at one moment: a word for it, and its tone for the eye (good, wait or bad)."""

    label: Words
    tone: str


LATE = Clock(_("Late"), "bad")
DUE_SOON = Clock(_("Due within a day"), "wait")
ON_TIME = Clock(_("On time"), "good")


def clock(due: datetime, *, now: datetime) -> Clock:
    if due <= now:
        return LATE
    return DUE_SOON if due <= now + SOON else ON_TIME


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait, since when the oldest does, and when the first is due; no times where none waits."""

    count: int
    oldest: datetime | None
    due: datetime | None


def waiting(rows: QuerySet[Any, Any], *, since: str, due: str | Combinable) -> Waiting:
    """Measure a queue with one query."""
    found = rows.order_by().aggregate(count=Count("pk"), oldest=Min(since), first_due=Min(due))
    return Waiting(found["count"], found["oldest"], found["first_due"])
