"""What both sides say of each other once the work is judged."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .submissions import Submission

LOWEST, HIGHEST = 1, 5


class Rating(models.Model):
    """What one worker says of one employer, in marks from 1 to 5; a later one takes the place of an earlier."""

    ASPECTS = ("clarity", "fairness", "pay", "speed")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="ratings")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ratings_given")
    # The index below begins with the employer.
    employer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ratings_received", db_index=False
    )
    clarity = models.PositiveSmallIntegerField(_("clarity"))
    fairness = models.PositiveSmallIntegerField(_("fairness"))
    pay = models.PositiveSmallIntegerField(_("pay"))
    speed = models.PositiveSmallIntegerField(_("speed"))
    rated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["worker", "employer"], name="rating_one_of_each"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{aspect}__gte": LOWEST, f"{aspect}__lte": HIGHEST}), name=f"rating_{aspect}"
                )
                for aspect in ("clarity", "fairness", "pay", "speed")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["employer", "-rated_at"], name="rating_of_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} → {self.employer_id}"


class Grade(models.Model):
    """What an employer says of approved work. There is no bad one: for that there is a rejection with its reason."""

    class Word(models.IntegerChoices):
        EXCELLENT = 3, _("Excellent")
        GOOD = 2, _("Good")
        FINE = 1, _("OK")

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="grade")
    # The index below begins with the worker.
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grades", db_index=False)
    word = models.PositiveSmallIntegerField(choices=Word.choices)
    graded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(word__in=[1, 2, 3]), name="grade_is_one_of_three")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["worker", "-graded_at"], name="grade_of_worker"),
        ]

    def __str__(self) -> str:
        return str(self.get_word_display())
