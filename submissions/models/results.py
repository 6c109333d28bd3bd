"""Files of results that employers ask for."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves
from tasks.models import file_storage


class ResultsQuerySet(models.QuerySet["Results"]):
    def of(self, employer: User) -> ResultsQuerySet:
        return self.filter(task__employer=employer)

    def to_build(self, now: datetime) -> ResultsQuerySet:
        """Asked for, and nobody is building it, or who did is gone."""
        left = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(left, state=Results.State.ASKED)

    def outdated(self, now: datetime) -> ResultsQuerySet:
        return self.filter(state=Results.State.BUILT, keep_until__lte=now)


class Results(PublicRow, Stateful):
    """A file of what was handed in for a task: asked for by its employer, built by a job, kept for some days."""

    class Kind(models.TextChoices):
        CSV = "csv", _("Table (CSV)")
        JSON = "json", _("JSON")
        ZIP = "zip", _("Table and screenshots (ZIP)")

    class State(models.TextChoices):
        ASKED = "asked", _("Being built")
        BUILT = "built", _("Ready")
        SWEPT = "swept", _("Swept away")

    MOVES = moves({State.ASKED: {State.BUILT}, State.BUILT: {State.SWEPT}, State.SWEPT: set()})

    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="results")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    file = models.FileField(storage=file_storage, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # Submissions written so far, of how many.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField(null=True, blank=True)

    objects = ResultsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "results"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "kind"], condition=Q(state="asked"), name="results_asked_for_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keep_until"], condition=Q(state="built"), name="results_outdated"),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_kind_display()}"
