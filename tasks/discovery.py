"""How a worker finds work: the live tasks, narrowed by a wish and put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import MD5, Cast, Concat

from accounts.models import User
from picomarket.lib import blanks
from picomarket.lib.money import Money

from . import asking, cards, facets, hiding, ranking, tallies
from .models import Category, Task, TaskQuerySet
from .models.askers import Asker, asker

WORLDWIDE = "worldwide"
# Counts from this on are remembered for so many seconds; of what is wished for no more is counted of the other list.
AT_A_GLANCE, REMEMBERED = 50, 60
# Given by one reader alone: a count without these is shared by all who are as they are.
OF_ONE_READER = frozenset({"worker", "tasks"})
# Minutes, hours and percent up to which a wish is taken for one that few tasks fit.
QUICK_MINUTES, QUICK_REVIEW, FEW_REJECTED = 5, 6, 2
# So many statements are remembered by each process, for all who ask in the same way.
STATEMENTS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker looks for; what is empty asks for nothing.

    ``least`` to ``most`` and ``per_hour`` (at least) are what they want to receive, net; ``minutes``, ``review_hours``
    and ``rejects`` (percent) the most; ``rated`` the least mean mark of the employer (of 5), which leaves out those
    without one that others see; ``proof`` the only kind of proof; ``zone``, ``language`` and ``level`` what the task
    itself asks for.
    """

    words: str = ""
    category: Category | None = None
    least: Money | None = None
    most: Money | None = None
    per_hour: Money | None = None
    minutes: int | None = None
    zone: str = ""
    language: str = ""
    level: int | None = None
    difficulty: int | None = None
    proof: str = ""
    review_hours: int | None = None
    rejects: int | None = None
    rated: Decimal | None = None
    followed: bool = False
    sort: str = ""

    @property
    def _given(self) -> list[str]:
        return [field.name for field in fields(self) if getattr(self, field.name) not in ("", None, False)]

    @property
    def narrows(self) -> bool:
        return bool(set(self._given) - {"sort"})


class Miss(NamedTuple):
    """A task that is locked: by which rule, which level that asks for (0 where it is no level), and what it pays."""

    pk: int
    rule: str
    level: int
    receives: int


