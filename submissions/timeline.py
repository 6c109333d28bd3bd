"""What happened to a submission, in order, in words both sides may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.locales import ISOLATED, UNTIL_HERE

from .models import Check, Grade, Submission

State = Submission.State
VOUCHED = {
    Check.TRUSTED: gettext_lazy("Approved at once: the employer trusts this worker's work"),
    Check.GOLD: gettext_lazy("Approved at once: it is the answer known to be right"),
    Check.CODE: gettext_lazy("Approved by its completion code"),
    Check.AGREED: gettext_lazy("Approved by agreement: others gave the same answer"),
}
Event = dict[str, Any]


def events(submission: Submission) -> list[Event]:
    """Dicts with ``what``, ``at``, ``tone`` and ``text``, the oldest first."""
    told = [*_work(submission), *_changes(submission), *_verdict(submission), *_dispute(submission)]
    told += [*_end(submission), *_grade(submission), *_bonuses(submission)]
    return sorted(told, key=lambda event: event["at"])


def _event(what: str, at: datetime | None, *, tone: str = "", text: str = "") -> Iterator[Event]:
    if at is not None:
        yield {"what": what, "at": at, "tone": tone, "text": text}


def _work(submission: Submission) -> Iterator[Event]:
    yield from _event(_("Claimed"), submission.claimed_at)
    yield from _event(_("More time taken"), submission.extended_at)
    asked = list(submission.revisions.all())
    handed_in = [one.handed_in_at for one in asked]
    if submission.submitted_at and submission.submitted_at not in handed_in:
        handed_in.append(submission.submitted_at)
    by_itself = {one.closed_at for one in asked if one.went_by_itself}
    for number, at in enumerate(handed_in):
        again = _("Handed in by itself: what was saved") if at in by_itself else _("Handed in again")
        yield from _event(again if number else _("Handed in"), at)


def _changes(submission: Submission) -> Iterator[Event]:
    for one in submission.revisions.all():
        words = _("%(reason)s, step %(step)s: %(comment)s")
        comment = f"{ISOLATED}{one.comment}{UNTIL_HERE}"
        text = words % {"reason": one.get_reason_display(), "step": one.step, "comment": comment}
        yield from _event(_("A change was asked for"), one.asked_at, tone="wait", text=text)
        if one.lapsed:
            yield from _event(_("Not changed in time"), one.closed_at)


def _verdict(submission: Submission) -> Iterator[Event]:
    yield from _event(_("Rejected"), submission.rejected_at, tone="bad", text=submission.get_reason_display())


def _dispute(submission: Submission) -> Iterator[Event]:
    case = dispute_of(submission)
    if case is not None:
        yield from _event(_("Disputed"), case.opened_at, tone="wait")
        if case.decided_at:
            yield from _event(case.first_outcome, case.decided_at, text=case.why)
        if appeal := case.appealed:
            yield from _event(_("Appealed"), appeal.filed_at, tone="wait")
            outcome = f"{appeal.get_state_display()}: {case.get_state_display()}"
            yield from _event(outcome, appeal.decided_at, text=appeal.decision)


def _end(submission: Submission) -> Iterator[Event]:
    state, at = submission.state, submission.closed_at
    if state == State.APPROVED:
        yield from _event(_("Approved") if submission.approved_by_id else by_itself(submission), at, tone="good")
        paid = _("Paid: %(money)s") % {"money": submission.paid.receives}
        yield from _event(paid, at, tone="good")
    elif state == State.AWARDED:
        paid = _("Paid in part: %(money)s, %(percent)s%%")
        words = paid % {"money": submission.paid.receives, "percent": submission.awarded}
        yield from _event(words, at, tone="good")
    elif state == State.SCREENED:
        words = _("Did not qualify, paid for finding out: %(money)s") % {"money": submission.paid.receives}
        yield from _event(words, at, text=submission.comment)
    elif state == State.CONFIRMED:
        yield from _event(_("The rejection is final"), at, tone="bad")
    elif state in Submission.ENDED_UNDONE:
        yield from _event(submission.get_state_display(), at)


def _grade(submission: Submission) -> Iterator[Event]:
    said = Grade.objects.filter(submission=submission).first() if submission.closed_at else None
    if said:
        yield from _event(_("The employer's word: %(word)s") % {"word": said}, said.graded_at, tone="good")


def by_itself(submission: Submission) -> str:
    """Why it was approved without anybody's verdict."""
    if submission.is_vouched_for:
        return str(VOUCHED[Check(submission.checked)])
    return _("Approved by itself: not reviewed in time")


def _bonuses(submission: Submission) -> Iterator[Event]:
    # Only paid work can have any.
    for bonus in submission.bonuses.all() if submission.closed_at else ():
        yield from _event(_("Bonus: %(money)s") % {"money": bonus.amount}, bonus.given_at, tone="good", text=bonus.note)


def dispute_of(submission: Submission) -> Any | None:
    """The case about this submission, if there is one; an app further out keeps it. Only what was rejected has one."""
    if submission.rejected_at is None:
        return None
    try:
        return submission.dispute
    except ObjectDoesNotExist:
        return None
