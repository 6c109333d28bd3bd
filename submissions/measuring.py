"""Measuring: how long work takes and how long a verdict does, asked of the submissions and kept by the tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from tasks import floor, measures

from .models import Submission

State = Submission.State
JUDGED = [State.APPROVED, State.REJECTED, State.DISPUTED, State.CONFIRMED, State.AWARDED, State.SCREENED]
# The newest so many of each are looked at, so that an old task costs no more than a young one.
WINDOW = 200
AT_ONCE = 500

# What was changed once more says of neither how long it took.
_TIMES = """
    SELECT task.id, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done.submitted_at - done.claimed_at))
      FROM unnest(%s::bigint[]) AS task (id)
     CROSS JOIN LATERAL (SELECT claimed_at, submitted_at FROM submissions_submission
                          WHERE task_id = task.id AND state = 'approved' AND revise_until IS NULL
                          ORDER BY submitted_at DESC LIMIT %s) AS done
     GROUP BY task.id HAVING count(*) >= %s
"""

_REVIEWS = """
    SELECT employer, CASE WHEN count(*) >= %s THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY took) END
      FROM (SELECT task.employer_id AS employer, extract(epoch FROM done.judged_at - done.submitted_at) / 60 AS took,
                   row_number() OVER (PARTITION BY task.employer_id ORDER BY done.submitted_at DESC) AS nth
              FROM tasks_task AS task
             CROSS JOIN unnest(%s::text[]) AS judged (state)
             CROSS JOIN LATERAL (SELECT submitted_at, coalesce(rejected_at, closed_at) AS judged_at
                                   FROM submissions_submission
                                  WHERE task_id = task.id AND state = judged.state AND revise_until IS NULL
                                  ORDER BY submitted_at DESC LIMIT %s) AS done
             WHERE task.employer_id = ANY (%s)) AS newest
     WHERE nth <= %s GROUP BY employer
"""


def measure_due(*, now: datetime) -> int:
    """Measure the tasks and the employers that got verdicts since the last time; how many there were of both."""
    return _time_tasks(now) + _time_reviews(now)


def _time_tasks(now: datetime) -> int:
    due = measures.tasks_to_time(most=AT_ONCE)
    if not due:
        return 0
    found = _medians(_TIMES, [due, WINDOW, settings.RULES.measured_after])
    timed = measures.note_times(dict.fromkeys(due, None) | found)
    floor.pause_below(found, now=now)
    return timed


def _time_reviews(now: datetime) -> int:
    due = measures.employers_to_measure(most=AT_ONCE)
    if not due:
        return 0
    states = [str(state) for state in JUDGED]
    found = _medians(_REVIEWS, [settings.RULES.measured_after, states, WINDOW, due, WINDOW])
    return measures.note_reviews(dict.fromkeys(due, None) | found, now=now)


def _medians(statement: str, given: list[Any]) -> dict[int, Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return dict(cursor.fetchall())
