"""Cases: a worker contests a rejection, both sides speak, support decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused
from submissions import review
from submissions.models import Submission
from tasks import measures
from wallet import adjustments

from .models import Dispute, DisputeQuerySet, Statement

SHORTEST_WORDS = 20
# The parts of a price that can be awarded, in percent.
PARTS = (25, 50, 75)


class TooLate(Refused):
    """The time to dispute, answer or decide is over, or somebody was quicker."""


class TooShort(Refused):
    """Words are missing that the other side or the next reader needs."""


class NoPart(Refused):
    """A part of the reward that support does not award."""


class OwnCase(Refused):
    """Nobody judges a case they are a side of."""


def can_open(submission: Submission, *, now: datetime) -> bool:
    """Whether this rejection can still be contested."""
    window = submission.contest_until
    return submission.state == Submission.State.REJECTED and window is not None and window > now


def open_case(submission: Submission, *, by: User, words: str, now: datetime) -> Dispute:
    """Contest a rejection, free, within the dispute window. The slot's escrow stays locked; no money moves.

    Raises TooLate or TooShort.
    """
    words = _checked(words)
    with transaction.atomic():
        row = (
            Submission.objects.of(by)
            .select_related("task__employer")
            .select_for_update(no_key=True, of=("self",))
            .get(pk=submission.pk)
        )
        if not can_open(row, now=now):
            raise TooLate(_("This rejection cannot be disputed any more."))
        row.move_to(Submission.State.DISPUTED)
        answer_by = now + timedelta(hours=settings.RULES.dispute_answer_hours)
        decide_by = answer_by + timedelta(hours=settings.RULES.dispute_decide_hours)
        case = Dispute.objects.create(submission=row, opened_at=now, answer_by=answer_by, decide_by=decide_by)
        Statement.objects.create(dispute=case, author=by, words=words, said_at=now)
        notices.tell(
            row.task.employer,
            subject=format_lazy(_("A rejection is disputed: {title}"), title=row.task.title),
            body=_("Read what the worker says and answer. Support decides after that."),
            url=case.get_absolute_url(),
            mail=True,
            topic=Topic.REJECTIONS,
            now=now,
        )
    return case


def answer(case: Dispute, *, by: User, words: str, now: datetime) -> Statement:
    """Say something in an open case; either side may, until support decides. Raises TooLate or TooShort."""
    words = _checked(words)
    with transaction.atomic():
        locked = _open(Dispute.objects.seen_by(by), case)
        statement = Statement.objects.create(dispute=locked, author=by, words=words, said_at=now)
        other = locked.submission.task.employer if by == locked.submission.worker else locked.submission.worker
        notices.tell(
            other,
            subject=format_lazy(_("New words in a dispute: {title}"), title=locked.submission.task.title),
            url=locked.get_absolute_url(),
            topic=Topic.REJECTIONS,
            now=now,
        )
    return statement


def concede(case: Dispute, *, by: User, now: datetime) -> None:
    """The employer gives in: the worker is paid from escrow at once, as if upheld. Raises TooLate."""
    with transaction.atomic():
        mine = Dispute.objects.filter(submission__task__employer=by)
        _close(_open(mine, case), Dispute.State.UPHELD, by=by, reason=str(_("The employer agreed.")), now=now)


def uphold(case: Dispute, *, by: User, reason: str, now: datetime) -> None:
    """The worker is right: escrow → the worker, the house and the referrer; the approval counts.

    Raises TooLate, TooShort, or OwnCase.
    """
    _decide(case, Dispute.State.UPHELD, by=by, reason=reason, now=now)


def dismiss(case: Dispute, *, by: User, reason: str, now: datetime) -> None:
    """The rejection stands and counts; its slot is free again, or paid back in a stopped task.

    Raises TooLate, TooShort, or OwnCase.
    """
    _decide(case, Dispute.State.DISMISSED, by=by, reason=reason, now=now)


def dismiss_kindly(case: Dispute, *, by: User, reason: str, now: datetime) -> None:
    """The rejection stands, and the house pays the worker all the same: where both sides were honest.

    Goodwill of what the worker would have received is proposed, which somebody else approves; until then no money
    moves. Its employer cannot pay for the work a second time. Raises as ``dismiss`` does.
    """
    with transaction.atomic():
        locked = _decide(case, Dispute.State.DISMISSED, by=by, reason=reason, now=now)
        work = locked.submission
        words = _("The rejection of “%(title)s” stands, and you did the work honestly: we pay you for it.")
        locked.goodwill = adjustments.propose(
            work.worker,
            kind=adjustments.Kind.GOODWILL,
            amount=work.price.receives,
            reason=str(words % {"title": work.task.title}),
            by=by,
            now=now,
        )
        locked.save(update_fields=["goodwill"])


def award(case: Dispute, *, percent: int, by: User, reason: str, now: datetime) -> None:
    """Both are right in part: that much of the price is paid out of escrow, the rest goes back to the employer.

    The slot is used up, and the work counts in nobody's rate. Raises TooLate, TooShort, OwnCase, or NoPart for another
    part than a quarter, a half or three quarters.
    """
    if percent not in PARTS:
        raise NoPart(_("Choose which part of the reward is paid."))
    _decide(case, Dispute.State.PARTLY, percent=percent, by=by, reason=reason, now=now)


def _decide(case: Dispute, state: str, *, percent: int = 0, by: User, reason: str, now: datetime) -> Dispute:
    reason = _checked(reason)
    with transaction.atomic():
        locked = _open(Dispute.objects.all(), case)
        if locked.has_side(by):
            raise OwnCase(_("You are a side of this case. Leave it to somebody else."))
        _close(locked, state, percent=percent, by=by, reason=reason, now=now)
    return locked


def _close(case: Dispute, state: str, *, percent: int = 0, by: User, reason: str, now: datetime) -> None:
    case.decision, case.decided_by, case.decided_at = reason, by, now
    case.move_to(state, "decision", "decided_by", "decided_at")
    if state == Dispute.State.PARTLY:
        review.award(case.submission, percent=percent, by=by, now=now)
    else:
        review.settle_dispute(case.submission, approved=state == Dispute.State.UPHELD, by=by, now=now)
    measures.note_dispute(case.submission.task.employer_id, lost=state == Dispute.State.UPHELD)
    subject = format_lazy(_("Dispute decided: {title}"), title=case.submission.task.title)
    body = format_lazy(_("{outcome}. The reason: {reason}"), outcome=case.get_state_display(), reason=reason)
    for person in (case.submission.worker, case.submission.task.employer):
        notices.tell(
            person, subject=subject, body=body, url=case.get_absolute_url(), mail=True, topic=Topic.REJECTIONS, now=now
        )


def _open(visible: DisputeQuerySet, case: Dispute) -> Dispute:
    rows = visible.select_related("submission__task__employer", "submission__worker")
    locked = rows.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)
    if locked.state != Dispute.State.OPENED:
        raise TooLate(_("This case is decided already."))
    return locked


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words
