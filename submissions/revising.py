"""Revising: an employer asks for a change, and what was not changed in time goes back as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep

from . import proofs, review, revisions
from .models import Reason, Revision, Submission

State = Submission.State


class NoRoundLeft(Refused):
    """A change was asked for as often as it can be."""


def ask(submission: Submission, *, by: User, reason: str, step: int | None, comment: str, now: datetime) -> Submission:
    """Ask the worker to change what they handed in: ``revision_hours`` for it, at most ``revision_rounds`` times.

    No money moves: the slot is kept and its escrow stays locked. What was handed in is kept as well. Raises
    Unexplained, AlreadyJudged, ReviewOver or NoRoundLeft.
    """
    with transaction.atomic():
        row = review.waiting(submission, by=by, now=now)
        if not revisions.left(row):
            raise NoRoundLeft(_("You cannot ask for another change. Approve it, or reject it."))
        review.check_explained(row, reason, step, comment)
        row.revise_until = now + timedelta(hours=settings.RULES.revision_hours)
        asked = Revision.objects.create(
            submission=row,
            number=row.revisions.count() + 1,
            asked_by=by,
            asked_at=now,
            due_at=row.revise_until,
            handed_in_at=row.submitted_at or now,
            reason=reason,
            step=step or 0,
            comment=comment.strip(),
        )
        revisions.keep_proofs(asked)
        row.move_to(State.REVISION, "revise_until")
        _tell_worker(row, asked, now=now)
    return row


def _tell_worker(row: Submission, asked: Revision, *, now: datetime) -> None:
    words = _("{reason}. The employer wrote: {comment} You have {hours} hours to change it; your slot is kept.")
    hours = settings.RULES.revision_hours
    notices.tell(
        row.worker,
        subject=format_lazy(_("Please change: {title}"), title=row.words.title),
        body=format_lazy(words, reason=Reason(asked.reason).label, comment=asked.comment, hours=hours),
        url=row.get_absolute_url(),
        mail=True,
        topic=Topic.CHANGES,
        now=now,
    )


def lapse_due(*, now: datetime, most: int = 1000) -> int:
    """End revisions whose time ran out; how many. What the worker had saved by then is handed in for them where it is
    whole; else it goes back to the employer as it was handed in before. No money moves."""
    due = Submission.objects.unchanged(now).order_by("revise_until").values_list("pk", flat=True)[:most]
    return sweep(list(due), lambda some: _lapse(some, now=now))


@transaction.atomic
def _lapse(keys: Sequence[int], *, now: datetime) -> int:
    rows = Submission.objects.unchanged(now).filter(pk__in=keys).select_related("task__employer", "worker")
    rows = rows.select_related("task__batch", "row")
    due = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",), skip_locked=True))
    for row in due:
        changed = _has_changed(row) and not proofs.missing(row)
        if changed:
            row.submitted_at = now
        else:
            gone = revisions.put_back(row)
            transaction.on_commit(lambda names=gone: proofs.discard(names))  # type: ignore[misc]
        revisions.close(row, changed=changed, now=now)
        row.move_to(State.SUBMITTED, "submitted_at", "review_until")
        notices.tell(
            row.worker,
            subject=format_lazy(_("Your time to change it is over: {title}"), title=row.words.title),
            body=_("What you had saved is handed in.") if changed else _("It is judged as you handed it in before."),
            url=row.get_absolute_url(),
            topic=Topic.CHANGES,
            now=now,
        )
    return len(due)


def _has_changed(row: Submission) -> bool:
    """Whether the worker saved anything since they were asked."""
    return row.proofs.filter(saved_at__gt=row.revisions.latest("number").asked_at).exists()
