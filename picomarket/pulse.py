"""Whether the clock and a worker go, and how the jobs do: kept in the cache, where every process finds it.

What is lost with the cache is counted anew; nothing of the market rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

BEAT = "pulse"
# The clock begins a job for this every 15 seconds. After so long without one, it or every worker stands still.
STILL_AFTER = timedelta(seconds=90)
COUNTS = ("done", "failed", "milliseconds")


@dataclass(frozen=True, slots=True)
class Record:
    """What a job did since the cache was begun: how often it ended well and not, and how long it took in all."""

    done: int
    failed: int
    milliseconds: int


def beat(*, now: datetime) -> None:
    """The clock struck and a worker heard it."""
    cache.set(BEAT, now, timeout=None)


def last() -> datetime | None:
    """When that was last; nothing where it never was."""
    struck: datetime | None = cache.get(BEAT)
    return struck


def goes(*, now: datetime) -> bool:
    struck = last()
    return struck is not None and now - struck < STILL_AFTER


def note(job: str, *, well: bool, milliseconds: int) -> None:
    """A job ended."""
    for count, more in (("done" if well else "failed", 1), ("milliseconds", milliseconds)):
        cache.add(_key(job, count), 0, timeout=None)
        cache.incr(_key(job, count), more)


def records(jobs: Iterable[str]) -> dict[str, Record]:
    """What each of these jobs did."""
    names = list(jobs)
    kept = cache.get_many([_key(job, count) for job in names for count in COUNTS])
    return {job: Record(*(int(kept.get(_key(job, count), 0)) for count in COUNTS)) for job in names}


def _key(job: str, count: str) -> str:
    return f"job:{job}:{count}"
