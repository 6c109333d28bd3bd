"""Near misses: what is kept from a worker, by which rule, and what they could do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from accounts import levels
from accounts.models import Level, User
from picomarket.lib.counting import figure
from picomarket.lib.money import Money

from . import asking, discovery, targeting
from .models import Hidden, Task, TaskQuerySet
from .models.batches import has_row_for


@dataclass(frozen=True, slots=True)
class Locked:
    """The tasks that one rule closes to somebody: how many there are, what they pay, and the shortest way to them."""

    rule: str
    level: int
    count: int
    least: Money
    most: Money
    way: str = ""

    @property
    def words(self) -> str:
        """For instance: 212 tasks for level Advanced."""
        count, level = self.count, Level(self.level or Level.STARTER).label
        said = {
            "level": ngettext("%(count)s task for level %(level)s", "%(count)s tasks for level %(level)s", count),
            "countries": ngettext(
                "%(count)s task for people in other countries", "%(count)s tasks for people in other countries", count
            ),
            "languages": ngettext(
                "%(count)s task for people who speak other languages",
                "%(count)s tasks for people who speak other languages",
                count,
            ),
            "tests": ngettext("%(count)s task that asks for a test", "%(count)s tasks that ask for a test", count),
            "standing": ngettext(
                "%(count)s task, while you cannot take any",
                "%(count)s tasks, while you cannot take any",
                count,
            ),
            "": ngettext("%(count)s task that is shut for now", "%(count)s tasks that are shut for now", count),
        }
        others = ngettext("%(count)s task with another rule", "%(count)s tasks with other rules", count)
        return said.get(self.rule, others) % {"count": figure(count), "level": level}

    @property
    def pays(self) -> str:
        return f"{self.least}" if self.least == self.most else f"{self.least}\N{EN DASH}{self.most}"


def by_rule(found: discovery.Found, ahead: Mapping[int, levels.NextLevel]) -> list[Locked]:
    """The near misses by the rule that closes them, nearest first. ``ahead``: the worker's ``levels.levels_ahead``."""
    pays: dict[tuple[str, int], list[int]] = {}
    for miss in found.locked:
        pays.setdefault((miss.rule, miss.level), []).append(miss.receives)
    rules = [
        Locked(
            rule,
            level,
            len(each),
            Money(min(each)),
            Money(max(each)),
            targeting.way_up(ahead[level]) if level in ahead else "",
        )
        for (rule, level), each in pays.items()
    ]
    return sorted(rules, key=lambda one: (one.rule == "countries", one.level, one.rule))


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why a worker's list is empty: how many tasks each thing keeps from it, as far as anybody counts."""

    filtered: int = 0
    hidden: int = 0
    done: int = 0

    @property
    def is_filtered_of_many(self) -> bool:
        """There are more without the filters than are counted."""
        return self.filtered >= asking.MOST_COUNTED


def emptiness(wish: discovery.Wish, worker: User, *, now: datetime) -> Emptiness:
    """Asked only of a list that is empty. Nothing is counted further than the list itself would be."""
    if wish.narrows:
        hides = Hidden.objects.filter(worker=worker).exists()
        return Emptiness(
            filtered=discovery.find(discovery.Wish(), worker, now=now).open_count,
            hidden=discovery.find(wish, worker, hidden_too=True, now=now).open_count if hides else 0,
        )
    for_them = Task.objects.open_to(worker).giving_to(worker, now=now)
    undone = for_them.not_done_by(worker).filter(has_row_for(worker))
    hidden, all_ = _some(undone), _some(for_them)
    return Emptiness(hidden=hidden, done=all_ - hidden)


def _some(tasks: TaskQuerySet) -> int:
    return tasks[: asking.MOST_COUNTED].count()
