"""Whether this process can serve pages: what it asks its surroundings, and what they answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import pulse

log = logging.getLogger(__name__)

GOOD, BAD, LATE = "ok", "failed", "late"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. A clock that stands still keeps nobody from reading pages, so it makes nothing unready."""

    database: str
    migrations: str
    cache: str
    clock: str

    @property
    def ready(self) -> bool:
        return self.database == self.migrations == self.cache == GOOD

    @property
    def well(self) -> bool:
        return self.ready and self.clock == GOOD


@dataclass(slots=True)
class _Known:
    """That all migrations of this release are applied: once they are, they stay so."""

    migrated: bool = False


_known = _Known()


def look(*, now: datetime) -> Look:
    database = _asked("database", _reach_the_database)
    reached = database == GOOD
    kept = _asked("cache", _reach_the_cache)
    return Look(
        database=database,
        migrations=_asked("migrations", _are_applied) if reached else BAD,
        cache=kept,
        clock=_clock(now) if kept == GOOD else LATE,
    )


def _asked(what: str, question: Callable[[], bool]) -> str:
    try:
        return GOOD if question() else BAD
    except Exception:
        log.exception("The %s cannot be asked.", what)
        return BAD


def _reach_the_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _reach_the_cache() -> bool:
    cache.get(pulse.BEAT)
    return True


def _are_applied() -> bool:
    """Whether no migration of this release waits. What a newer release applied besides is none of its business."""
    if not _known.migrated:
        executor = MigrationExecutor(connection)
        _known.migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _known.migrated


def _clock(now: datetime) -> str:
    return GOOD if pulse.goes(now=now) else LATE
