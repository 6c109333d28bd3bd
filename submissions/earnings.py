"""A worker's own earnings: by day, category and employer, what they come to an hour, and what is still to come.

The time of a submission is that from the claim to handing it in. What an hour brings is a median over submissions, so
that one that was left open over lunch does not move it. Nobody but the worker is shown any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.models import User
from picomarket.lib.money import Money
from tasks.measures import SHORTEST_SECONDS
from tasks.models import Category

# From so many submissions on there is an hourly figure; and so many employers are listed.
FEWEST, MOST = 3, 50

# Of a submission: what was received for it, bonuses too, and what that came to an hour.
_CLEARED = """
    WITH done AS MATERIALIZED (
        SELECT (work.closed_at AT TIME ZONE %(zone)s)::date AS day, task.category_id, task.employer_id, 1 AS counted,
               price.receives, (price.receives + coalesce(extra.sum, 0)) * 3600
                 / greatest(extract(epoch FROM work.submitted_at - work.claimed_at), %(shortest)s) AS hourly
          FROM submissions_submission AS work
          JOIN tasks_task AS task ON task.id = work.task_id
         CROSS JOIN LATERAL (
               SELECT CASE WHEN work.own_reward > 0 THEN work.own_reward - work.own_worker_commission
                           ELSE task.reward - task.worker_commission END * coalesce(work.awarded, 100) / 100
               ) AS price (receives)
         CROSS JOIN LATERAL (SELECT sum(amount) FROM submissions_bonus WHERE submission_id = work.id) AS extra (sum)
         WHERE work.worker_id = %(worker)s AND work.state IN ('approved', 'awarded', 'screened')
           AND work.closed_at >= %(since)s
        UNION ALL
        SELECT (bonus.given_at AT TIME ZONE %(zone)s)::date, task.category_id, task.employer_id, 0, bonus.amount, NULL
          FROM submissions_bonus AS bonus
          JOIN submissions_submission AS work ON work.id = bonus.submission_id
          JOIN tasks_task AS task ON task.id = work.task_id
         WHERE work.worker_id = %(worker)s AND bonus.given_at >= %(since)s)
    SELECT NULL::date, category_id, employer_id, sum(counted)::bigint, sum(receives)::bigint,
           CASE WHEN count(hourly) >= %(fewest)s
                THEN (percentile_cont(0.5) WITHIN GROUP (ORDER BY hourly))::bigint END
      FROM done GROUP BY GROUPING SETS ((category_id), (employer_id), ())
     UNION ALL
    SELECT day, NULL, NULL, sum(counted)::bigint, sum(receives)::bigint, NULL FROM done GROUP BY day
"""
_PENDING = """
    SELECT (work.review_until AT TIME ZONE %(zone)s)::date AS day, count(*),
           sum(task.reward - task.worker_commission)::bigint
      FROM submissions_submission AS work JOIN tasks_task AS task ON task.id = work.task_id
     WHERE work.worker_id = %(worker)s AND work.state = 'submitted' GROUP BY day ORDER BY day
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """So many submissions, what was received for them, and the median per hour where there are enough."""

    done: int = 0
    received: Money = Money(0)  # noqa: RUF009 - a Money is a number, and never changed
    hourly: Money | None = None


@dataclass(frozen=True, slots=True)
class Earnings:
    """What is in the wallet since a day, in all and each way, the most first; and what is expected on which day."""

    total: Sum
    by_day: Mapping[date, Sum]
    by_category: list[tuple[Category, Sum]]
    by_employer: list[tuple[User, Sum]]
    pending: list[tuple[date, Sum]]

    @property
    def expected(self) -> Sum:
        waiting = [one for _day, one in self.pending]
        return Sum(sum(one.done for one in waiting), Money(sum(one.received for one in waiting)))


def of(worker: User, *, since: datetime) -> Earnings:
    """Four queries, however much there is."""
    given: dict[str, Any] = {"worker": worker.pk, "since": since, "zone": str(worker.tz)}
    with connection.cursor() as cursor:
        cursor.execute(_CLEARED, {**given, "shortest": SHORTEST_SECONDS, "fewest": FEWEST})
        rows = [(*row[:3], _sum(*row[3:])) for row in cursor.fetchall()]
        cursor.execute(_PENDING, given)
        pending = [(day, _sum(count, amount)) for day, count, amount in cursor.fetchall()]
    days = {day: one for day, _category, _employer, one in rows if day}
    categories = {key: one for _day, key, _employer, one in rows if key}
    employers = {key: one for _day, _category, key, one in rows if key}
    total = next((one for *keys, one in rows if not any(keys)), Sum())
    return Earnings(
        total,
        dict(sorted(days.items())),
        _named(Category.objects.in_bulk(categories), categories),
        _named(User.objects.in_bulk(employers), employers)[:MOST],
        pending,
    )


def _sum(done: int, received: int, hourly: int | None = None) -> Sum:
    return Sum(done or 0, Money(received or 0), None if hourly is None else Money(hourly).floor_to_cents())


def _named(named: Mapping[int, Any], sums: Mapping[int, Sum]) -> list[tuple[Any, Sum]]:
    """Each with its sum, the largest first."""
    return sorted(((named[key], one) for key, one in sums.items()), key=lambda pair: -pair[1].received)
