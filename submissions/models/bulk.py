"""Approvals of everything that waits, carried out by a job."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


class BulkApprovalQuerySet(models.QuerySet["BulkApproval"]):
    def of(self, employer: User) -> BulkApprovalQuerySet:
        return self.filter(task__employer=employer)

    def running(self) -> BulkApprovalQuerySet:
        return self.filter(state=BulkApproval.State.ASKED)

    def to_run(self, now: datetime) -> BulkApprovalQuerySet:
        """The time to undo them is over, and nobody carries them out, or who did is gone."""
        left = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.running().filter(left, due_at__lte=now)


class BulkApproval(PublicRow, Stateful):
    """What waited when an employer pressed, to be approved piece by piece. ``place`` says how far it came, and is kept
    in the transaction of its piece: whoever is killed, each is approved once. ``done`` counts the approved."""

    class State(models.TextChoices):
        ASKED = "asked", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Stopped")

    MOVES = moves({State.ASKED: {State.DONE, State.CANCELLED}, State.DONE: set(), State.CANCELLED: set()})

    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="bulk_approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    keys = ArrayField(models.BigIntegerField())
    total = models.PositiveIntegerField()
    place = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BulkApprovalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="bulk_approval_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.done}/{self.total}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:approving", args=[self.public_id])

    @property
    def left_out(self) -> int:
        """How many of those it came by were judged otherwise meanwhile."""
        return self.place - self.done
