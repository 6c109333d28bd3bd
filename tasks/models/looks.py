"""Looks: a task that a person of the staff is asked to look at, before it is published or after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts import keeping
from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.fields import MoneyField
from picomarket.lib.states import Stateful, moves

from .tasks import Task

# As long as a second press may take to arrive.
A_MOMENT = timedelta(minutes=1)


class LookQuerySet(models.QuerySet["Look"]):
    def open(self) -> LookQuerySet:
        return self.filter(state=Look.State.ASKED)

    def late(self, now: datetime) -> LookQuerySet:
        return self.open().filter(due_at__lte=now)

    def running(self, now: datetime) -> LookQuerySet:
        return self.open().filter(due_at__gt=now)

    def free_for(self, person: User, now: datetime) -> LookQuerySet:
        """Open ones this person may decide: nobody else has them, and the task is not their own."""
        kept = keeping.kept_keys(Look, others=person, now=now)
        return self.open().exclude(pk__in=kept).exclude(task__employer=person).exclude(task__reports__reporter=person)

    def braked(self) -> LookQuerySet:
        """Those that rejections wait, or waited, for."""
        return self.filter(braked_at__isnull=False)

    def by_urgency(self, now: datetime) -> LookQuerySet:
        """Broken promises first, then by risk, then by age."""
        late = Case(When(due_at__lte=now, then=Value(0)), default=Value(1))
        return self.order_by(late, "-risk", "asked_at", "pk")


class Look(Stateful):
    """One look at a task. Before publication it ends approved or declined; after it, cleared or stopped."""

    class Cause(models.TextChoices):
        POLICY = "policy", _("Words of the policy")
        FIRST = "first", _("A new employer's first task")
        AGAIN = "again", _("Declined before")
        REPORTS = "reports", _("Reports by workers")
        CHANGED = "changed", _("Words of the policy, which changed after publication")
        BRAKE = "brake", _("Very many rejections within a day")

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        CLEARED = "cleared", _("Cleared: the task goes on")
        STOPPED = "stopped", _("Stopped")

    MOVES = moves(
        {
            State.ASKED: {State.APPROVED, State.DECLINED, State.WITHDRAWN, State.CLEARED, State.STOPPED},
            State.APPROVED: set(),
            State.DECLINED: set(),
            State.WITHDRAWN: set(),
            State.CLEARED: set(),
            State.STOPPED: set(),
        }
    )

    task = models.ForeignKey(Task, models.PROTECT, related_name="looks")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    risk = models.PositiveIntegerField(default=0)
    # What was found, in words, as it was found: the policy may change while somebody waits.
    why = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    # The rules with the phrases that stood found when it ended well: they are allowed in this task from then on.
    allowed = ArrayField(models.CharField(max_length=220), default=list, blank=True)
    # A fingerprint of the contents: what was approved needs no second look, what was declined must change.
    contents = models.CharField(max_length=64)
    agreed = MoneyField(default=0, help_text=_("What the employer agreed to pay on publication."))
    # Since when further rejections of the task wait for it, because there were very many.
    braked_at = models.DateTimeField(null=True, blank=True)
    # How the task stood when it was held; it goes back to that.
    held_from = models.CharField(max_length=12, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    fix = models.TextField(blank=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="task_one_look_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "stopped"]) | ~Q(reason=""), name="task_look_no_has_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(state="asked"), name="task_look_open")
        ]

    def __str__(self) -> str:
        return f"{self.task}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def said_reason(self) -> str:
        """The reason: what the market says of it in the reader's language, what somebody wrote as they wrote it."""
        first, gap, rest = self.reason.partition("\n\n")
        return f"{locales.said(first)}{gap}{rest}"

    @property
    def is_after_publication(self) -> bool:
        return self.cause in (self.Cause.REPORTS, self.Cause.CHANGED, self.Cause.BRAKE)

    @property
    def is_after_change(self) -> bool:
        """Whether the policy asked for it after the task was published."""
        return self.cause == self.Cause.CHANGED

    def was_just_decided_by(self, person: User, now: datetime) -> bool:
        """Whether this person decided it within the last minute."""
        return self.decided_by_id == person.pk and self.decided_at is not None and self.decided_at > now - A_MOMENT
