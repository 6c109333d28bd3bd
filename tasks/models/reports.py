"""What workers say is wrong with a task, and who opened it at all."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.states import Stateful, moves

from .looks import Look
from .tasks import Task


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, person: User) -> ReportQuerySet:
        return self.filter(reporter=person)

    def open(self) -> ReportQuerySet:
        return self.filter(state=Report.State.FILED)


class Report(Stateful):
    """One person's word about a task, once. ``weight`` is what it counts for, in percent of one report."""

    class Reason(models.TextChoices):
        PAY = "pay", _("It pays too little for the work")
        UNSAFE = "unsafe", _("It is unsafe for me or my device")
        PROHIBITED = "prohibited", _("It asks for something the policy does not allow")
        BROKEN = "broken", _("It is broken: a link or a page does not work")
        UNCLEAR = "unclear", _("The steps are unclear or contradict each other")
        DIFFERENT = "different", _("It asks for more than it says")
        DATA = "data", _("It asks for personal data it does not need")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        FILED = "filed", _("Waiting for a look")
        RIGHT = "right", _("Somebody looked at it: the task was stopped")
        CLOSED = "closed", _("Somebody looked at it: the task goes on, and you were right to ask")
        WRONG = "wrong", _("Somebody looked at it: nothing was wrong with the task")

    MOVES = moves(
        {
            State.FILED: {State.RIGHT, State.CLOSED, State.WRONG},
            State.RIGHT: set(),
            State.CLOSED: set(),
            State.WRONG: set(),
        }
    )

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    look = models.ForeignKey(Look, models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports")
    state = models.CharField(max_length=12, choices=State.choices, default=State.FILED)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField()
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "reporter"], name="task_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_reason_display()}"


class Sighting(models.Model):
    """A person who opened a task's page. Kept only as far as reports need to know that enough people did."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="sightings", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "person"], name="task_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.person_id}"
