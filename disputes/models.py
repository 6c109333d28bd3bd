"""When they disagree."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> DisputeQuerySet:
        return self.filter(state=Dispute.State.OPENED)

    def seen_by(self, person: User) -> DisputeQuerySet:
        """The two sides; staff read cases in the admin."""
        return self.filter(Q(submission__worker=person) | Q(submission__task__employer=person))

    def late(self, now: datetime) -> DisputeQuerySet:
        """Open, and support's promise is broken."""
        return self.open().filter(decide_by__lte=now)

    def running(self, now: datetime) -> DisputeQuerySet:
        """Open, and support still has time."""
        return self.open().filter(decide_by__gt=now)

    def by_urgency(self) -> DisputeQuerySet:
        return self.order_by("decide_by", "pk")


class Dispute(PublicRow, Stateful):
    """A contested rejection. Upheld: the worker is right and is paid, all of it or a part. Dismissed: it stands."""

    class State(models.TextChoices):
        OPENED = "opened", _("Open")
        UPHELD = "upheld", _("Upheld: the worker is paid")
        PARTLY = "partly", _("Upheld in part: the worker is paid a part")
        DISMISSED = "dismissed", _("Dismissed: the rejection stands")

    MOVES = moves(
        {
            State.OPENED: {State.UPHELD, State.PARTLY, State.DISMISSED},
            State.UPHELD: set(),
            State.PARTLY: set(),
            State.DISMISSED: set(),
        }
    )

    submission = models.OneToOneField("submissions.Submission", models.PROTECT, related_name="dispute")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPENED)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    decide_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True)
    # What the house was proposed to pay although the rejection stands.
    goodwill = models.OneToOneField("wallet.Adjustment", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state="opened") | ~Q(decision=""), name="dispute_decision_has_reason")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decide_by"], condition=Q(state="opened"), name="dispute_open")
        ]

    def __str__(self) -> str:
        return f"{self.submission}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:case", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPENED

    @property
    def is_upheld(self) -> bool:
        return self.state == self.State.UPHELD

    @property
    def is_partly(self) -> bool:
        return self.state == self.State.PARTLY

    @property
    def is_conceded(self) -> bool:
        """Decided by the employer, who gave in, and not by support."""
        return self.decided_by_id == self.submission.task.employer_id

    def has_side(self, person: User) -> bool:
        return person.pk in (self.submission.worker_id, self.submission.task.employer_id)


class Statement(models.Model):
    """What one side says in a case. Never edited."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="statements")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words[:60]
