"""Levels: earned by two facts only, approved submissions and the success rate of the last verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from inbox.wording import Wording
from picomarket.lib import statements

from .models import Level, User, Verdict, percent


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that counts: who did the work, who judged it, which submission, and how it ended.

    ``title`` and ``url`` say in the worker's list what the verdict was about; by ``task_level`` and what was ``earned``
    an approval gives points.
    """

    submission_id: int
    worker_id: int
    employer_id: int
    approved: bool
    title: str = ""
    url: str = ""
    task_level: int = Level.STARTER
    earned: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    level: Level
    approved: int
    rate: int


@dataclass(frozen=True, slots=True)
class NextLevel:
    """How far it is: submissions still to be approved, the rate asked for and the rate now (None: no verdict).

    ``in_a_row``: the rate is what is missing, and it takes that many approvals with no rejection between them.
    """

    level: Level
    missing: int
    rate_needed: int
    rate_now: int | None
    in_a_row: bool = False

    @property
    def label(self) -> str:
        return str(self.level.label)


def thresholds() -> tuple[Threshold, Threshold]:
    rules = settings.RULES
    return (
        Threshold(Level.ADVANCED, rules.advanced_approved, rules.advanced_rate),
        Threshold(Level.EXPERT, rules.expert_approved, rules.expert_rate),
    )


def level_for(approved: int, rate: int | None) -> Level:
    """The level that many approved submissions and that rolling rate (percent) earn."""
    earned = [step.level for step in thresholds() if approved >= step.approved and (rate or 0) >= step.rate]
    return max(earned, default=Level.STARTER)


def latest_verdicts(worker: User) -> list[Verdict]:
    """The verdicts the rolling rate looks at, newest first."""
    return list(worker.verdicts.order_by("-given_at", "-pk")[: settings.RULES.rolling_verdicts])


def recent_rate(worker: User, *, now: datetime) -> int | None:
    """Percent approved of what was judged in the last ``rolling_days``; None where nothing was."""
    recent = worker.verdicts.filter(given_at__gte=recently(now))
    found = recent.aggregate(good=Count("pk", filter=Q(approved=True)), bad=Count("pk", filter=Q(approved=False)))
    return percent(found["good"], found["bad"])


def recently(now: datetime) -> datetime:
    """From when on a verdict is one of the last ``rolling_days``."""
    return now - timedelta(days=settings.RULES.rolling_days)


def rate_of(verdicts: Sequence[Verdict]) -> int | None:
    """Percent approved of these; None where there are none."""
    return _rate([verdict.approved for verdict in verdicts])


def next_level(worker: User, *, verdicts: Sequence[Verdict] | None = None) -> NextLevel | None:
    """How far this worker is from the next level; None for an expert. Their ``latest_verdicts`` save asking."""
    return next(iter(levels_ahead(worker, verdicts=verdicts).values()), None)


def levels_ahead(worker: User, *, verdicts: Sequence[Verdict] | None = None) -> dict[int, NextLevel]:
    """How far this worker is from each level above their own, the nearest first."""
    steps = [step for step in thresholds() if worker.level < step.level]
    latest = (latest_verdicts(worker) if verdicts is None else verdicts) if steps else []
    window = [verdict.approved for verdict in latest]
    return {step.level: _how_far(worker, step, window) for step in steps}


def _how_far(worker: User, step: Threshold, window: list[bool]) -> NextLevel:
    by_count, by_rate = step.approved - worker.approved, _approvals_to_reach(step.rate, window)
    return NextLevel(step.level, max(by_count, by_rate, 1), step.rate, _rate(window), in_a_row=by_rate > by_count)


_LATEST = """
    SELECT worker.id, array_agg(latest.approved ORDER BY latest.given_at DESC, latest.id DESC)
      FROM unnest(%s::bigint[]) AS worker (id)
     CROSS JOIN LATERAL (SELECT id, given_at, approved FROM accounts_verdict WHERE worker_id = worker.id
                          ORDER BY given_at DESC, id DESC LIMIT %s) AS latest
     GROUP BY worker.id
"""


