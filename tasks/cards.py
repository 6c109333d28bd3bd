"""The card of a task: what a worker reads in a second before opening it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Model, SmallIntegerField, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import levels
from accounts.models import Level, User
from picomarket.lib import moments
from picomarket.lib.counting import figure
from picomarket.lib.drawing import KEPT
from picomarket.lib.money import Money

from . import difficulty, ranking, targeting, throttles
from .models import Category, Difficulty, EmployerRecord, Risk, Task, TaskQuerySet

NOTHING = Money(0)
NO_LOCK = targeting.Lock("")


class Employer(NamedTuple):
    """What a worker wants to know of who gives the work.

    ``rejection_pct`` is None before the first verdict, ``reviews_in`` (words) empty before enough of them, ``rating``
    (the mean mark of so many ``raters``) None before enough gave theirs.
    """

    name: str
    public_id: str
    rejection_pct: int | None
    judged: int
    is_new: bool
    reviews_in: str = ""
    paid: Money = NOTHING
    disputes_decided: int = 0
    disputes_lost: int = 0
    rating: float | None = None
    raters: int = 0

    @classmethod
    def of(cls, who: User) -> Employer:
        record = getattr(who, "employer_record", None)
        measured = {} if record is None else {
            "reviews_in": _length(record.review_minutes),
            "paid": record.paid,
            "disputes_decided": record.disputes_decided,
            "disputes_lost": record.disputes_lost,
            "rating": None if record.public_rating is None else record.public_rating / 10,
            "raters": 0 if record.public_rating is None else record.raters,
        }  # fmt: skip
        return cls(
            name=who.public_name,
            public_id=who.public_id,
            rejection_pct=who.rejection_rate,
            judged=who.judged_approved + who.judged_rejected,
            is_new=who.is_new_employer,
            **measured,
        )


class Face(NamedTuple):
    """All that a card shows. It is drawn from this alone, and remembered by it: equal faces are the same words.

    ``left`` counts slots, of a batch rows.
    """

    title: str
    public_id: str
    receives: Money
    takes: str
    per_hour: Money
    is_measured: bool
    left: int
    employer: Employer
    review_days: int
    is_batch: bool = False
    is_published: bool = True
    is_invited: bool = False
    level_needed: str = ""
    risks: tuple[str, ...] = ()
    times: str = ""
    difficulty: str = ""
    promoted: bool = False
    category: str = ""
    category_slug: str = ""
    locked_reason: str = ""
    locked_path: str = ""
    locked_url: str = ""
    ends: str = ""


# The fields that a card is made of, by the model and the way to it from a task. Each begins with its key.
PARTS: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Task: (
        "",
        (
            *("id", "public_id", "title", "reward", "employer_commission", "worker_commission", "minutes"),
            *("measured_seconds", "slots", "taken", "rows", "review_days", "minimum_level", "per_worker"),
            *("only_lists", "risks", "published_at", "last_day", "clock"),
        ),
    ),
    User: ("employer__", ("id", "public_id", "name", "judged_approved", "judged_rejected")),
    EmployerRecord: (
        "employer__employer_record__",
        ("employer_id", "review_minutes", "paid", "disputes_decided", "disputes_lost", "rating", "raters"),
    ),
    Category: ("category__", ("id", "name", "slug")),
}
COLUMNS = [f"{path}{name}" for path, names in PARTS.values() for name in names]
LAST_DAY, CLOCK = COLUMNS.index("last_day"), COLUMNS.index("clock")
_EMPLOYER: Any = Task._meta.get_field("employer")
_CATEGORY: Any = Task._meta.get_field("category")
_RECORD: Any = User._meta.get_field("employer_record")


class Listed(NamedTuple):
    """A task's key, and what of it and of who gives it a card is made of, by ``COLUMNS``."""

    pk: int
    columns: tuple[Any, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Listed:
        """As PostgreSQL has it. Lists become what can be remembered by."""
        return cls(row[0], tuple(tuple(one) if type(one) is list else one for one in row))


@dataclass(frozen=True, slots=True)
class Card:
    """One task as one reader sees it. ``takes`` and ``per_hour`` are measured, or the employer's estimate before."""

    task: Task
    lock: targeting.Lock | None = None

    @property
    def receives(self) -> Money:
        return self.task.price.receives

    @property
    def is_measured(self) -> bool:
        return self.task.measured_seconds is not None

    @property
    def _seconds(self) -> int:
        return self.task.measured_seconds or self.task.minutes * 60

    @property
    def takes(self) -> str:
        """For instance 10 s, or 12 min: whole minutes, rounded up; of a short time that was measured the seconds, as
        the pay an hour is reckoned. Empty before there is an estimate."""
        if self.is_measured and self._seconds < moments.TWO * moments.MINUTE:
            return _("%(count)s s") % {"count": self._seconds}
        minutes = -(-self._seconds // moments.MINUTE)
        return _("%(count)s min") % {"count": minutes} if minutes else ""

    @property
    def per_hour(self) -> Money:
        return ranking.per_hour(self.receives, self._seconds)

    @property
    def slots_left(self) -> int:
        return self.task.slots_left

    @property
    def review_days(self) -> int:
        return self.task.review_days

    @property
    def risks(self) -> list[str]:
        """What to know before claiming, each in a few words."""
        return [str(Risk(risk).label) for risk in self.task.risks]

    @property
    def level_needed(self) -> str:
        level = self.task.minimum_level
        return str(Level(level).label) if level > Level.STARTER else ""

    @property
    def times(self) -> str:
        """How often one worker may do it, where that is worth a word."""
        most = self.task.per_worker
        if most == 1 or self.task.rows:
            return ""
        return _("as often as you like") if most is None else _("up to %(most)s times") % {"most": figure(most)}

    @property
    def promoted(self) -> bool:
        """It stands where it does because its employer paid for that."""
        return getattr(self.task, "promoted", False)

    @property
    def difficulty(self) -> str:
        return str(Difficulty(self.task.difficulty or difficulty.of(self.task)).label)

    @property
    def employer(self) -> Employer:
        return Employer.of(self.task.employer)

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

    @property
    def face(self) -> Face:
        task, lock, category = self.task, self.lock or NO_LOCK, self.task.category
        return Face(
            title=task.title,
            public_id=task.public_id,
            receives=self.receives,
            takes=self.takes,
            per_hour=self.per_hour,
            is_measured=self.is_measured,
            left=task.rows_left if task.rows else task.slots_left,
            employer=self.employer,
            review_days=task.review_days,
            is_batch=bool(task.rows),
            is_published=task.published_at is not None,
            is_invited=self.invited,
            level_needed=self.level_needed,
            risks=tuple(self.risks),
            times=self.times,
            difficulty=self.difficulty,
            promoted=self.promoted,
            category=str(category) if category else "",
            category_slug=category.slug if category else "",
            locked_reason=lock.reason,
            locked_path=lock.way,
            locked_url=lock.url,
            ends=throttles.ends_soon(task, now=timezone.now()),
        )


def for_anyone(*, most: int) -> list[Card]:
    """A few of the newest tasks, for the front page."""
    tasks = Task.objects.live().public().select_related("employer__employer_record", "category")
    return [Card(task) for task in tasks.order_by("-published_at")[:most]]


def for_worker(
    tasks: Iterable[Task], worker: User, *, now: datetime, ahead: Mapping[int, levels.NextLevel] | None = None
) -> list[Card]:
    """Cards with why each is closed to this worker, or shut for now. A few queries more, however many; one less where
    their ``levels.levels_ahead`` is given."""
    tasks = list(tasks)
    ahead, ties = levels.levels_ahead(worker) if ahead is None else ahead, targeting.ties_to(tasks, worker)
    full = throttles.full_for(tasks, worker)

    def lock_of(task: Task) -> targeting.Lock | None:
        shut = throttles.lock_of(task, now=now, full_for_country=task.pk in full)
        return targeting.lock_of(task, worker, ahead=ahead, ties=ties) or shut

    return [Card(task, lock_of(task)) for task in tasks]


def columns_of(tasks: TaskQuerySet, *, promoted: bool = False) -> Any:
    """What ``Listed`` is made of: of each row no more than a card shows, for the rest is never looked at."""
    hardness = Coalesce(F("difficulty"), difficulty.column(), output_field=SmallIntegerField())
    added: Any = {"hardness": hardness, "is_promoted": Value(promoted)}
    return tasks.annotate(**added).values_list(*COLUMNS, *added)


def faces(rows: Iterable[Listed]) -> list[Face]:
    """The faces of tasks that were looked up as open to their reader."""
    language = get_language()
    return [_of_now(_face(row.columns, language), row.columns) for row in rows]


def _of_now(face: Face, row: tuple[Any, ...]) -> Face:
    """What is remembered says the end as it was then, by another reader's clock."""
    last_day, clock = row[LAST_DAY], row[CLOCK]
    if last_day is None:
        return face
    return face._replace(ends=throttles.ends_soon(Task(last_day=last_day, clock=clock), now=timezone.now()))


@lru_cache(maxsize=KEPT)
def _face(row: tuple[Any, ...], _language: str | None) -> Face:
    """A card of these values; it asks the database for none, but would for another one."""
    values = iter(row)
    task, employer, record, category = (_made(model, names, values) for model, (_path, names) in PARTS.items())
    for field, one, other in ((_RECORD, employer, record), (_EMPLOYER, task, employer), (_CATEGORY, task, category)):
        field.set_cached_value(one, other)
    task.difficulty, task.promoted = values
    return Card(task).face


def _made(model: Any, names: tuple[str, ...], values: Iterator[Any]) -> Any:
    """A row of the model that knows these fields alone; none where there is none."""
    found = dict(zip(names, islice(values, len(names)), strict=True))
    if found[names[0]] is None:
        return None
    known = [field for field in model._meta.concrete_fields if field.attname in found]
    return model.from_db(None, names, [_read(field, found[field.attname]) for field in known])


def _read(field: Any, value: Any) -> Any:
    return field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value


def _length(minutes: int | None) -> str:
    return "" if minutes is None else moments.duration(timedelta(minutes=minutes))


def open_slots(tasks: TaskQuerySet) -> int:
    return tasks.aggregate(left=Sum(F("slots") - F("taken")))["left"] or 0
