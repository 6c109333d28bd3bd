"""Co-signs: a rejection by an employer who rejects much waits until a person of the staff has looked at the work.

The review window runs on meanwhile: where support is slow the work is approved by itself, and no worker loses by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import budget, review, verdicts
from .models import Proposal, Submission

SHORTEST_WORDS = 10
State = Proposal.State


class Decided(Refused):
    """Somebody decided this proposal before, or the work was judged meanwhile."""


class OwnWork(Refused):
    """Nobody co-signs about their own task or work."""


class TooShort(Refused):
    """A decline lacks the words its employer needs."""


def reject(
    submission: Submission, *, by: User, reason: str, step: int | None, comment: str, now: datetime
) -> Proposal | str:
    """Give a rejection as ``verdicts.reject_one`` does or, where the employer is over their budget, propose it.

    The proposal, or the press that takes the verdict back. No money moves. Raises as ``verdicts.reject_one`` does, or
    Proposed.
    """
    given: Any = {"reason": reason, "step": step, "comment": comment}
    try:
        return verdicts.reject_one(submission, by=by, now=now, **given)
    except budget.OverBudget:
        return propose(submission, by=by, now=now, **given)


def propose(submission: Submission, *, by: User, reason: str, step: int, comment: str, now: datetime) -> Proposal:
    """Put a rejection, explained in full, into the queue of co-signs. The work still waits for its verdict.

    Raises AlreadyJudged, ReviewOver, or Proposed where there is one already, or support declined to co-sign one before.
    """
    with transaction.atomic():
        row = review.waiting(submission, by=by, now=now)
        budget.check_proposed(row)
        return Proposal.objects.create(
            submission=row,
            by=by,
            reason=reason,
            step=step,
            comment=comment.strip(),
            rate=budget.standing(by).rate or 0,
            proposed_at=now,
        )


def sign(proposal: Proposal, *, words: str, by: User, now: datetime) -> Submission:
    """The rejection is given, in its employer's name; the worker reads the employer's reason and can dispute it. The
    employer reads ``words``: why support agrees. No money moves.

    Raises TooShort, Decided, OwnWork, AlreadyJudged or ReviewOver.
    """
    words = _checked(words)
    with transaction.atomic():
        fresh = _locked(proposal, by=by)
        fresh.words = words
        given = {"reason": fresh.reason, "step": fresh.step, "comment": fresh.comment}
        row = review.reject(fresh.submission, by=fresh.by, now=now, signed=True, **given)  # type: ignore[arg-type]
        _close(fresh, State.SIGNED, by=by, now=now)
        subject = format_lazy(_("Co-signed: {title}"), title=row.words.title)
        body = format_lazy(_("Support agrees, and the rejection is given. The reason: {words}"), words=words)
        _tell(fresh, subject, body, mail=False, now=now)
    return row


def decline(proposal: Proposal, *, words: str, by: User, now: datetime) -> None:
    """The rejection is not given; its employer reads why. The work waits for its verdict as before, and no longer.

    Raises TooShort, Decided or OwnWork.
    """
    words = _checked(words)
    with transaction.atomic():
        fresh = _locked(proposal, by=by)
        fresh.words = words
        _close(fresh, State.DECLINED, by=by, now=now)
        subject = format_lazy(_("Not co-signed: {title}"), title=fresh.submission.words.title)
        body = format_lazy(
            _("{words}\n\nApprove the work; it is approved by itself when its time is over."), words=words
        )
        _tell(fresh, subject, body, mail=True, now=now)


def lapse_due(*, now: datetime, most: int = 500) -> int:
    """Close what became moot, and tell the employers whose work was approved by itself meanwhile; how many."""
    with transaction.atomic():
        wanted = Proposal.objects.moot().select_related("submission__task__batch", "submission__row", "by")
        rows = list(wanted.order_by("pk").select_for_update(no_key=True, of=("self",), skip_locked=True)[:most])
        Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.LAPSED, decided_at=now)
        words = _("Support did not come to look at your rejection in time, so the work was approved by itself.")
        approved = [row for row in rows if _went_by_itself(row.submission)]
        told = [(row.by, _subject(row), words, row.submission.review_url) for row in approved]
        notices.tell_each(told, topic=Topic.REVIEW, now=now)
    return len(rows)


def _subject(row: Proposal) -> Promise:
    return format_lazy(_("Approved before a co-sign: {title}"), title=row.submission.words.title)


def _went_by_itself(row: Submission) -> bool:
    return row.state == Submission.State.APPROVED and row.approved_by_id is None


def _checked(words: str) -> str:
    """A reason that says something. Raises TooShort."""
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words


def _locked(proposal: Proposal, *, by: User) -> Proposal:
    """The open proposal and its submission, both locked in this order, if this person may decide it."""
    rows = Submission.objects.select_related("task__batch", "row").select_for_update(no_key=True, of=("self",))
    row = rows.get(pk=proposal.submission_id)
    fresh = Proposal.objects.select_related("by").select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
    fresh.submission = row
    if not fresh.is_open or row.state != Submission.State.SUBMITTED:
        raise Decided(_("This is decided already, or the work was judged meanwhile."))
    if by.pk in (row.worker_id, row.task.employer_id):
        raise OwnWork(_("You have a part in this work. Leave it to somebody else."))
    return fresh


def _close(proposal: Proposal, state: str, *, by: User, now: datetime) -> None:
    proposal.decided_by, proposal.decided_at = by, now
    proposal.move_to(state, "decided_by", "decided_at", "words")


def _tell(proposal: Proposal, subject: str | Promise, body: str | Promise, *, mail: bool, now: datetime) -> None:
    notices.tell(
        proposal.by,
        subject=subject,
        body=body,
        url=proposal.submission.review_url,
        mail=mail,
        topic=Topic.REVIEW,
        now=now,
    )
