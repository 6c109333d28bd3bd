"""Sweeps: one verb on many rows at once, where a row that fails must not hold up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import TypeVar

from django.db import connection

log = logging.getLogger(__name__)

Row = TypeVar("Row")


def sweep(rows: Sequence[Row], verb: Callable[[Sequence[Row]], int]) -> int:
    """Do a verb on all rows at once and, where that fails, on each half of them; how many it did, as it counts.

    So a bad row costs a few more calls and is left out and logged. The verb does all of its rows or none. Raises
    what the verb raised when the database is gone: then no row is to blame.
    """
    if not rows:
        return 0
    try:
        return verb(rows)
    except Exception:
        if not connection.is_usable():
            raise
        if len(rows) == 1:
            log.exception("A sweep left out %s.", _which(rows[0]))
            return 0
    half = len(rows) // 2
    return sweep(rows[:half], verb) + sweep(rows[half:], verb)


def each(rows: Iterable[Row], verb: Callable[[Row], int]) -> int:
    """As ``sweep``, of a verb for one row that has a transaction of its own: they are done one by one."""
    return sum(sweep([row], lambda some: verb(some[0])) for row in rows)


def again(verb: Callable[[], int], *, seconds: float) -> int:
    """Do a sweep over and over until it finds nothing more it can do, or begins nothing more because its time is over;
    how many rows in all.

    The time is two fifths of that to its next run at most, so that the runs of one job do not wait for each other's
    rows with all processes there are.
    """
    end, done = monotonic() + seconds, 0
    while some := verb():
        done += some
        if monotonic() >= end:
            break
    return done


def _which(row: object) -> str:
    """A row by its key alone: what people wrote and where their money goes has no place in a log."""
    return str(getattr(row, "pk", None) or getattr(row, "key", None) or row)
