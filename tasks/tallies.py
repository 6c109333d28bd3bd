"""Tallies that many readers share: what is open to everybody, and what a level or a country closes.

A market has as many kinds of readers as countries, levels and languages make together, and counting takes longer than
finding a page. Where a tally goes as far as anybody reads, nobody is counted for by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

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
ASKED = ("zone_of", "country_of", "level_of")


class Tally(NamedTuple):
    """How many are open to whoever did not do or give them; how many a reader's level closes, and how many their
    country does. Each at least, and counted to a most."""

    open: int
    by_level: int
    by_country: int

    @property
    def locked(self) -> int:
        return max(self.by_level, self.by_country)


def of(given: Mapping[str, Any], *, most: int) -> Tally:
    """For the reader with these values: what is locked is counted to ``most``, what is open twice as far."""
    key = f"tally:{most}:{':'.join(str(given[name]) for name in ASKED)}"
    near = caches["near"]
    found: Tally | None = near.get(key)
    if found is None:
        ((*counts,),) = _counting(most).ask(given)
        found = Tally(*counts)
        near.set(key, found, REMEMBERED)
    return found


@lru_cache(maxsize=2)
def _counting(most: int) -> blanks.Statement:
    zone, country, level = (Blank(name, OF_READER[name]) for name in ASKED)
    # Of no country and no language, a starter: what is open to them is open to everybody whom it does not leave out.
    nobody = Asker(0, "", "", [], Level.STARTER, barred=False)
    everybody_s = Task.objects.open_to(nobody, NOTHING_HELD).giving_to(nobody, now=Blank("now", DateTimeField()))
    live = Task.objects.live().public()
    return blanks.counts_of(
        everybody_s.filter(excluded=[], country_share=None, rows=0)[: 2 * most],
        live.filter(minimum_level__gt=level)[:most],
        live.not_aimed_at(Asker(0, zone, country, [], level, barred=False))[:most],
        planned=True,
    )
