"""Tallies that many readers share: what is open to everybody, and what a level or a country closes.

A market has as many kinds of readers as countries, levels and languages make together, and counting takes longer than
finding a page. Where a tally goes as far as anybody reads, nobody is counted for by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db.models import DateTimeField

from accounts.models import Level
from picomarket.lib import blanks
from picomarket.lib.blanks import Blank

from .asking import OF_READER
from .models import Task, ties
from .models.askers import Asker

# So many seconds each process remembers a tally.
REMEMBERED = 60
NOTHING_HELD = ties.Held(lists=False, blocks=False, passes=False)
# What is open to everybody is counted so many times as far as anybody reads: so a worker who did thousands of those
# tasks is known to have enough left without a count of their own.
FAR = 20


def open_to_everybody(given: Mapping[str, Any], *, most: int) -> int:
    """How many are open to whoever did not do or give them, at least; counted to ``most`` times ``FAR``."""
    return _recall(f"open:{most}", _everybody_s(FAR * most), given)


def closed_to(given: Mapping[str, Any], *, most: int) -> int:
    """How many the level of a reader closes, or their country if these are more; counted to ``most``."""
    level, zone, country = (given[name] for name in ("level_of", "zone_of", "country_of"))
    by_level = _recall(f"level:{level}:{most}", _above(most), given) if level < max(Level) else 0
    if by_level >= most:
        return by_level
    return max(by_level, _recall(f"country:{zone}:{country}:{most}", _aimed_elsewhere(most), given))


def _recall(key: str, statement: blanks.Statement, given: Mapping[str, Any]) -> int:
    near, key = caches["near"], f"tally:{key}"
    found: int | None = near.get(key)
    if found is None:
        ((count,),) = statement.ask(given) or [(0,)]
        found = int(count)
        near.set(key, found, REMEMBERED)
    return found


@lru_cache(maxsize=2)
def _everybody_s(most: int) -> blanks.Statement:
    # Of no country and no language, a starter: what is open to them is open to everybody whom it does not leave out.
    nobody = Asker(0, "", "", [], Level.STARTER, barred=False)
    found = Task.objects.open_to(nobody, NOTHING_HELD).giving_to(nobody, now=Blank("now", DateTimeField()))
    return blanks.count_of(found.filter(excluded=[], country_share=None, rows=0)[:most], planned=True)


@lru_cache(maxsize=2)
def _above(most: int) -> blanks.Statement:
    level = Blank("level_of", OF_READER["level_of"])
    return blanks.count_of(Task.objects.live().public().filter(minimum_level__gt=level)[:most], planned=True)


@lru_cache(maxsize=2)
def _aimed_elsewhere(most: int) -> blanks.Statement:
    zone, country = (Blank(name, OF_READER[name]) for name in ("zone_of", "country_of"))
    reader = Asker(0, zone, country, [], Level.STARTER, barred=False)
    return blanks.count_of(Task.objects.live().public().not_aimed_at(reader)[:most], planned=True)
