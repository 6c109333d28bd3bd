"""A newcomer's first steps, to earn and to have something done, until they are done; put away, on the profile only.

What it costs, what is held and how money comes and goes stands beside them, before anything is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import first_tasks
from accounts.first_tasks import Step
from accounts.models import User
from tasks.models import Task
from wallet import methods, pockets, runs, ways
from wallet.rails.interface import Facts


@dataclass(frozen=True, slots=True)
class Start:
    """The steps of one side, "work" or "hire", and the ways its money goes: out to who works, in from who hires."""

    side: str
    steps: Sequence[Step]
    rails: Sequence[Facts]
    next_run: datetime
    # Put away: they stand on the profile only.
    is_hidden: bool = False

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def of(person: User, side: str, *, now: datetime) -> Start | None:
    """None for who is no newcomer to that side any more, or has done every step."""
    works = side == "work"
    knows_it = first_tasks.of(person) is None if works else person.judged_approved or person.judged_rejected
    if knows_it or person.suspended_at:
        return None
    steps = _to_work(person) if works else _to_hire(person)
    if all(step.is_done for step in steps):
        return None
    rails = _out(person, now) if works else ways.into()
    return Start(side, steps, rails, runs.next_run(now), side in person.hidden_steps)


def _to_work(person: User) -> list[Step]:
    profile = reverse("accounts:edit")
    return [
        Step(_("Say who you are: a public name"), bool(person.name), profile),
        Step(_("Say which languages you work in: some tasks ask for one"), bool(person.languages), profile),
        Step(_("Say where your payouts go"), bool(methods.of(person)), reverse("wallet:method")),
        Step(_("Take a task and have it approved"), person.approved > 0, reverse("tasks:feed")),
    ]


def _to_hire(person: User) -> list[Step]:
    states = set(Task.objects.of(person).kept().written().values_list("state", flat=True))
    published = bool(states - {Task.State.DRAFTED, Task.State.QUEUED})
    has_money = published or pockets.purse(person).for_tasks > 0
    return [
        Step(_("Say who you are: a public name"), bool(person.name), reverse("accounts:edit")),
        Step(_("Write your task, and read its exact price"), bool(states), reverse("tasks:post")),
        Step(_("Pay in what it costs"), has_money, reverse("wallet:deposit")),
        Step(_("Publish it"), published, reverse("tasks:mine")),
        Step(_("Review what is handed in"), is_done=False, url=reverse("tasks:mine")),
    ]


def _out(person: User, now: datetime) -> list[Facts]:
    """The ways out that reach this person."""
    found = ways.out(ways.SHOWN, country=str(person.country), now=now)
    return [way.facts for way in found if not way.no]
