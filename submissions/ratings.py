"""Ratings both ways: a worker's marks for an employer, an employer's good word for work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Avg, Count, F, Sum
from django.utils.translation import gettext_lazy as _

from accounts import points
from accounts.models import User
from picomarket.lib.refusals import Refused
from tasks import measures

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
    """How workers rate an employer: of ``raters`` workers, the mean mark in all (in tenths: 45 is 4.5 of 5) and of each
    aspect (name, mean)."""

    raters: int
    tenths: int
    aspects: list[tuple[str, float]]

    @property
    def mean(self) -> float:
        return self.tenths / 10


def rate(submission: Submission, *, by: User, marks: Mapping[str, int], now: datetime) -> None:
    """A worker's marks, 1 to 5 for each aspect, for the employer who judged this work; the employer's mean is kept with
    their record. Raises NoRating."""
    row = Submission.objects.of(by).select_related("task").get(pk=submission.pk)
    if row.state not in JUDGED:
        raise NoRating(_("You can rate the employer once your work is judged."))
    if set(marks) != set(Rating.ASPECTS) or not all(LOWEST <= mark <= HIGHEST for mark in marks.values()):
        raise NoRating(_("Choose a mark from 1 to 5 for each."))
    given = {**marks, "submission": row, "rated_at": now}
    employer = row.task.employer_id
    with transaction.atomic():
        measures.hold_record(employer)
        Rating.objects.update_or_create(worker=by, employer_id=employer, defaults=given)
        marks_now = _summed(employer)
        measures.note_rating(employer, rating=marks_now.tenths, raters=marks_now.raters)


def given(submission: Submission) -> Rating | None:
    """What the worker of this submission said of its employer so far."""
    return Rating.objects.filter(worker=submission.worker_id, employer=submission.task.employer_id).first()


def of_employer(person: User) -> Marks | None:
    """The marks of an employer, or None before enough workers gave theirs for nobody to be known by them."""
    marks = _summed(person.pk)
    return marks if marks.raters >= settings.RULES.ratings_shown else None


def _summed(employer_id: int) -> Marks:
    """Of the newest; the mean is rounded half up, as it is shown, so that a least one asks for what is read."""
    newest = Rating.objects.filter(employer=employer_id).order_by("-rated_at")[:WINDOW]
    all_of_one = sum((F(aspect) for aspect in Rating.ASPECTS[1:]), F(Rating.ASPECTS[0]))
    # A query of a sliced one: the mean of the newest, not the newest of the means.
    found = Rating.objects.filter(pk__in=newest.values("pk")).aggregate(
        raters=Count("pk"), given=Sum(all_of_one), **{aspect: Avg(aspect) for aspect in Rating.ASPECTS}
    )
    count = found["raters"] * len(Rating.ASPECTS)
    tenths = (20 * found["given"] + count) // (2 * count) if count else 0
    means = [float(found[aspect] or 0) for aspect in Rating.ASPECTS]
    return Marks(found["raters"], tenths, list(zip(map(str, NAMES.values()), means, strict=True)))


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
