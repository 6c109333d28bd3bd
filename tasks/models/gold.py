"""Gold rows: rows of a batch whose right answer its employer knows, and how workers answered them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.answers import readings
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from .batches import Row
from .tasks import Task


class GoldQuerySet(models.QuerySet["Gold"]):
    def of(self, employer: User) -> GoldQuerySet:
        return self.filter(task__employer=employer)

    def standing(self) -> GoldQuerySet:
        return self.filter(fallen_at=None)

    def with_counts(self) -> GoldQuerySet:
        """Adds ``done`` and ``right``: how many people answered it, and how many of them rightly."""
        return self.annotate(done=Count("given"), right=Count("given", filter=Q(given__is_right=True)))


class Gold(models.Model):
    """The right answers to a row, by the position of the proof; empty where none is known. Several ways to write one
    have a | between them."""

    # The index below begins with the task.
    task = models.ForeignKey(Task, models.CASCADE, related_name="gold", db_index=False)
    row = models.OneToOneField(Row, models.CASCADE, related_name="gold")
    answers = ArrayField(models.TextField(blank=True))
    because = models.TextField(blank=True)
    # Its employer found it wrong: it counts for nobody any more.
    fallen_at = models.DateTimeField(null=True, blank=True)

    objects = GoldQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "gold"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["task", "row"], name="gold_of_task")]

    def __str__(self) -> str:
        return f"{self.task}: {self.row}"

    @property
    def asked(self) -> list[str]:
        """What the row holds beside what is known of it."""
        columns, known = self.task.batch.columns, self.task.known_columns
        return [value for name, value in self.row.values(columns).items() if name not in known]

    @property
    def told(self) -> str:
        """What is right, in one line."""
        return " · ".join(readings(one) for one in self.answers if one)

    @property
    def has_fallen(self) -> bool:
        return self.fallen_at is not None


class GoldAnswerQuerySet(models.QuerySet["GoldAnswer"]):
    def counted(self) -> GoldAnswerQuerySet:
        return self.filter(gold__fallen_at=None)

    def contested(self) -> GoldAnswerQuerySet:
        return self.filter(state=GoldAnswer.State.CONTESTED)


class GoldAnswer(PublicRow, Stateful):
    """That a worker answered a gold row, and whether rightly: the first time counts. They may contest the answer that
    is said to be right."""

    class State(models.TextChoices):
        SCORED = "scored", _("Scored")
        CONTESTED = "contested", _("Waits for the employer")
        AGREED = "agreed", _("The right answer was withdrawn")
        DECLINED = "declined", _("The right answer stands")

    MOVES = moves(
        {
            State.SCORED: {State.CONTESTED},
            State.CONTESTED: {State.AGREED, State.DECLINED},
            State.AGREED: set(),
            State.DECLINED: set(),
        }
    )

    # The index below begins with the task, the constraint with the gold row.
    task = models.ForeignKey(Task, models.CASCADE, related_name="gold_answers", db_index=False)
    gold = models.ForeignKey(Gold, models.CASCADE, related_name="given", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_right = models.BooleanField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.SCORED)
    words = models.TextField(max_length=1000, blank=True)
    reply = models.TextField(max_length=1000, blank=True)
    scored_at = models.DateTimeField()
    contested_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GoldAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gold", "worker"], name="gold_answer_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["task", "worker"], name="gold_answer_of_worker")]

    def __str__(self) -> str:
        return f"{self.gold}: {self.worker}"

    @property
    def is_contestable(self) -> bool:
        return self.state == self.State.SCORED and not self.is_right and not self.gold.has_fallen


class GoldStop(models.Model):
    """That a worker gets no more rows of a batch: too few of the gold rows they did were right. Counts nowhere else."""

    # The constraint below begins with the task.
    task = models.ForeignKey(Task, models.CASCADE, related_name="gold_stops", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "worker"], name="gold_stop_once")
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.worker}"
