"""What was given on top of a reward."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from picomarket.lib.fields import MoneyField

from .submissions import Submission


class Bonus(models.Model):
    """What an employer gives a worker on top of an approved submission; its key makes a double click harmless."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="bonuses")
    key = models.CharField(max_length=40, unique=True)
    amount = MoneyField()
    note = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "bonuses"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="submission_bonus_positive")
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
