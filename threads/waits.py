"""How long support takes, measured, and where a ticket stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import caches

from picomarket.lib import statements

from .models import Ticket

MEASURED_OVER = timedelta(days=90)
# Fewer answers than that say nothing of the next one.
LEAST_ANSWERS = 10
KEPT_SECONDS = 300
_MEDIAN = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY first_answer_at - opened_at)
  FROM threads_ticket WHERE first_answer_at > %s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """The how manieth of those that wait it is; and the median first answer, None before there are enough."""

    number: int
    median: timedelta | None


def place(ticket: Ticket, *, now: datetime) -> Place | None:
    """Where a ticket stands; nothing where it is not support's turn."""
    if not ticket.is_waiting:
        return None
    return Place(Ticket.objects.before(ticket).count() + 1, median(now=now))


def median(*, now: datetime) -> timedelta | None:
    """In what time half of the first answers of the last 90 days came, measured every five minutes."""
    near = caches["near"]
    found: tuple[int, timedelta | None] | None = near.get("tickets:median")
    if found is None:
        ((count, middle),) = statements.rows(_MEDIAN, [now - MEASURED_OVER])
        found = (count, middle)
        near.set("tickets:median", found, KEPT_SECONDS)
    count, middle = found
    return middle if count >= LEAST_ANSWERS else None
