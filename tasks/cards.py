"""The card of a task: what a worker reads in a second before opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Sum

from accounts import levels
from accounts.models import Level, User
from picomarket.lib.money import Money

from . import targeting
from .models import Risk, Task, TaskQuerySet


@dataclass(frozen=True, slots=True)
class Employer:
    """What a worker wants to know of who gives the work. ``rejection_pct`` is None before the first verdict."""

    name: str
    url: str
    rejection_pct: int | None
    judged: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One task as one reader sees it. ``minutes`` and ``per_hour`` are the employer's estimate."""

    task: Task
    lock: targeting.Lock | None = None

    @property
    def receives(self) -> Money:
        return self.task.price.receives

    @property
    def minutes(self) -> int:
        return self.task.minutes

    @property
    def per_hour(self) -> Money:
        """Net dollars per hour, in whole cents, at the estimated minutes."""
        return Money(int(self.receives) * 60 // max(self.task.minutes, 1)).floor_to_cents()

    @property
    def slots_left(self) -> int:
        return self.task.slots_left

    @property
    def risks(self) -> list[str]:
        """What to know before claiming, each in a few words."""
        return [str(Risk(risk).label) for risk in self.task.risks]

    @property
    def level_needed(self) -> str:
        level = self.task.minimum_level
        return str(Level(level).label) if level > Level.STARTER else ""

    @property
    def employer(self) -> Employer:
        who = self.task.employer
        return Employer(
            name=who.public_name,
            url=who.get_absolute_url(),
            rejection_pct=who.rejection_rate,
            judged=who.judged_approved + who.judged_rejected,
            is_new=who.is_new_employer,
        )

    @property
    def locked_reason(self) -> str:
        return self.lock.reason if self.lock else ""

    @property
    def locked_path(self) -> str:
        return self.lock.way if self.lock else ""

    @property
    def locked_url(self) -> str:
        return self.lock.url if self.lock else ""

    @property
    def invited(self) -> bool:
        """Only people the employer invited can do it, and this reader is one of them."""
        return bool(self.task.only_lists) and self.lock is None


def for_anyone(*, most: int) -> list[Card]:
    """A few of the newest tasks, for the front page."""
    tasks = Task.objects.live().public().select_related("employer", "category").order_by("-published_at")
    return [Card(task) for task in tasks[:most]]


def for_worker(tasks: Iterable[Task], worker: User) -> list[Card]:
    """Cards with why each is closed to this worker, where it is. A few queries more, however many."""
    tasks = list(tasks)
    ahead, ties = levels.levels_ahead(worker), targeting.ties_to(tasks, worker)
    return [Card(task, targeting.lock_of(task, worker, ahead=ahead, ties=ties)) for task in tasks]


def open_slots(tasks: TaskQuerySet) -> int:
    return tasks.aggregate(left=Sum(F("slots") - F("taken")))["left"] or 0