def at_risk(workers: Iterable[User]) -> set[int]:
    """The keys of those whom one more rejection would bring back a level."""
    asked = {worker.pk: worker for worker in workers if worker.level > Level.STARTER}
    if not asked:
        return set()
    latest = dict(statements.rows(_LATEST, [sorted(asked), settings.RULES.rolling_verdicts]))
    return {key for key, one in asked.items() if would_fall(one, latest.get(key, []))}


def would_fall(worker: User, latest: Sequence[bool]) -> bool:
    """Whether one more rejection would bring them back a level. ``latest``: how theirs were decided, newest first."""
    window = [False, *latest][: settings.RULES.rolling_verdicts]
    return level_for(worker.approved, _rate(window)) < worker.level


def _rate(window: Sequence[bool]) -> int | None:
    return percent(sum(window), len(window) - sum(window))


def _approvals_to_reach(rate: int, window: list[bool]) -> int:
    """How many approvals in a row bring the rolling rate to ``rate`` percent; 0 when it is there."""
    longest = settings.RULES.rolling_verdicts
    ahead = (more for more in range(longest) if (_rate(([True] * more + window)[:longest]) or 0) >= rate)
    return next(ahead, longest)


_COUNTED = gettext_noop(
    "{rate}% of your last {count} verdicts are approvals; {before} asks for {asked}%. The rejections that count:"
    "\n{titles}\nYour level page leads to each of them."
)
TOLD = {
    "rose": Wording(
        gettext_noop("Your level is now {level}"),
        gettext_noop("More tasks are open to you. Your level page says which, and what comes next."),
    ),
    "fell": Wording(gettext_noop("Your level went back to {level}"), _COUNTED),
    "risky": Wording(gettext_noop("One more rejection takes your level {level} away"), _COUNTED),
}

_ROLLING = """
    SELECT who.id, count(*) FILTER (WHERE latest.approved), count(latest.approved)
      FROM unnest(%s::bigint[]) AS who (id)
      CROSS JOIN LATERAL (SELECT approved FROM accounts_verdict WHERE worker_id = who.id
                           ORDER BY given_at DESC, id DESC LIMIT %s) AS latest
     GROUP BY who.id
"""


def rolling_rates(worker_ids: Iterable[int]) -> dict[int, int | None]:
    """Percent approved of each worker's latest verdicts; a worker without verdicts is absent."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLLING, [sorted(set(worker_ids)), settings.RULES.rolling_verdicts])
        return {worker: percent(approved, counted - approved) for worker, approved, counted in cursor.fetchall()}


_RECORD = """
    SELECT accounts_record_verdicts(%s::bigint[], %s::bigint[], %s::bigint[], %s::boolean[], %s::text[], %s::text[],
                                    %s::integer[], %s::bigint[], %s::jsonb, %s::timestamptz)
"""


def record_verdicts(judged: Iterable[Judged], *, now: datetime) -> None:
    """Count verdicts for workers and employers, give points, move levels, and tell whose level moved or is at risk.

    Rows are locked in id order. A submission that was already counted raises IntegrityError: a bug. SQL of the apps
    outside calls ``accounts_record_verdicts`` too.
    """
    rows = [astuple(one) for one in judged]
    if rows:
        statements.answer(_RECORD, [*map(list, zip(*rows, strict=True)), rules_for_sql(), now])


def rules_for_sql() -> str:
    """What ``accounts_record_verdicts`` must know of the market: how levels and points are earned, and what is said."""
    rules = settings.RULES
    return _rules_for_sql(rules.rolling_verdicts, thresholds(), rules.task_points, rules.dollar_points)


@cache
def _rules_for_sql(window: int, steps: tuple[Threshold, ...], task_points: int, dollar_points: int) -> str:
    with translation.override(None):
        rules = {
            "window": window,
            "levels": _array(step.level for step in steps),
            "least": _array(step.approved for step in steps),
            "rates": _array(step.rate for step in steps),
            "asks": {str(int(step.level)): step.rate for step in steps},
            "names": {str(int(level)): str(level.label) for level in Level},
            "task_points": task_points,
            "dollar_points": dollar_points,
            "url": reverse("accounts:level"),
            **{what: wording._asdict() for what, wording in TOLD.items()},
        }
    return json.dumps(rules)


def _array(numbers: Iterable[int]) -> str:
    """As PostgreSQL writes an array."""
    return f"{{{','.join(str(int(number)) for number in numbers)}}}"
