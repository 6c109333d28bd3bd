"""Ratings both ways: a worker's marks for an employer, an employer's good word for work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Avg, Count
from django.utils.translation import gettext_lazy as _

from accounts import points
from accounts.models import User
from picomarket.lib.refusals import Refused

from .models import HIGHEST, LOWEST, Grade, Rating, Submission

State = Submission.State
JUDGED = (State.APPROVED, State.REJECTED, State.DISPUTED, State.CONFIRMED, State.AWARDED, State.SCREENED)
# The newest so many are summed up, so that nobody's page grows slower and what was long ago fades.
WINDOW = 1000
NAMES = {
    "clarity": _("Clear tasks"),
    "fairness": _("Fair verdicts"),
    "pay": _("Good pay"),
    "speed": _("Quick reviews"),
}


class NoRating(Refused):
    """Work that is not judged, or marks that are none."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How workers rate an employer: of ``raters`` workers, the mean mark in all and of each aspect (name, mean)."""

    raters: int
    mean: float
    aspects: list[tuple[str, float]]


def rate(submission: Submission, *, by: User, marks: Mapping[str, int], now: datetime) -> None:
    """A worker's marks, 1 to 5 for each aspect, for the employer who judged this work. Raises NoRating."""
    row = Submission.objects.of(by).select_related("task").get(pk=submission.pk)
    if row.state not in JUDGED:
        raise NoRating(_("You can rate the employer once your work is judged."))
    if set(marks) != set(Rating.ASPECTS) or not all(LOWEST <= mark <= HIGHEST for mark in marks.values()):
        raise NoRating(_("Choose a mark from 1 to 5 for each."))
    given = {**marks, "submission": row, "rated_at": now}
    Rating.objects.update_or_create(worker=by, employer_id=row.task.employer_id, defaults=given)


def given(submission: Submission) -> Rating | None:
    """What the worker of this submission said of its employer so far."""
    return Rating.objects.filter(worker=submission.worker_id, employer=submission.task.employer_id).first()


def of_employer(person: User) -> Marks | None:
    """The marks of an employer, or None before enough workers gave theirs for nobody to be known by them."""
    newest = Rating.objects.filter(employer=person).order_by("-rated_at")[:WINDOW]
    # A query of a sliced one: the mean of the newest, not the newest of the means.
    found = Rating.objects.filter(pk__in=newest.values("pk")).aggregate(
        raters=Count("pk"), **{aspect: Avg(aspect) for aspect in Rating.ASPECTS}
    )
    if found["raters"] < settings.RULES.ratings_shown:
        return None
    means = [float(found[aspect]) for aspect in Rating.ASPECTS]
    return Marks(found["raters"], sum(means) / len(means), list(zip(map(str, NAMES.values()), means, strict=True)))


def grade(submission: Submission, *, by: User, word: int, now: datetime) -> None:
    """An employer's word for work they approved, which gives its worker points; a later one takes the place of an
    earlier. Raises NoRating."""
    with transaction.atomic():
        row = Submission.objects.reviewable_by(by).get(pk=submission.pk)
        if row.state != State.APPROVED:
            raise NoRating(_("Only approved work has a grade."))
        if word not in Grade.Word.values:
            raise NoRating(_("Choose one of the three grades."))
        told = {"worker_id": row.worker_id, "word": word, "graded_at": now}
        Grade.objects.update_or_create(submission=row, defaults=told)
        points.praise(row.pk, grade=word)


def grades_of(person: User) -> list[tuple[str, int]]:
    """How often employers called a worker's work excellent, good or OK, best first; empty before there are enough."""
    newest = Grade.objects.filter(worker=person).order_by("-graded_at")[:WINDOW]
    counted = dict(
        Grade.objects.filter(pk__in=newest.values("pk")).order_by().values_list("word").annotate(Count("pk"))
    )
    if sum(counted.values()) < settings.RULES.ratings_shown:
        return []
    return [(str(word.label), counted.get(word, 0)) for word in Grade.Word]
