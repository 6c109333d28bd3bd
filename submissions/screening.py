"""Screening out: who turns out not to qualify is paid what their task says for finding out.

It is no rejection: it counts in nobody's rate, level or points, and cannot be disputed. So that it does not take the
place of a fair verdict, only a share of a task's verdicts can be this one, and the same share of its employer's in all
tasks that pay for finding out: else many small tasks could each screen out one of two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused
from tasks import slots
from tasks.models import Task
from wallet import escrow

from . import budget, review
from .models import GivenVerdict, Submission
from .tabs import PAID, REJECTED

State = Submission.State
JUDGED = (*PAID, *REJECTED, State.SCREENED)
SHORTEST_COMMENT = 20
# One in so many verdicts, once there are enough to share; one before.
SHARE, ENOUGH = 3, 9


class NotOffered(Refused):
    """The task promised nobody to be paid for finding out."""


class TooMany(Refused):
    """Too many of the task's verdicts, or of its employer's, say that the worker does not qualify."""


class TooShort(Refused):
    """The worker is not told why."""


def waiting(submission: Submission, *, by: User, comment: str, now: datetime) -> Submission:
    """This employer's submission, locked, if it can be screened out. Its task is locked too, so that two never get the
    last place. Raises NotOffered, TooShort, TooMany, budget.Proposed, review.AlreadyJudged or review.ReviewOver."""
    row = review.waiting(submission, by=by, now=now)
    budget.check_proposed(row)
    task = slots.locked([row.task_id])[row.task_id]
    if not task.screen_out:
        raise NotOffered(_("This task pays nothing for finding out. Approve the work, or reject it."))
    if len(comment.strip()) < SHORTEST_COMMENT:
        short = _("Write at least %(least)s characters, so that the worker knows why.") % {"least": SHORTEST_COMMENT}
        raise TooShort({"comment": [short]})
    _check_shares(task)
    return row


def why_not(task: Task) -> str:
    """Why nobody can be screened out of this task now; empty where somebody can."""
    try:
        _check_shares(task)
    except TooMany as refusal:
        return refusal.words
    return ""


def _check_shares(task: Task) -> None:
    _check_share(
        [task.pk],
        _(
            "At most a third of a task's verdicts can be this one, and a single one before there are %(enough)s. Here"
            " it is %(screened)s of %(judged)s: judge other work first."
        ),
    )
    _check_share(
        Task.objects.filter(employer=task.employer_id).exclude(screen_out=0).values("pk"),
        _(
            "At most a third of your verdicts in all tasks that pay for finding out can be this one, and a single one"
            " before there are %(enough)s. It is %(screened)s of %(judged)s: judge other work first."
        ),
    )


def _check_share(tasks: Any, words: Promise) -> None:
    """Raises TooMany with these words where one more would be over the share of the verdicts on these tasks."""
    counted = Submission.objects.filter(task__in=tasks, state__in=JUDGED).by_state()
    given = list(GivenVerdict.objects.filter(submission__task__in=tasks).values_list("kind", flat=True))
    screened = counted.get(State.SCREENED, 0) + given.count(GivenVerdict.Kind.SCREEN_OUT)
    judged = sum(counted.values()) + len(given)
    most = (judged + 1) // SHARE if judged + 1 >= ENOUGH else 1
    if screened >= most:
        raise TooMany(str(words) % {"enough": ENOUGH, "screened": screened, "judged": judged})


def pay(row: Submission, *, comment: str, now: datetime) -> None:
    """Pay a locked submission what its task says for finding out, with commissions in proportion; the rest of its slot
    goes to the employer at once, and the slot is used up. Runs in the caller's transaction."""
    task = slots.locked([row.task_id])[row.task_id]
    part = task.price.scaled(task.screen_out)
    row.own_reward, row.comment, row.closed_at = part.reward, comment, now
    row.own_employer_commission, row.own_worker_commission = part.employer_commission, part.worker_commission
    prices = ("own_reward", "own_employer_commission", "own_worker_commission")
    row.move_to(State.SCREENED, *prices, "comment", "closed_at")
    rest = task.price.cost - part.cost
    slots.pay_part(task.pk, returned=rest, now=now)
    paid = escrow.SlotPaid(row.pk, task.pk, row.worker_id, part)
    escrow.screen_out(paid, employer_id=task.employer_id, rest=rest, now=now)
    notices.tell(
        row.worker,
        subject=format_lazy(_("{money} for finding out: {title}"), money=part.receives, title=row.words.title),
        body=format_lazy(
            _("You did not qualify for this one, and are paid for finding out. The employer wrote: {words}"),
            words=comment,
        ),
        url=row.get_absolute_url(),
        topic=Topic.PAY,
        now=now,
    )