class Found:
    """What one worker can do now, and the near misses, nearest first. Nobody in particular (None) has no locks."""

    def __init__(self, wish: Wish, worker: User | None, *, hidden_too: bool = False, now: datetime) -> None:
        self._worker = worker
        known = hiding.known_of(worker) if worker else hiding.Known()
        known = replace(known, tasks=(), employers=(), categories=()) if hidden_too else known
        self._asked = _asked(wish, worker, known, now)
        self.ran_out = known.ran_out

    @cached_property
    def open(self) -> TaskQuerySet:
        return asking.shown(asking.in_order(asking.open_to(self._asked), self._asked))

    def page(self, start: int, most: int) -> list[cards.Listed]:
        """A piece of what is open, as cards are made of."""
        if not self._asked.words:
            return self._listed(_listing(self._asked.shape, start, most, few=self.open_count < self.most))
        keys = self._matching[start : start + most]
        rows = {row.pk: row for row in self._listed(_chosen(), keys=keys)} if keys else {}
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def _matching(self) -> list[int]:
        """What matches words, in order: all of it that is counted has to be ranked for any page, so it is asked for in
        one question."""
        return [key for (key,) in _ranking(self._asked.shape).ask(self._asked.given)]

    def promoted(self, keys: Sequence[int], turn: str, start: int, most: int) -> list[cards.Listed]:
        """Those of these tasks that are open, in the order by chance that belongs to this turn."""
        return self._listed(_promoted(self._asked.shape, start, most), keys=list(keys), turn=turn)

    @cached_property
    def locked(self) -> list[Miss]:
        """What is locked: of the first thousand in the order that is wished for, the nearest first."""
        return [Miss(*row) for row in _misses(self._asked.shape).ask(self._asked.given)]

    def near_misses(self, start: int, most: int) -> list[Task]:
        """A piece of what is locked."""
        keys = [miss.pk for miss in self.locked[start : start + most]]
        tasks = asking.shown(Task.objects.filter(pk__in=keys)).in_bulk()
        return [tasks[key] for key in keys if key in tasks]

    @property
    def most(self) -> int:
        """How many are counted and can be leafed through, at most."""
        return asking.MOST_COUNTED if self._asked.shape.is_plain else asking.MOST_SIFTED

    @property
    def most_about(self) -> int:
        """How far it is counted what is in the list that is not looked at."""
        return asking.MOST_COUNTED if self._asked.shape.is_plain else AT_A_GLANCE

    @cached_property
    def open_count(self) -> int:
        return len(self._matching) if self._asked.words else self._recall(self._key("open"), self._count_open)

    @cached_property
    def locked_count(self) -> int:
        return min(len(self.locked), self.most)

    @cached_property
    def locked_about(self) -> int:
        """How many are locked for people like this worker, as far as nobody knows them by name: what closes a task to
        one of the same country, languages and level closes it to all of them. Their own and what they did before may
        be among these."""
        if not self._asked.who:
            return 0
        if self._is_anybody and tallies.closed_to(self._asked.given, most=self.most) >= self.most:
            return self.most
        key = self._key("locked", leaving_out=self._not_shared)
        return self._recall(key, lambda: self._counted("locked", self.most_about))

    @property
    def _is_like_others(self) -> bool:
        """No employer knows this worker by name: what they see is what all of their kind see."""
        return self._asked.shape.held == tallies.NOTHING_HELD and not self._asked.shape.followed

    @property
    def _not_shared(self) -> frozenset[str]:
        """What of all that is given decides for this worker alone."""
        return OF_ONE_READER if self._is_like_others else frozenset()

    @property
    def _is_anybody(self) -> bool:
        """Nor do they wish for anything or hide anything, and they may take tasks."""
        shape = self._asked.shape
        return self._is_like_others and not shape.barred and shape.names == {*asking.OF_READER, "now"}

    def _count_open(self) -> int:
        """As far as anybody reads. What is open to everybody is counted once for all and further, else what is to all
        alike. Where that is so many that what this worker did and published cannot bring it below, nobody counts
        again."""
        if self._worker is None or not self._is_like_others:
            return self._counted("open", self.most)
        if self._is_anybody and self._are_enough(tallies.open_to_everybody(self._asked.given, most=self.most)):
            return self.most
        near, key = caches["near"], self._key("open-to-all-alike", leaving_out=frozenset({"worker"}))
        alike: int | None = near.get(key)
        if alike is None:
            alike = self._counted("open", self.most + self.most_about)
            near.set(key, alike, REMEMBERED)
        elif not self._are_enough(alike):
            return self._counted("open", self.most)
        return min(alike, self.most)

    def _are_enough(self, count: int) -> bool:
        """Whether of so many that others can do this worker can do as many as are counted."""
        if self._worker is None or count < self.most:
            return False
        return hiding.count_own(self._worker, most=count - self.most + 1) <= count - self.most

    def _recall(self, key: str, count: Callable[[], int]) -> int:
        """Of more than anybody takes in at a glance, as many as there were some seconds ago."""
        near = caches["near"]
        found: int | None = near.get(key)
        if found is None:
            found = count()
            if found >= AT_A_GLANCE:
                near.set(key, found, REMEMBERED)
        return found

    def _counted(self, which: str, most: int) -> int:
        ((count,),) = _counting(which, self._asked.shape._replace(sort=""), most).ask(self._asked.given) or [(0,)]
        return int(count)

    def _key(self, which: str, *, leaving_out: frozenset[str] = frozenset()) -> str:
        """All that decides how many are found, but the tasks."""
        given = {name: value for name, value in self._asked.given.items() if name not in {"now", *leaving_out}}
        asked = repr((self._asked.shape._replace(sort="", names=frozenset()), given))
        return f"{which}:{sha256(asked.encode()).hexdigest()}"

    def _listed(self, statement: blanks.Statement, **more: Any) -> list[cards.Listed]:
        return [cards.Listed.of(row) for row in statement.ask({**self._asked.given, **more})]


