"""Figures for employers: what approved work cost, how long it took, why work was rejected, where it came from, and
how far answers to the same row agreed.

All of it is counted by PostgreSQL in one statement, over one task or all of an employer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.models import User
from picomarket.lib.money import Money
from tasks.models import Task

# The seconds at which one span of time ends and the next begins.
SPANS = (60, 120, 300, 600, 1200, 2400, 3600)

_COUNT = """
    WITH work AS MATERIALIZED (
        SELECT one.state, one.checked, (one.submitted_at AT TIME ZONE %(zone)s)::date AS day,
               CASE WHEN one.revise_until IS NULL THEN
                    width_bucket(extract(epoch FROM one.submitted_at - one.claimed_at)::int, %(spans)s::int[])
               END AS span,
               CASE WHEN one.state IN ('rejected', 'disputed', 'confirmed') THEN one.reason END AS reason,
               one.country,
               CASE WHEN one.revise_until IS NULL THEN extract(epoch FROM one.submitted_at - one.claimed_at)
               END AS took,
               extract(epoch FROM coalesce(one.rejected_at, one.closed_at) - one.submitted_at) AS reviewed,
               CASE WHEN one.state NOT IN ('approved', 'awarded', 'screened') THEN 0
                    ELSE CASE WHEN one.own_reward > 0 THEN one.own_reward + one.own_employer_commission
                              ELSE task.reward + task.employer_commission END * coalesce(one.awarded, 100) / 100
               END AS cost
          FROM tasks_task AS task JOIN submissions_submission AS one ON one.task_id = task.id
         WHERE task.employer_id = %(employer)s AND (%(task)s::bigint IS NULL OR task.id = %(task)s::bigint)
           AND one.submitted_at >= %(since)s)
    SELECT grouping(day, span, reason, country), day, span, reason, country, count(*),
           count(*) FILTER (WHERE state IN ('approved', 'awarded')),
           count(*) FILTER (WHERE state IN ('rejected', 'disputed', 'confirmed')),
           count(*) FILTER (WHERE checked = 'agreed'), count(*) FILTER (WHERE checked = 'differs'),
           count(*) FILTER (WHERE state = 'screened'),
           0::bigint, NULL::float8, NULL::float8
      FROM work GROUP BY GROUPING SETS ((day), (span), (reason), (country))
     UNION ALL
    SELECT %(all)s, NULL, NULL, NULL, NULL, count(*),
           count(*) FILTER (WHERE state IN ('approved', 'awarded')),
           count(*) FILTER (WHERE state IN ('rejected', 'disputed', 'confirmed')),
           count(*) FILTER (WHERE checked = 'agreed'), count(*) FILTER (WHERE checked = 'differs'),
           count(*) FILTER (WHERE state = 'screened'),
           coalesce(sum(cost), 0)::bigint, percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY reviewed)
      FROM work
"""
# As ``grouping`` says which of its columns a row is not about.
_DAY, _SPAN, _REASON, _COUNTRY, _ALL = 0b0111, 0b1011, 0b1101, 0b1110, 0b1111


@dataclass(frozen=True, slots=True)
class Count:
    """So many handed in, and what became of them; the rest wait for a verdict. Of answers that were compared with
    others, how many agreed and how many differed; and how many came of workers who did not qualify."""

    handed_in: int = 0
    approved: int = 0
    rejected: int = 0
    agreed: int = 0
    differed: int = 0
    screened: int = 0

    @property
    def rate(self) -> int | None:
        """Percent approved of what was judged."""
        judged = self.approved + self.rejected
        return self.approved * 100 // judged if judged else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to say of one task or of all: sums, medians in seconds, and counts each way."""

    all: Count
    cost: Money
    took: int | None
    reviewed: int | None
    by_day: Sequence[tuple[date, Count]]
    by_span: Sequence[tuple[int, Count]]
    by_reason: Sequence[tuple[str, Count]]
    by_country: Sequence[tuple[str, Count]]

    @property
    def sent_back(self) -> int:
        """How many were sent back for a change, which stand in no span."""
        return self.all.handed_in - sum(one.handed_in for _span, one in self.by_span)

    @property
    def cost_per_approved(self) -> Money | None:
        """To a tenth of a cent."""
        return Money(int(self.cost) // self.all.approved // 1000 * 1000) if self.all.approved else None


def of(employer: User, *, task: Task | None = None, since: datetime) -> Figures:
    """The figures of what was handed in since then; one query."""
    given: dict[str, Any] = {
        "employer": employer.pk,
        "task": task.pk if task else None,
        "since": since,
        "zone": str(employer.tz),
        "spans": list(SPANS),
        "all": _ALL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        rows = cursor.fetchall()
    whole = next(row for row in rows if row[0] == _ALL)
    by_reason = sorted(_counted(rows, _REASON, 3), key=lambda one: -one[1].rejected)
    by_country = sorted(_counted(rows, _COUNTRY, 4), key=lambda one: -one[1].handed_in)
    return Figures(
        all=Count(*whole[5:11]),
        cost=Money(whole[11]),
        took=None if whole[12] is None else round(whole[12]),
        reviewed=None if whole[13] is None else round(whole[13]),
        by_day=sorted(_counted(rows, _DAY, 1)),
        # What was sent back for a change says nothing of how long it takes.
        by_span=sorted(one for one in _counted(rows, _SPAN, 2) if one[0] is not None),
        by_reason=[one for one in by_reason if one[0]],
        by_country=by_country,
    )


def _counted(rows: Sequence[tuple[Any, ...]], which: int, column: int) -> Iterator[tuple[Any, Count]]:
    for row in rows:
        if row[0] == which:
            yield row[column], Count(*row[5:11])
