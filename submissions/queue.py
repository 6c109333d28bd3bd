"""The queue of what waits for an employer's verdict: the oldest deadline first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from tasks.models import Task

from .models import BulkApproval, GivenVerdict, Submission, SubmissionQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """Where a submission stands: its neighbours that still wait, and how many wait in all."""

    before: Submission | None
    after: Submission | None
    waiting: int


def waiting_for(task: Task) -> SubmissionQuerySet:
    return Submission.objects.to_review().filter(task=task).order_by("review_until", "pk")


@dataclass(frozen=True, slots=True)
class Press:
    """Verdicts of one press that can still be taken back: how many, until when, and of whom where it is one."""

    press: str
    kind: str
    count: int
    until: datetime
    worker: User | None

    @property
    def label(self) -> str:
        return str(GivenVerdict.Kind(self.kind).label)


def just_given(task: Task) -> list[Press]:
    """What can still be taken back, the newest first."""
    rows = GivenVerdict.objects.filter(submission__task=task).order_by("-due_at", "press")
    seen: dict[str, Press] = {}
    for one in rows.select_related("submission__worker"):
        before = seen.get(one.press)
        worker = None if before else one.submission.worker
        count = before.count + 1 if before else 1
        seen[one.press] = Press(one.press, one.kind, count, one.due_at, worker)
    return list(seen.values())


def being_approved(task: Task) -> BulkApproval | None:
    """What is being approved all at once, if anything is."""
    return BulkApproval.objects.running().filter(task=task).defer("keys").first()


def next_after(submission: Submission) -> Submission | None:
    """What to review next; after the last comes the first that was left out."""
    queue = waiting_for(submission.task).exclude(pk=submission.pk)
    return queue.filter(_later(submission)).first() or queue.first()


def place_of(submission: Submission) -> Place:
    queue = waiting_for(submission.task)
    return Place(queue.filter(_earlier(submission)).last(), queue.filter(_later(submission)).first(), queue.count())


def _later(submission: Submission) -> Q:
    until = submission.review_until
    return Q(review_until__gt=until) | Q(review_until=until, pk__gt=submission.pk)


def _earlier(submission: Submission) -> Q:
    until = submission.review_until
    return Q(review_until__lt=until) | Q(review_until=until, pk__lt=submission.pk)
