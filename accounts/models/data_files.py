"""What people take along of their data."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


def data_storage() -> Storage:
    """Private: read only through the view that checks who asks."""
    return storages["files"]


class DataFileQuerySet(models.QuerySet["DataFile"]):
    def to_build(self, now: datetime) -> DataFileQuerySet:
        """Asked for, and nobody is building it, or who did is gone."""
        left = models.Q(leased_until=None) | models.Q(leased_until__lte=now)
        return self.filter(left, state=DataFile.State.ASKED)

    def outdated(self, now: datetime) -> DataFileQuerySet:
        return self.filter(state=DataFile.State.BUILT, keep_until__lte=now)


class DataFile(PublicRow, Stateful):
    """All a person's data as one ZIP: asked for by them, built by a job, kept for some days."""

    class State(models.TextChoices):
        ASKED = "asked", _("Being built")
        BUILT = "built", _("Ready")
        SWEPT = "swept", _("Swept away")

    MOVES = moves({State.ASKED: {State.BUILT}, State.BUILT: {State.SWEPT}, State.SWEPT: set()})

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_files")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    file = models.FileField(storage=data_storage, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # Tables and files written so far, of how many.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField(null=True, blank=True)

    objects = DataFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(state="asked"), name="data_asked_for_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.asked_at:%Y-%m-%d}"
