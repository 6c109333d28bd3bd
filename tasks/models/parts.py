"""What belongs to a task: the slots added to it, the proofs it asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField

from .tasks import Task


class TopUp(models.Model):
    """Slots added to a published task, or a raise of its reward (no slots), paid into its escrow.

    Its key makes a double click harmless.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="top_ups")
    key = models.CharField(max_length=40, unique=True)
    slots = models.PositiveIntegerField()
    amount = MoneyField()
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="task_top_up_adds")
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.slots}"


class ProofField(models.Model):
    """One thing a worker hands in for a task."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        URL = "url", _("Web address")
        SCREENSHOT = "screenshot", _("Screenshot")

    task = models.ForeignKey(Task, models.CASCADE, related_name="proof_fields")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(max_length=200)
    least = models.PositiveSmallIntegerField(default=0, help_text=_("Least number of characters of a text."))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "position"], name="task_proof_position")
        ]

    def __str__(self) -> str:
        return self.label
