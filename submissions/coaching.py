"""What a rejection means for its worker: what to do next time, whether a level hangs on it, and to a newcomer more."""

from __future__ import annotations

from collections.abc import Sequence
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
        "Read the step that the employer named once more, and what the task shows as an example, before you do it."
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


def tell(rejected: Sequence[Submission], *, now: datetime) -> None:
    """Tell the workers of what was just rejected, by as many statements as of one. Runs in the caller's transaction."""
    at_risk = levels.at_risk(row.worker for row in rejected)
    told = (
        (
            row.worker,
            format_lazy(_("Rejected: {title}"), title=row.words.title),
            _words(row, is_at_risk=row.worker_id in at_risk),
            row.get_absolute_url(),
        )
        for row in rejected
    )
    notices.tell_each(told, mail=True, topic=Topic.REJECTIONS, now=now)
    _coach(rejected, now=now)


def _words(submission: Submission, *, is_at_risk: bool) -> Promise | str:
    """What a worker is told of a rejection: why, and whether their level hangs on it."""
    worker, until = submission.worker, submission.contest_until
    said = {"reason": Reason(submission.reason).label, "comment": submission.comment}
    if until is None or not is_at_risk:
        return format_lazy(_REJECTED, **said)
    day = locales.moment(localtime(until, worker.tz), "DATETIME_FORMAT")
    return format_lazy(_AT_STAKE, **said, level=Level(worker.level).label, until=day)


def next_time(submission: Submission) -> str:
    """What to do differently, for work that was rejected; empty for other work."""
    return str(NEXT_TIME.get(submission.reason, ""))


def _coach(rejected: Sequence[Submission], *, now: datetime) -> None:
    """Tell newcomers whose very first rejection this is what it means and what to do. Others are told nothing more."""
    first: dict[int, Submission] = {}
    for row in rejected:
        if row.worker.approved < settings.RULES.newcomer_tasks:
            first.setdefault(row.worker_id, row)
    earlier = Submission.objects.filter(worker__in=first, rejected_at__isnull=False)
    known = set(earlier.exclude(pk__in=[row.pk for row in rejected]).values_list("worker", flat=True)) if first else ()
    subject = _("Your first rejection, and what to do now")
    notices.tell_each(
        ((row.worker, subject, _first(row), row.get_absolute_url()) for key, row in first.items() if key not in known),
        topic=Topic.REJECTIONS,
        now=now,
    )


def _first(row: Submission) -> Promise | str:
    return format_lazy(
        _FIRST,
        reason=Reason(row.reason).label,
        advice=NEXT_TIME[row.reason],
        until=locales.moment(localtime(row.contest_until, row.worker.tz), "DATETIME_FORMAT"),
    )