def find(wish: Wish, worker: User | None, *, hidden_too: bool = False, now: datetime) -> Found:
    """Live tasks that fit the wish; what is shut for now is locked. What the worker hides is left out, unless
    ``hidden_too``."""
    return Found(wish, worker, hidden_too=hidden_too, now=now)


def _asked(wish: Wish, worker: User | None, known: hiding.Known, now: datetime) -> asking.Asked:
    who = asker(worker) if worker else None
    of_reader = (who.pk, who.zone, who.country, who.languages, who.level) if who else ()
    reader = dict(zip(asking.OF_READER, of_reader, strict=bool(who)))
    hidden = {name: list(keys) for name in asking.HIDDEN if (keys := getattr(known, name))}
    reached = _reached(wish, who) if who else {}
    linked = {"linked": list(worker.linked)} if worker and worker.linked else {}
    given = {**reader, **hidden, **linked, **_values(wish), **reached, "now": now}
    shape = asking.Shape(
        frozenset(given),
        wish.sort,
        known.held,
        barred=bool(who and who.barred),
        followed=bool(wish.followed and who),
        # A test may stand in for the level.
        beyond=bool(who and (wish.level or 0) > who.level and not known.held.passes),
    )
    return asking.Asked(shape, given)


def _values(wish: Wish) -> dict[str, Any]:
    """What is wished for, under the names it is given by."""
    values = {
        **_classes(wish),
        "facets": _facets(wish),
        "in_zone": facets.places(wish.zone) if wish.zone and wish.zone != WORLDWIDE else None,
        "as_hard": [f"d{wish.difficulty}", "d0"] if wish.difficulty else None,
        "proving": [f"k{wish.proof}", f"k{facets.NO_PROOF}", facets.UNKNOWN] if wish.proof else None,
        "least": wish.least and int(wish.least),
        "most": wish.most and int(wish.most),
        "per_hour": wish.per_hour and int(wish.per_hour),
        "minutes": wish.minutes,
        "review_minutes": wish.review_hours and wish.review_hours * 60,
        "difficulty": wish.difficulty,
        "rated": _tenths(wish.rated),
        "raters": wish.rated and settings.RULES.ratings_shown,
        "proof": wish.proof,
        "words": wish.words,
        "quoted": wish.words if '"' in wish.words else "",
    }
    given = {name: value for name, value in values.items() if value}
    return given if wish.rejects is None else {**given, "rejects": wish.rejects}


def _classes(wish: Wish) -> dict[str, list[str]]:
    """Where few tasks can be so quick or good. Where many are, their index is longer to read than a list of tasks."""
    found = {}
    if wish.minutes and wish.minutes <= QUICK_MINUTES:
        found["as_long"] = facets.up_to("m", wish.minutes * 60, facets.SECONDS)
    if wish.review_hours and wish.review_hours <= QUICK_REVIEW:
        found["reviewing"] = [*facets.up_to("r", wish.review_hours * 60, facets.REVIEW_MINUTES), facets.UNKNOWN]
    if wish.rejects is not None and wish.rejects <= FEW_REJECTED:
        found["rejecting"] = [*facets.up_to("j", wish.rejects, facets.REJECTED), facets.UNKNOWN]
    # At first few employers have a rating, and where many have, looking for it here costs nothing more.
    if wish.rated:
        found["rated_so"] = [*facets.at_least("s", _tenths(wish.rated), facets.RATED), facets.UNKNOWN]
    return found


def _tenths(mark: Decimal | None) -> int:
    return int(mark * 10) if mark else 0


