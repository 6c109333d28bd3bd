"""What an employer is known for, measured from their tasks. Rows that a sweep keeps, so that no card has to ask."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from picomarket.lib.fields import MoneyField


class EmployerRecord(models.Model):
    """One employer's record. ``judged`` is how many verdicts they had given when ``review_minutes`` was measured.

    ``rating`` is the mean mark in tenths (45 is 4.5 of 5) of so many ``raters``, None before the first; others see it
    from ``ratings_shown`` raters on.
    """

    employer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="employer_record"
    )
    # The median from handing in to the verdict, or None before there were enough.
    review_minutes = models.PositiveIntegerField(null=True)
    judged = models.PositiveIntegerField(default=0)
    paid = MoneyField(default=0, help_text="What workers received for their tasks.")
    disputes_decided = models.PositiveIntegerField(default=0)
    disputes_lost = models.PositiveIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    raters = models.PositiveIntegerField(default=0)
    measured_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(disputes_lost__lte=F("disputes_decided")), name="task_record_lost_were_decided"
            )
        ]

    @property
    def public_rating(self) -> int | None:
        """In tenths; None before so many gave theirs that nobody is known by their marks."""
        return self.rating if self.raters >= settings.RULES.ratings_shown else None

    def __str__(self) -> str:
        return f"{self.employer_id}"
