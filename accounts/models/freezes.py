"""A worker's time without new claims, found by their rate alone."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from picomarket.lib.public import PublicRow


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def running(self) -> FreezeQuerySet:
        return self.filter(ended_at=None)

    def due(self, now: datetime) -> FreezeQuerySet:
        return self.running().filter(until__lte=now)


class Freeze(PublicRow):
    """Some time in which a worker claims nothing, because too few of their last verdicts were approvals.

    ``verdicts`` are the submissions whose verdicts counted, newest first. ``step`` says which in a row it is. One that
    is ``undone`` would not have come without a rejection that was taken back since.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="freezes")
    step = models.PositiveSmallIntegerField()
    rate = models.PositiveSmallIntegerField()
    verdicts = ArrayField(models.BigIntegerField())
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    undone = models.BooleanField(default=False)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="freeze_one_at_a_time")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="freeze_running")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.at:%Y-%m-%d}"


class RateLook(models.Model):
    """A worker whose rate is to be looked at: a rejection of theirs came to count, or was taken back.

    Written by a trigger on the verdicts, so that whatever counts one need not think of it.
    """

    worker = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True, db_constraint=False
    )

    def __str__(self) -> str:
        return f"{self.pk}"
