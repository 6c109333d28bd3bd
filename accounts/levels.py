"""Levels: earned by two facts only, approved submissions and the success rate of the last verdicts (row A4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from picomarket.lib.counters import add

from .models import Level, User, Verdict, percent


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that counts: who did the work, who judged it, which submission, and how it ended.

    ``title`` and ``url`` say in the worker's list what the verdict was about.
    """

    submission_id: int
    worker_id: int
    employer_id: int
    approved: bool
    title: str = ""
    url: str = ""


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


def next_level(worker: User) -> NextLevel | None:
    """How far this worker is from the next level; None for an expert."""
    return next(iter(levels_ahead(worker).values()), None)


def levels_ahead(worker: User) -> dict[int, NextLevel]:
    """How far this worker is from each level above their own, the nearest first."""
    steps = [step for step in thresholds() if worker.level < step.level]
    window = [verdict.approved for verdict in latest_verdicts(worker)] if steps else []
    return {step.level: _how_far(worker, step, window) for step in steps}


def _how_far(worker: User, step: Threshold, window: list[bool]) -> NextLevel:
    by_count, by_rate = step.approved - worker.approved, _approvals_to_reach(step.rate, window)
    return NextLevel(step.level, max(by_count, by_rate, 1), step.rate, _rate(window), in_a_row=by_rate > by_count)


def at_risk(worker: User) -> bool:
    """Whether one more rejection would bring this worker back a level."""
    window = [False, *(verdict.approved for verdict in latest_verdicts(worker))]
    return level_for(worker.approved, _rate(window[: settings.RULES.rolling_verdicts])) < worker.level


def _rate(window: Sequence[bool]) -> int | None:
    return percent(sum(window), len(window) - sum(window))


def _approvals_to_reach(rate: int, window: list[bool]) -> int:
    """How many approvals in a row bring the rolling rate to ``rate`` percent; 0 when it is there."""
    longest = settings.RULES.rolling_verdicts
    ahead = (more for more in range(longest) if (_rate(([True] * more + window)[:longest]) or 0) >= rate)
    return next(ahead, longest)


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


def record_verdicts(judged: Iterable[Judged], *, now: datetime) -> None:
    """Count verdicts for workers and employers and move levels. Runs in the caller's transaction.

    Rows are locked in id order. A submission that was already counted raises IntegrityError: a bug.
    """
    judged = list(judged)
    if not judged:
        return
    with transaction.atomic():
        worker_ids = {one.worker_id for one in judged}
        people = sorted(worker_ids | {one.employer_id for one in judged})
        list(User.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True).values_list("pk"))
        Verdict.objects.bulk_create(
            Verdict(
                worker_id=one.worker_id,
                submission_id=one.submission_id,
                approved=one.approved,
                given_at=now,
                title=one.title,
                url=one.url,
            )
            for one in judged
        )
        for ok, mine, theirs in ((True, "approved", "judged_approved"), (False, "rejected", "judged_rejected")):
            add(User.objects.all(), mine, Counter(one.worker_id for one in judged if one.approved is ok))
            add(User.objects.all(), theirs, Counter(one.employer_id for one in judged if one.approved is ok))
        _settle_levels(worker_ids, now=now)


def _settle_levels(worker_ids: set[int], *, now: datetime) -> None:
    rates = rolling_rates(worker_ids)
    for worker in User.objects.filter(pk__in=worker_ids).order_by("pk"):
        level = level_for(worker.approved, rates.get(worker.pk))
        if level != worker.level:
            rose = level > worker.level
            User.objects.filter(pk=worker.pk).update(level=level)
            _tell(worker, level, rose=rose, rate=rates.get(worker.pk), now=now)


def _tell(worker: User, level: Level, *, rose: bool, rate: int | None, now: datetime) -> None:
    if rose:
        subject = format_lazy(_("Your level is now {level}"), level=level.label)
        body = format_lazy(_("More tasks are open to you."))
    else:
        subject = format_lazy(_("Your level went back to {level}"), level=level.label)
        body = format_lazy(
            _("{rate} % of your last judged submissions were approved. Your profile says what the level asks."),
            rate=rate or 0,
        )
    notices.tell(worker, subject=subject, body=body, url="/me/", mail=True, now=now)
