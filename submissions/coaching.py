"""What a rejection means for its worker: what to do next time, whether a level hangs on it, and to a newcomer more."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts import levels
from accounts.models import Level
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales

from .models import Reason, Submission

NEXT_TIME: dict[str, Promise] = {
    Reason.INCOMPLETE: _(
        "Before you hand in, tick off each step and look whether every proof that is asked for is there."
    ),
    Reason.WRONG_RESULT: _(
        "Read the step named below once more, and what the task shows as an example, before you do it."
    ),
    Reason.WRONG_ACCOUNT: _(
        "Look first which account and country the task asks for, and give the slot back if you have another."
    ),
    Reason.UNREADABLE: _(
        "Open your picture once more before you hand in: the words in it must be sharp, and nothing cut off."
    ),
    Reason.DUPLICATE: _("Make each proof anew for each task and each row, even where they look much the same."),
    Reason.FRAUD: _(
        "Hand in only what you did yourself. If you did, dispute it: a person of the staff looks at both sides."
    ),
    Reason.OTHER: _(
        "Read what the employer wrote. If the task did not say so before you began, that is worth a dispute."
    ),
}
_FIRST = _(
    "The reason given is: {reason}.\n\nNext time: {advice}\n\nThis rejection counts in no rate and for no level before"
    " {until}. Until then you can dispute it, free, on the page of your work: support reads both sides, and when you"
    " are right you are paid. If you agree with it there is nothing to do, and one rejection among approvals moves"
    " little."
)


_REJECTED = _("{reason}. The employer wrote: {comment}")
_AT_STAKE = _(
    "{reason}. The employer wrote: {comment}\n\nIf this rejection stands, your level falls below {level}. It counts"
    " only after {until}; until then you can dispute it."
)


def words(submission: Submission) -> Promise | str:
    """What a worker is told of a rejection: why, and whether their level hangs on it."""
    worker, until = submission.worker, submission.contest_until
    said = {"reason": locales.later(submission.get_reason_display), "comment": submission.comment}
    if until is None or worker.level == Level.STARTER or not levels.at_risk(worker):
        return format_lazy(_REJECTED, **said)
    day = locales.moment(localtime(until, worker.tz), "DATETIME_FORMAT")
    return format_lazy(_AT_STAKE, **said, level=Level(worker.level).label, until=day)


def next_time(submission: Submission) -> str:
    """What to do differently, for work that was rejected; empty for other work."""
    return str(NEXT_TIME.get(submission.reason, ""))


def coach(submission: Submission, *, now: datetime) -> None:
    """Tell a newcomer whose very first rejection this is what it means and what to do. Others are told nothing more."""
    worker, until = submission.worker, submission.contest_until
    if worker.approved >= settings.RULES.newcomer_tasks or until is None:
        return
    earlier = Submission.objects.of(worker).filter(rejected_at__isnull=False).exclude(pk=submission.pk)
    if earlier.exists():
        return
    notices.tell(
        worker,
        subject=_("Your first rejection, and what to do now"),
        body=format_lazy(
            _FIRST,
            reason=locales.later(submission.get_reason_display),
            advice=NEXT_TIME[submission.reason],
            until=locales.moment(localtime(until, worker.tz), "DATETIME_FORMAT"),
        ),
        url=submission.get_absolute_url(),
        topic=Topic.REJECTIONS,
        now=now,
    )
