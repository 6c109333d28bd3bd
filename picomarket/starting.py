"""A newcomer's first steps, to earn and to have something done, until they are done; put away, on the profile only.

What it costs, what is held and how money comes and goes stands beside them, before anything is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import first_tasks, required
from accounts.first_tasks import Step
from accounts.models import User
from tasks.models import Task
from wallet import pockets, runs, ways
from wallet.rails.interface import Facts

from .context import Bar

MINUTE = 60
# What each step says, and where it is done.
STEPS = {
    "work": (
        (_("Say who you are: a public name"), "accounts:edit"),
        (_("Say which languages you work in: some tasks ask for one"), "accounts:edit"),
        (_("Say where your payouts go"), "wallet:method"),
        (_("Take a task and have it approved"), "tasks:feed"),
    ),
    "hire": (
        (_("Say who you are: a public name"), "accounts:edit"),
        (_("Write your task, and read its exact price"), "tasks:post"),
        (_("Pay in what it costs"), "wallet:deposit"),
        (_("Publish it"), "tasks:mine"),
        (_("Review what is handed in"), "tasks:mine"),
    ),
}


@dataclass(frozen=True, slots=True)
class Start:
    """How far somebody is on one side, "work" or "hire". All who are as far, in the same country and ``minute``, are
    shown the same: so it is drawn once for them."""

    side: str
    ticks: tuple[bool, ...]
    country: str
    minute: int
    # Until when they can work and hire without what is asked of everybody.
    ends: required.Ends
    # Which of that waits for a look.
    waits: tuple[str, ...]
    # Put away: they stand on the profile only.
    is_hidden: bool = False

    @property
    def done(self) -> int:
        return sum(self.ticks)

    @property
    def steps(self) -> list[Step]:
        end = self.ends[required.SIDES.index(self.side)]
        asked = [(step.todo, step.page, end, step.code in self.waits) for step in required.before(self.side)]
        steps = zip([*asked, *((*step, None, False) for step in STEPS[self.side])], self.ticks, strict=True)
        return [Step(str(words), done, reverse(place), by, waits) for (words, place, by, waits), done in steps]

    @property
    def asked(self) -> list[str]:
        """What is asked of everybody, in sentences."""
        return required.sentences(self.ends)

    @property
    def rails(self) -> Sequence[Facts]:
        """The ways their money goes: out to who works, as far as they reach this country, in from who hires."""
        if self.side == "hire":
            return ways.into()
        return [way.facts for way in ways.out(ways.SHOWN, country=self.country, now=self._now) if not way.no]

    @property
    def next_run(self) -> datetime:
        return runs.next_run(self._now)

    @property
    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.minute * MINUTE, UTC)


def of(person: User, side: str, *, bar: Bar, now: datetime) -> Start | None:
    """None for who is no newcomer to that side any more or has done every step. ``bar`` is theirs."""
    works = side == "work"
    knows_it = not first_tasks.is_new(person) if works else person.judged_approved or person.judged_rejected
    if knows_it or person.suspended_at:
        return None
    asked = tuple(step.is_done(person) for step in required.before(side))
    ticks = asked + (_to_work(person, bar) if works else _to_hire(person))
    if all(ticks):
        return None
    ends, minute = required.both_ends(person.date_joined, now=now), int(now.timestamp() // MINUTE)
    waits = tuple(step.code for step in required.left(person, side) if step.waits(person))
    return Start(side, ticks, str(person.country), minute, ends, waits, side in person.hidden_steps)


def _to_work(person: User, bar: Bar) -> tuple[bool, ...]:
    return bool(person.name), bool(person.languages), bar.has_destination, person.approved > 0


def _to_hire(person: User) -> tuple[bool, ...]:
    states = set(Task.objects.of(person).kept().written().values_list("state", flat=True))
    published = bool(states - {Task.State.DRAFTED, Task.State.QUEUED})
    has_money = published or pockets.purse(person).for_tasks > 0
    return bool(person.name), bool(states), has_money, published, False
