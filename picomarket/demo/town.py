"""The demo market while it is being lived: its people, what is on offer, what lies on whose desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from accounts.models import Level, User
from submissions.models import Submission
from tasks import targeting
from tasks.models import ProofField, Task

from .agenda import Agenda
from .offers import Offer

DAYS = 60
# The last so many workers act in the scenes alone, so that nothing else keeps them from their part.
ACTORS = 9
UNTIED = targeting.Ties()
Tell = Callable[[str], object]
Prefers = Callable[[Offer], float]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything. At scale 1 about 300 tasks are open at the end."""

    tasks: int
    workers: int
    busy: int
    experts: int
    employers: int

    @classmethod
    def at(cls, scale: float) -> Size:
        """A few of everything at the least, so that the smallest market has every state too."""
        return cls(
            tasks=max(round(340 * scale), 40),
            workers=max(round(60 * scale), 14),
            busy=max(round(5 * scale), 5),
            experts=int(scale),
            employers=max(round(14 * scale), 3),
        )


@dataclass(slots=True)
class Worker:
    """``volume`` is how many submissions they hand in at most; ``quality`` the part that is good.

    ``prefers`` ranks offers by what this worker likes; nothing: whatever pulls most.
    """

    user: User
    volume: int
    quality: float
    joined: datetime
    prefers: Prefers | None = None
    handed: int = 0
    did: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Employer:
    """``every`` is how many days pass between two looks at the desk, ``hour`` when in the day (UTC)."""

    user: User
    every: int
    hour: int
    desk: list[Handed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OnOffer:
    task: Task
    fields: tuple[ProofField, ...]
    offer: Offer
    employer: Employer


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission on a desk, and whether it is good."""

    submission: Submission
    worker: Worker
    on_offer: OnOffer
    is_good: bool


@dataclass(slots=True)
class Town:
    now: datetime
    chance: Random
    agenda: Agenda
    staff: User
    second: User
    size: Size
    employers: list[Employer] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    open: list[OnOffer] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def actors(self) -> list[Worker]:
        return self.workers[-ACTORS:]

    @property
    def start(self) -> datetime:
        return self.ago(days=DAYS)

    def ago(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        return self.now - timedelta(days=days, hours=hours, minutes=minutes)

    def between(self, start: datetime, end: datetime) -> datetime:
        return start + (end - start) * self.chance.random()

    def later(self, now: datetime, least: float, most: float) -> datetime:
        """Some time after ``now``, between so many hours."""
        return now + timedelta(hours=self.chance.uniform(least, most))

    def next_of(self, what: str) -> int:
        """Counts 0, 1, 2 … for each name, for things that take turns."""
        self.counts[what] += 1
        return self.counts[what] - 1


def suits(on_offer: OnOffer, worker: Worker) -> bool:
    """Whether this worker could claim it, as far as that is known without asking the database."""
    task = on_offer.task
    return (
        task.pk not in worker.did
        and task.minimum_level <= Level(worker.user.level)
        and targeting.lock_of(task, worker.user, ties=UNTIED) is None
    )
