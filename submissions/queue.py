"""The queue of what waits for an employer's verdict: the oldest deadline first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from tasks.models import Task

from .models import Submission, SubmissionQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """Where a submission stands: its neighbours that still wait, and how many wait in all."""

    before: Submission | None
    after: Submission | None
    waiting: int


def waiting_for(task: Task) -> SubmissionQuerySet:
    return Submission.objects.to_review().filter(task=task).order_by("review_until", "pk")


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
