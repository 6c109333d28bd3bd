"""Overturning: an employer pays for work they rejected, also when the rejection is final and its slot was freed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from tasks import slots

from . import review, timeline
from .models import Submission

State = Submission.State


class TooLateToOverturn(Refused):
    """The rejection is too old to be overturned, or the house pays for the work."""


class CostChanged(Refused):
    """Overturning costs another sum than the employer was shown."""


def cost_of(submission: Submission) -> Money:
    """What overturning takes out of the employer's balance now: nothing while its slot, or a free one, is in escrow."""
    if submission.state != State.CONFIRMED:
        return Money(0)
    return slots.cost_of_another(submission.task, submission.row_id)


def can(submission: Submission, *, now: datetime) -> bool:
    """Whether its employer can still overturn the rejection."""
    case = timeline.dispute_of(submission)
    if case is not None and case.goodwill_id:
        # The house pays for it.
        return False
    until = submission.overturn_until
    if submission.state == State.CONFIRMED:
        return until is not None and until > now
    return submission.state == State.REJECTED


def overturn(submission: Submission, *, by: User, agreed: Money, now: datetime) -> None:
    """Approve after all what this employer rejected. While the rejection is not final the money is in escrow.

    When it is final, its slot was freed: a free slot of the task pays for it or, where there is none, one that is
    added, from spendable to escrow; ``agreed`` is that sum as it was shown. The rejection is taken out of all counts,
    and the approval counts. Raises AlreadyJudged, TooLateToOverturn, CostChanged, slots.CannotAdd or InsufficientFunds;
    then nothing moved.
    """
    with transaction.atomic():
        mine = Submission.objects.reviewable_by(by).select_related("task__employer")
        row = mine.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
        if row.state != State.CONFIRMED:
            review.overturn(row, by=by, now=now)
            return
        if not can(row, now=now):
            raise TooLateToOverturn(_("This rejection can no longer be changed."))
        if slots.take_again(row.hold, by=by, most=agreed, now=now) != agreed:
            raise CostChanged(_("What this costs has changed. Nothing was charged; look at it again."))
        review.overturn_final(row, by=by, now=now)
