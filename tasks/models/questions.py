"""What workers ask about a task before they claim it, for everybody to read once it is answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from .tasks import Task


class PublicQuestionQuerySet(models.QuerySet["PublicQuestion"]):
    def open(self) -> PublicQuestionQuerySet:
        return self.filter(state=PublicQuestion.State.ASKED)

    def answered(self) -> PublicQuestionQuerySet:
        return self.filter(state=PublicQuestion.State.ANSWERED)

    def of(self, asker: User) -> PublicQuestionQuerySet:
        return self.filter(asker=asker)

    def seen_by(self, person: User | None) -> PublicQuestionQuerySet:
        """Answered ones, for everybody; what waits or is hidden for who asked and for the employer."""
        answered = Q(state=PublicQuestion.State.ANSWERED)
        if person is None:
            return self.filter(answered)
        return self.filter(answered | Q(asker=person) | Q(task__employer=person))

    def answerable_by(self, employer: User) -> PublicQuestionQuerySet:
        return self.filter(task__employer=employer)


class PublicQuestion(PublicRow, Stateful):
    """One question about a task. Nobody but staff learns who asked it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        HIDDEN = "hidden", _("Taken down")

    MOVES = moves({State.ASKED: {State.ANSWERED, State.HIDDEN}, State.ANSWERED: {State.HIDDEN}, State.HIDDEN: set()})

    # The indexes below begin with the task.
    task = models.ForeignKey(Task, models.PROTECT, related_name="public_questions", db_index=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    words = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicQuestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(answer=""), name="question_answered_in_words")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["task", "-id"], name="question_of_task"),
            models.Index(fields=["task"], condition=Q(state="asked"), name="question_open"),
            models.Index(fields=["task", "answered_at"], condition=Q(state="answered"), name="question_answered"),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def is_hidden(self) -> bool:
        return self.state == self.State.HIDDEN
