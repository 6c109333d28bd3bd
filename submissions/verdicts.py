"""Verdicts an employer gives: for a minute they can be taken back, then they are carried out by ``review``.

Workers see nothing before that, and money never has to be taken back from anybody. Who judges at once, as support does,
calls ``review``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep
from tasks.models import Task

from . import brake, budget, coaching, review, screening
from .models import GivenVerdict, Submission, SubmissionQuerySet

Kind = GivenVerdict.Kind


class TooMany(Refused):
    """More rejections at once than one reason can be true of."""


class TooLateToUndo(Refused):
    """The verdict is carried out, or was taken back in another tab."""


def approve(keys: Iterable[int], *, by: User, now: datetime) -> tuple[int, str]:
    """Approve this employer's submissions when the time to undo is over: how many of these waited, and the press that
    takes it back, empty where there is no time for that. No money moves until then. The others are left alone."""
    with transaction.atomic():
        rows = list(_waiting(keys, by))
        press = _give(rows, kind=Kind.APPROVE, by=by, now=now)
    return len(rows), press


def reject(
    keys: Iterable[int], *, by: User, reason: str, step: int | None, comment: str, now: datetime
) -> tuple[int, str]:
    """Reject these for the same reason when the time to undo is over, as ``approve`` does; at most so many at once.

    Raises TooMany, review.Unexplained, brake.Braked, budget.Proposed or budget.OverBudget, then none is rejected;
    what is judged meanwhile, or is past its time to review, is left alone.
    """
    keys = set(keys)
    most = settings.RULES.rejected_at_once
    if len(keys) > most:
        words = ngettext(
            "Reject at most %(count)s at a time.", "Reject at most %(count)s at a time, each looked at.", most
        )
        raise TooMany(words % {"count": most})
    with transaction.atomic():
        rows = list(_waiting(keys, by).filter(review_until__gt=now))
        for row in rows:
            review.check_explained(row, reason, step, comment)
            review.check_asked_first(row, reason)
            budget.check_proposed(row)
        for row in {row.task_id: row for row in rows}.values():
            brake.check(row)
        if rows:
            budget.check(by, rejecting=len(rows))
        why = {"reason": reason, "step": step, "comment": comment.strip()}
        press = _give(rows, kind=Kind.REJECT, by=by, now=now, **why)
    return len(rows), press


def reject_one(submission: Submission, *, by: User, reason: str, step: int | None, comment: str, now: datetime) -> str:
    """``reject`` of a single one; the press. Raises also review.AlreadyJudged or review.ReviewOver."""
    with transaction.atomic():
        review.waiting(submission, by=by, now=now)
        _count, press = reject([submission.pk], by=by, reason=reason, step=step, comment=comment, now=now)
    return press


def screen_out(submission: Submission, *, by: User, comment: str, now: datetime) -> str:
    """Say of a single one that its worker does not qualify, carried out when the time to undo is over; the press.

    Raises as ``screening.waiting`` does.
    """
    with transaction.atomic():
        row = screening.waiting(submission, by=by, comment=comment, now=now)
        return _give([row], kind=Kind.SCREEN_OUT, by=by, now=now, comment=comment.strip())


def _waiting(keys: Iterable[int], by: User) -> SubmissionQuerySet:
    """This employer's, locked in key order, of these that wait for a verdict."""
    mine = Submission.objects.reviewable_by(by).filter(pk__in=list(keys), state=Submission.State.SUBMITTED)
    # A verdict is given under the lock of its submission: what was given until now is seen only after it.
    locked = [row.pk for row in mine.order_by("pk").select_for_update(no_key=True, of=("self",))]
    return Submission.objects.to_review().filter(pk__in=locked).select_related("task").order_by("pk")


def _give(rows: Sequence[Submission], *, kind: str, by: User, now: datetime, **why: Any) -> str:
    press, due = new_public_id(), now + timedelta(seconds=settings.RULES.undo_seconds)
    same = {"press": press, "kind": kind, "by": by, "given_at": now, "due_at": due, **why}
    GivenVerdict.objects.bulk_create(GivenVerdict(submission=row, **same) for row in rows)
    if due <= now:
        _carry_out([row.pk for row in rows], now=now)
        return ""
    return press


def take_back(press: str, *, by: User, now: datetime) -> int:
    """Take back the verdicts of one press, as if they had not been given; how many. Raises TooLateToUndo."""
    with transaction.atomic():
        mine = Submission.objects.reviewable_by(by).filter(given__press=press)
        locked = [row.pk for row in mine.order_by("pk").select_for_update(no_key=True, of=("self",))]
        given = GivenVerdict.objects.filter(press=press, submission__in=locked, due_at__gt=now)
        done, _each = given.delete()
    if not done:
        raise TooLateToUndo(_("It is too late to undo this: it is done, or was undone already."))
    return done


def carry_out_due(*, now: datetime, most: int = 1000) -> int:
    """Carry out verdicts whose time to undo is over; how many."""
    due = list(GivenVerdict.objects.due(now).order_by("due_at", "submission").values_list("submission", "kind")[:most])
    together = [key for key, kind in due if kind != Kind.SCREEN_OUT]
    done = sweep(together, lambda some: _carry_out(some, now=now))
    # Approving takes all accounts in one order. What pays by itself would break it, so each has its own transaction.
    alone = ([key] for key, kind in due if kind == Kind.SCREEN_OUT)
    return done + sum(sweep(one, lambda some: _carry_out(some, now=now)) for one in alone)


@transaction.atomic
def _carry_out(keys: Sequence[int], *, now: datetime) -> int:
    rows = Submission.objects.filter(pk__in=keys).select_related("task__batch", "row", "worker").order_by("pk")
    locked = {row.pk: row for row in rows.select_for_update(no_key=True, of=("self",))}
    mine = GivenVerdict.objects.due(now).filter(submission__in=locked).order_by("due_at", "submission")
    due = list(mine.select_related("by"))
    # In the order in which approving locks them. A task that is held for many rejections takes none: the work waits.
    wanted = Task.objects.filter(pk__in={locked[given.submission_id].task_id for given in due}).order_by("pk")
    wanted = wanted.select_related("employer").select_for_update(no_key=True, of=("self",))
    tasks = {task.pk: task for task in wanted}
    braked = {locked[given.submission_id].task_id for given in due if given.kind == Kind.REJECT}
    braked = {key for key in braked if brake.is_on(tasks[key])}
    approved: defaultdict[User, list[int]] = defaultdict(list)
    rejected: list[Submission] = []
    waiting: list[tuple[Task, str]] = []
    for given in due:
        row = locked[given.submission_id]
        # Who judges at once may have been quicker.
        if row.state != Submission.State.SUBMITTED:
            continue
        if given.kind == Kind.APPROVE:
            approved[given.by].append(row.pk)
        elif given.kind == Kind.SCREEN_OUT:
            screening.pay(row, comment=given.comment, now=now)
        elif row.task_id in braked:
            waiting.append((tasks[row.task_id], given.comment))
        else:
            review.turn_down(row, reason=given.reason, step=given.step, comment=given.comment, now=now)
            rejected.append(row)
            if brake.pull(tasks[row.task_id], now=now):
                braked.add(row.task_id)
    GivenVerdict.objects.filter(pk__in=[given.pk for given in due]).delete()
    for by, some in approved.items():
        review.approve_many(some, by=by, now=now)
    coaching.tell(rejected, now=now)
    brake.tell_not_given(waiting, now=now)
    return len(due)
