"""The rejection budget: an employer who rejects much needs a co-sign of support for each further rejection.

Counted are the verdicts on what was handed in last, ``budget_verdicts`` at most; below ``budget_least`` nobody is over.
A rejection that fell counts as the approval it became.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.refusals import Refused

from .models import Proposal, Submission
from .tabs import REJECTED

State = Submission.State
JUDGED = [State.APPROVED, State.AWARDED, *REJECTED]
_LAST = """
    SELECT last.rejected + given.rejected, last.judged + given.judged
      FROM (SELECT count(*) FILTER (WHERE state = ANY (%s::text[])) AS rejected, count(*) AS judged
              FROM (SELECT done.state
                      FROM tasks_task AS task
                     CROSS JOIN unnest(%s::text[]) AS judged (state)
                     CROSS JOIN LATERAL (SELECT state, submitted_at FROM submissions_submission
                                          WHERE task_id = task.id AND state = judged.state
                                          ORDER BY submitted_at DESC LIMIT %s) AS done
                     WHERE task.employer_id = %s AND task.taken > 0
                     ORDER BY done.submitted_at DESC LIMIT %s) AS newest) AS last
     CROSS JOIN (SELECT count(*) FILTER (WHERE given.kind = 'reject') AS rejected,
                        count(*) FILTER (WHERE given.kind <> 'screen') AS judged
                   FROM submissions_givenverdict AS given
                   JOIN submissions_submission AS done ON done.id = given.submission_id
                   JOIN tasks_task AS task ON task.id = done.task_id
                  WHERE task.employer_id = %s) AS given
"""


class OverBudget(Refused):
    """This rejection needs a co-sign."""


class Proposed(Refused):
    """This rejection waits for a co-sign already, or was not co-signed."""


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

    def after(self, rejections: int) -> Standing:
        """The same with so many rejections more."""
        return Standing(self.rejected + rejections, self.judged + rejections)


def standing(employer: User) -> Standing:
    """Of the last verdicts, with those that can still be taken back. Looks at no more than the newest of each task."""
    most = settings.RULES.budget_verdicts
    states = [str(state) for state in REJECTED], [str(state) for state in JUDGED]
    rejected, judged = statements.call(_LAST, [*states, most, employer.pk, most, employer.pk])
    return Standing(rejected, judged)


def check(employer: User, *, rejecting: int = 1) -> None:
    """Raises OverBudget where one of so many rejections of this employer at once needs a co-sign."""
    before = standing(employer)
    # Each but the first comes after those before it.
    free = next((done for done in range(rejecting) if before.after(done).is_over), rejecting)
    if free == rejecting:
        return
    if not free:
        words = _(
            "%(rate)s%% of your last verdicts were rejections, so each needs a co-sign of support: reject one alone."
        )
        raise OverBudget(words % {"rate": before.rate})
    words = ngettext(
        "You can reject %(count)s of these. Then %(rate)s%% of your last verdicts are rejections, and each further one"
        " needs a co-sign of support. None is rejected now.",
        "You can reject %(count)s of these. Then %(rate)s%% of your last verdicts are rejections, and each further one"
        " needs a co-sign of support. None is rejected now.",
        free,
    )
    raise OverBudget(words % {"count": free, "rate": before.after(free).rate})


def check_proposed(row: Submission) -> None:
    """One proposal about each time the work was handed in, which is decided by support alone. Raises Proposed."""
    lately = row.proposals.filter(proposed_at__gte=row.submitted_at).order_by("-pk").first()
    if lately and lately.is_open:
        raise Proposed(_("This rejection waits for a co-sign already."))
    if lately and lately.state == Proposal.State.DECLINED:
        words = _("Support did not co-sign this rejection: %(words)s Approve the work.")
        raise Proposed(words % {"words": lately.words})
