"""Review: verdicts on submissions. Approving is written once, for a set of rows; the single case calls it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import levels
from accounts.models import User
from inbox.wording import Wording
from picomarket.lib import statements
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep
from tasks import slots
from tasks.models import Look
from wallet import escrow

from . import brake, budget, coaching, revisions
from .models import MENDABLE, GivenVerdict, Reason, Submission

State = Submission.State
SHORTEST_COMMENT = 20


class AlreadyJudged(Refused):
    """This submission got its verdict before, perhaps in another tab."""


class ReviewOver(Refused):
    """The time to review ran out: the submission is approved by itself."""


class Unexplained(Refused):
    """A rejection lacks its reason, step or comment, or comes before what should come first."""


def approve(submission: Submission, *, by: User | None, now: datetime) -> None:
    """Approve one waiting submission: escrow → the worker, the house and the referrer, in one transaction.

    Raises AlreadyJudged when it has its verdict, perhaps given a moment ago.
    """
    if not approve_many([submission.pk], by=by, now=now):
        raise AlreadyJudged(_("This submission is judged already."))


def overturn(submission: Submission, *, by: User, now: datetime) -> None:
    """Approve after all what was rejected; the money is that of ``approve``. Raises AlreadyJudged when the
    rejection is final, overturned already, or disputed: then the dispute settles it."""
    if not _approve([submission.pk], [State.REJECTED], by=by, now=now):
        raise AlreadyJudged(_("This rejection is disputed or settled already."))


def overturn_final(submission: Submission, *, by: User, now: datetime) -> None:
    """``overturn`` of a rejection that is final, in a transaction that took its slot again: the rejection is taken out
    of all counts first. Raises AlreadyJudged."""
    if not _approve([submission.pk], [State.CONFIRMED], by=by, now=now):
        raise AlreadyJudged(_("This rejection is disputed or settled already."))


def undo_rejections(look: Look, *, by: User, now: datetime) -> int:
    """Approve all that was rejected in bulk before this look, and is neither final nor disputed; how many.

    The money is that of ``approve_many``.
    """
    keys = list(brake.rejected_before(look).values_list("pk", flat=True))
    return _approve(keys, [State.REJECTED], by=by, now=now)


def approve_many(keys: Iterable[int], *, by: User | None, now: datetime) -> int:
    """Approve all of these that wait for a verdict; how many were. The others are left alone.

    Per row: the net reward goes to the worker, both commissions to the house, a share of them to the referrer.
    Counts the verdicts for levels and tells the worker. One statement, ``submissions_approve``, however many they
    are: it locks rows in key order, submissions, then tasks, referrals, accounts, people.
    """
    return _approve(keys, [State.SUBMITTED], by=by, now=now)


_APPROVE = """
    SELECT submissions_approve(%s::bigint[], %s::text[], %s::bigint, %s::timestamptz, %s::text, %s::text, %s::text,
                               %s::bigint, %s::jsonb)
"""
APPROVED = Wording(
    gettext_noop("{money} earned: {title}"), gettext_noop("Your work was approved. The money is in your wallet.")
)


def _approve(keys: Iterable[int], states: Sequence[str], *, by: User | None, now: datetime) -> int:
    told = (_link(), *APPROVED)
    rules = settings.RULES.referral_ppm, levels.rules_for_sql()
    whose = by.pk if by else None
    (done,) = statements.answer(_APPROVE, [list(keys), [str(state) for state in states], whose, now, *told, *rules])
    return int(done)


@cache
def _link() -> str:
    """The address of a submission called KEY."""
    return reverse("submissions:work", args=["KEY"])


def _lock(keys: Iterable[int], states: Sequence[str]) -> list[Submission]:
    wanted = Submission.objects.filter(pk__in=list(keys), state__in=states).order_by("pk")
    rows = wanted.select_related("task__batch", "row", "worker")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def reject(
    submission: Submission,
    *,
    by: User,
    reason: str,
    step: int | None,
    comment: str,
    now: datetime,
    signed: bool = False,
) -> Submission:
    """Reject one submission with a reason code, the number of the step that failed and at least 20 characters.

    No money moves: the slot's escrow stays locked until the worker's time to dispute is over. ``signed``: support
    co-signed it, and so saw it. Raises Unexplained, AlreadyJudged, ReviewOver, and unless it is signed Braked or
    OverBudget.
    """
    with transaction.atomic():
        row = waiting(submission, by=by, now=now)
        check_explained(row, reason, step, comment)
        check_asked_first(row, reason)
        if not signed:
            budget.check_proposed(row)
            task = brake.check(row)
            budget.check(by)
        turn_down(row, reason=reason, step=step, comment=comment, now=now)
        coaching.tell([row], now=now)
        if not signed:
            brake.pull(task, now=now)
    return row


def turn_down(row: Submission, *, reason: str, step: int | None, comment: str, now: datetime) -> None:
    """Reject a submission that is locked and waits, for a reason that was checked. ``coaching.tell`` tells of it."""
    row.reason, row.reason_step, row.comment = reason, step, comment.strip()
    row.rejected_at, row.contest_until = now, now + timedelta(days=settings.RULES.dispute_days)
    row.move_to(State.REJECTED, "reason", "reason_step", "comment", "rejected_at", "contest_until")


def waiting(submission: Submission, *, by: User, now: datetime) -> Submission:
    """This employer's submission, locked, that waits for a verdict. Raises AlreadyJudged or ReviewOver."""
    reviewable = Submission.objects.reviewable_by(by).select_related("task__batch", "row", "worker")
    row = reviewable.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
    if row.state == State.REVISION:
        raise AlreadyJudged(_("You asked for a change. It comes back to you when the worker hands it in again."))
    if row.state != State.SUBMITTED:
        raise AlreadyJudged(_("This submission is judged already."))
    if GivenVerdict.objects.filter(submission=row).exists():
        raise AlreadyJudged(_("This submission got its verdict a moment ago."))
    if row.review_until and row.review_until <= now:
        raise ReviewOver(_("The time to review is over. This submission is approved by itself."))
    return row