def _facets(wish: Wish) -> list[str]:
    """The facets that what is wished for has, all of them."""
    wanted = {"c": wish.category and wish.category.pk, "v": wish.level, "l": wish.language}
    found = [f"{letter}{value}" for letter, value in wanted.items() if value]
    return [*found, facets.WORLDWIDE] if wish.zone == WORLDWIDE else found


def _reached(wish: Wish, who: Asker) -> dict[str, list[str]]:
    """The facets that open tasks to the reader, where what is wished for is not what is theirs anyway."""
    reached = {}
    if wish.zone not in ("", WORLDWIDE, who.zone):
        reached["from_there"] = [facets.WORLDWIDE, f"z{who.zone}", f"n{who.country}"]
    if wish.language and wish.language not in who.languages:
        reached["in_tongues"] = [facets.ANY_LANGUAGE, *(f"l{language}" for language in who.languages)]
    return reached


@lru_cache(maxsize=STATEMENTS_KEPT)
def _counting(which: str, shape: asking.Shape, most: int) -> blanks.Statement:
    tasks = {"open": asking.open_to, "locked": asking.locked_for}[which](shape.asked())
    return blanks.count_of(tasks[:most], planned=shape.is_plain)


@lru_cache(maxsize=STATEMENTS_KEPT)
def _listing(shape: asking.Shape, start: int, most: int, *, few: bool) -> blanks.Statement:
    """``few``: so few fit that they are found first and sorted then. In an order one could go through a million for
    twenty. They are those that were counted, and what may have come since."""
    asked = shape.asked()
    order = ranking.order(shape.sort)
    few = few and not shape.is_plain
    tasks = asking.open_to(asked)
    if few:
        tasks = Task.objects.filter(pk__in=tasks.values("pk")[: 2 * asking.MOST_COUNTED]).order_by(*order)
    else:
        tasks = asking.in_order(tasks, asked)
    if few or not ranking.is_read_off(shape.sort, ""):
        # What a card shows is looked up for the page alone, not for all that were sorted.
        tasks, start = Task.objects.filter(pk__in=tasks.values("pk")[start : start + most]).order_by(*order), 0
    return blanks.rows_of(cards.columns_of(tasks)[start : start + most], planned=shape.is_plain)


@lru_cache(maxsize=STATEMENTS_KEPT)
def _ranking(shape: asking.Shape) -> blanks.Statement:
    asked = shape.asked()
    tasks = asking.in_order(asking.open_to(asked), asked)
    return blanks.rows_of(tasks.values_list("pk")[: asking.MOST_SIFTED], planned=False)


@cache
def _chosen() -> blanks.Statement:
    return blanks.rows_of(
        cards.columns_of(Task.objects.filter(asking.is_one_of("pk", asking.blank("keys")))), planned=True
    )


@lru_cache(maxsize=STATEMENTS_KEPT)
def _misses(shape: asking.Shape) -> blanks.Statement:
    asked = shape.asked()
    if asked.who is None:
        return blanks.rows_of(Task.objects.none(), planned=False)
    first = asking.first_of(asking.locked_for(asked), asked, asking.MOST_COUNTED).with_lock(asked.who, shape.held)
    near = Case(When(lock="countries", then=Value(1)), default=Value(0))
    level = Case(When(lock="level", then=F("minimum_level")), default=Value(0))
    tasks = asking.ranked(first, asked).order_by(near, *ranking.order(shape.sort, asked.words))
    rows = tasks.annotate(asks=level, receives=ranking.RECEIVES).values_list("pk", "lock", "asks", "receives")
    return blanks.rows_of(rows, planned=shape.is_plain)


@lru_cache(maxsize=STATEMENTS_KEPT)
def _promoted(shape: asking.Shape, start: int, most: int) -> blanks.Statement:
    asked = shape.asked()
    turn = MD5(Concat(Cast(F("pk"), TextField()), asked.given["turn"], output_field=TextField()))
    tasks = asking.open_to(asked).filter(asking.is_one_of("pk", asked.given["keys"])).order_by(turn)
    return blanks.rows_of(cards.columns_of(tasks, promoted=True)[start : start + most], planned=False)
