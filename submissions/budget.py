"""The rejection budget: an employer who rejects much needs a co-sign of support for each further rejection.

Counted are the verdicts on what was handed in last, ``budget_verdicts`` at most; below ``budget_least`` nobody is over.
A rejection that fell counts as the approval it became.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.refusals import Refused

from .models import Submission
from .tabs import REJECTED

State = Submission.State
JUDGED = [State.APPROVED, State.AWARDED, *REJECTED]
_LAST = """
    SELECT count(*) FILTER (WHERE state = ANY (%s::text[])), count(*)
      FROM (SELECT done.state
              FROM tasks_task AS task
             CROSS JOIN unnest(%s::text[]) AS judged (state)
             CROSS JOIN LATERAL (SELECT state, submitted_at FROM submissions_submission
                                  WHERE task_id = task.id AND state = judged.state
                                  ORDER BY submitted_at DESC LIMIT %s) AS done
             WHERE task.employer_id = %s AND task.taken > 0
             ORDER BY done.submitted_at DESC LIMIT %s) AS last
"""


class OverBudget(Refused):
    """This rejection needs a co-sign."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of an employer's last verdicts were rejections."""

    rejected: int
    judged: int

    @property
    def rate(self) -> int | None:
        """In percent, rounded up: what is over the budget never looks as if it were not."""
        return -(-self.rejected * 100 // self.judged) if self.judged else None

    @property
    def is_over(self) -> bool:
        rules = settings.RULES
        return self.judged >= rules.budget_least and self.rejected * 100 > rules.budget_rate * self.judged


def standing(employer: User) -> Standing:
    """One query, which looks at no more than the newest of each task."""
    most = settings.RULES.budget_verdicts
    states = [str(state) for state in REJECTED], [str(state) for state in JUDGED]
    return Standing(*statements.call(_LAST, [*states, most, employer.pk, most]))


def check(employer: User) -> None:
    """Raises OverBudget where a rejection of this employer needs a co-sign."""
    if (now := standing(employer)).is_over:
        words = _(
            "%(rate)s %% of your last verdicts were rejections, so each needs a co-sign of support: reject one alone."
        )
        raise OverBudget(words % {"rate": now.rate})
