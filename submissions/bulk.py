"""Bulk approval: all that waits is approved by a job, piece by piece, and can be stopped at any of them.

The row is the queue. Each piece is a transaction that says how far it came, so a killed job goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.counting import figure
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep
from tasks.models import Task

from . import review
from .models import BulkApproval, Submission, SubmissionQuerySet

State = BulkApproval.State
LEASE = timedelta(minutes=2)
AT_ONCE = 500


class NothingWaits(Refused):
    """There is nothing to approve."""


class Over(Refused):
    """It is done or stopped already."""


def ask(task: Task, waiting: SubmissionQuerySet, *, by: User, now: datetime) -> BulkApproval:
    """Approve what waits now, of this employer's task, when the time to undo is over; or the one that is under way.

    No money moves until then. What is handed in later waits. Raises NothingWaits.
    """
    running = BulkApproval.objects.of(by).running().filter(task=task)
    if (before := running.first()) is not None:
        return before
    mine = Submission.objects.reviewable_by(by).filter(task=task, pk__in=waiting.order_by().values("pk"))
    keys = list(mine.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NothingWaits(_("Nothing waits for your verdict."))
    due = now + timedelta(seconds=settings.RULES.undo_seconds)
    try:
        with transaction.atomic():
            return BulkApproval.objects.create(task=task, by=by, keys=keys, total=len(keys), asked_at=now, due_at=due)
    except IntegrityError:
        # Another tab was quicker.
        return running.get()


def stop(bulk: BulkApproval, *, by: User, now: datetime) -> BulkApproval:
    """Approve nothing more of it; what is approved stays so. Raises Over."""
    with transaction.atomic():
        row = BulkApproval.objects.of(by).select_for_update(of=("self",)).get(pk=bulk.pk)
        if row.state != State.ASKED:
            raise Over(_("It is done, or was stopped already."))
        row.closed_at = now
        row.move_to(State.CANCELLED, "closed_at")
    return row


def run_due(*, now: datetime) -> int:
    """Carry out what is due, the oldest first; how many submissions were approved."""
    done = 0
    while (bulk := _take(now)) is not None:
        while (more := _go_on(bulk, now=now)) is not None:
            done += more
    return done


def _take(now: datetime) -> BulkApproval | None:
    with transaction.atomic():
        due = BulkApproval.objects.to_run(now).order_by("due_at").select_for_update(skip_locked=True, of=("self",))
        bulk = due.select_related("by", "task__employer").first()
        if bulk is not None:
            bulk.leased_until = now + LEASE
            bulk.save(update_fields=["leased_until"])
    return bulk


def _go_on(bulk: BulkApproval, *, now: datetime) -> int | None:
    """Approve the next piece; how many. None where it is over, stopped, or somebody else came further."""
    with transaction.atomic():
        mine = BulkApproval.objects.running().filter(pk=bulk.pk, place=bulk.place).defer("keys")
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            return None
        some = bulk.keys[row.place : row.place + AT_ONCE]
        done = sweep(some, lambda part: _approve(part, by=bulk.by, now=now))
        row.place, row.done = row.place + len(some), row.done + done
        BulkApproval.objects.filter(pk=row.pk).update(place=row.place, done=row.done, leased_until=Now() + LEASE)
        if row.place >= row.total:
            row.closed_at = now
            row.move_to(State.DONE, "closed_at")
            _tell(bulk, row.done, now=now)
    bulk.place = row.place
    return done


@transaction.atomic
def _approve(keys: Sequence[int], *, by: User, now: datetime) -> int:
    return review.approve_free(keys, by=by, now=now)


def _tell(bulk: BulkApproval, done: int, *, now: datetime) -> None:
    notices.tell(
        bulk.by,
        subject=format_lazy(_("Approved: {count} of {title}"), count=figure(done), title=bulk.task.title),
        url=bulk.get_absolute_url(),
        topic=Topic.REVIEW,
        now=now,
    )