def check_asked_first(row: Submission, reason: str) -> None:
    """Raises Unexplained where the worker can still be asked for a change that would put it right."""
    if reason in MENDABLE and revisions.left(row):
        words = _("Ask for a change first: the worker can still put this right.")
        raise Unexplained({"reason": [words]})


def check_explained(row: Submission, reason: str, step: int | None, comment: str) -> None:
    """Raises Unexplained, with what is missing by field."""
    errors: dict[str, list[Any]] = {}
    if reason not in Reason.values:
        errors["reason"] = [_("Choose a reason.")]
    if step is None or not 1 <= step <= len(row.task.steps):
        errors["step"] = [_("Choose the step that was not done as asked.")]
    if len(comment.strip()) < SHORTEST_COMMENT:
        words = _("Write at least %(least)s characters, so that the worker knows what was wrong.")
        errors["comment"] = [words % {"least": SHORTEST_COMMENT}]
    if errors:
        raise Unexplained(errors)


def confirm_many(keys: Iterable[int], *, now: datetime) -> int:
    """Make rejections final that nobody disputes: they count, and their slots are free again or, in a stopped
    task, paid back."""
    return _confirm(keys, [State.REJECTED], now=now)


def _confirm(keys: Iterable[int], states: Sequence[str], *, now: datetime) -> int:
    with transaction.atomic():
        rows = _lock(keys, states)
        if rows:
            Submission.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.CONFIRMED, closed_at=now)
            slots.free([row.hold for row in rows], now=now, final=True)
            levels.record_verdicts(map(_rejected, rows), now=now)
    return len(rows)


def _rejected(row: Submission) -> levels.Judged:
    title, url = row.words.title, row.get_absolute_url()
    return levels.Judged(row.pk, row.worker_id, row.task.employer_id, approved=False, title=title, url=url)


def settle_dispute(submission: Submission, *, approved: bool, by: User, now: datetime) -> None:
    """End a dispute: as an approval by ``by``, staff or a conceding employer, or as a rejection that stands.

    The money is that of ``approve_many`` or ``confirm_many``. Raises AlreadyJudged when it is not in dispute.
    """
    keys, disputed = [submission.pk], [State.DISPUTED]
    done = _approve(keys, disputed, by=by, now=now) if approved else _confirm(keys, disputed, now=now)
    if not done:
        raise AlreadyJudged(_("This submission is judged already."))


def award(submission: Submission, *, percent: int, by: User, now: datetime) -> None:
    """End a dispute in the middle: ``percent`` of the price is paid out of escrow, the rest goes to the employer.

    The slot is used up, and the work counts in nobody's rate. Raises AlreadyJudged when it is not in dispute.
    """
    with transaction.atomic():
        for row in _lock([submission.pk], [State.DISPUTED]):
            # Locked before its price is read: a raise that is under way would leave more in escrow than is paid out.
            price = slots.locked([row.task_id])[row.task_id].price
            part = price.part(percent)
            row.awarded, row.closed_at, row.approved_by = percent, now, by
            row.move_to(State.AWARDED, "awarded", "closed_at", "approved_by")
            slots.pay_part(row.task_id, returned=price.cost - part.cost, now=now)
            paid = escrow.SlotPaid(row.pk, row.task_id, row.worker_id, part)
            escrow.award(paid, employer_id=row.task.employer_id, rest=price.cost - part.cost, now=now)
            return
    raise AlreadyJudged(_("This submission is judged already."))


def approve_unreviewed(*, now: datetime, most: int = 1000) -> int:
    """Approve what the employer did not review in time; how many. A verdict given in time counts, though it is carried
    out a little later."""
    due = Submission.objects.unreviewed(now).order_by("review_until").values_list("pk", flat=True)[:most]
    return sweep(list(due), lambda some: approve_free(some, by=None, now=now))


def approve_free(keys: Iterable[int], *, by: User | None, now: datetime) -> int:
    """``approve_many`` of those about which nobody has given another verdict; how many."""
    with transaction.atomic():
        # Verdicts are given under these locks, so none can come between the look and the approval.
        waiting = Submission.objects.filter(pk__in=list(keys), state=State.SUBMITTED).order_by("pk")
        locked = list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
        free = Submission.objects.to_review().filter(pk__in=locked).values_list("pk", flat=True)
        return approve_many(list(free), by=by, now=now)


def confirm_uncontested(*, now: datetime, most: int = 1000) -> int:
    """Make rejections final that were not disputed in time; how many."""
    due = Submission.objects.uncontested(now).order_by("contest_until").values_list("pk", flat=True)[:most]
    return sweep(list(due), lambda some: confirm_many(some, now=now))
