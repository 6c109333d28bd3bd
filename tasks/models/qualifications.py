"""Qualifications: tests whose pass opens tasks."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def of(self, author: User) -> QualificationQuerySet:
        return self.filter(author=author)

    def published(self) -> QualificationQuerySet:
        return self.filter(state=Qualification.State.PUBLISHED)

    def kept(self) -> QualificationQuerySet:
        return self.exclude(state=Qualification.State.DISCARDED)

    def seen_by(self, person: User) -> QualificationQuerySet:
        """What this person may read: what was ever published, and their own drafts."""
        return self.kept().filter(~Q(state=Qualification.State.DRAFTED) | Q(author=person))

    def usable_by(self, employer: User) -> QualificationQuerySet:
        """What this employer may ask for in a task: their own tests and the house's."""
        return self.published().filter(Q(author=employer) | Q(is_house=True))

    def with_counts(self) -> QualificationQuerySet:
        """Adds ``asked``, how many questions count, and ``holders``, how many people hold its pass."""
        valid = Q(passes__in=Pass.objects.valid())
        return self.annotate(
            asked=Count("questions", filter=Q(questions__fallen_at=None), distinct=True),
            holders=Count("passes", filter=valid, distinct=True),
        )


class Qualification(PublicRow, Stateful):
    """A test by an employer or the house. Once published its questions stay as they are; one can only fall.

    ``attempts`` 0 is as many as people like; ``valid_days`` 0 is a pass for ever.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Draft")
        DISCARDED = "discarded", _("Discarded")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    MOVES = moves(
        {
            State.DRAFTED: {State.PUBLISHED, State.DISCARDED},
            State.DISCARDED: set(),
            State.PUBLISHED: {State.CLOSED},
            State.CLOSED: {State.PUBLISHED},
        }
    )

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="qualifications")
    is_house = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFTED)
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    pass_percent = models.PositiveSmallIntegerField(default=80)
    attempts = models.PositiveSmallIntegerField(default=3)
    wait_hours = models.PositiveSmallIntegerField(default=24)
    valid_days = models.PositiveSmallIntegerField(default=0)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="qualification_mark_is_percent"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:test", args=[self.public_id])


class QuestionQuerySet(models.QuerySet["Question"]):
    def standing(self) -> QuestionQuerySet:
        return self.filter(fallen_at=None)

    def with_replies(self) -> QuestionQuerySet:
        """Adds ``said``, how many replied to it in an ended attempt, and ``said_right``, how many rightly."""
        # What is saved empty is no reply.
        return self.annotate(
            said=Count("replies", filter=Q(replies__is_right__isnull=False) & ~Q(replies__text="")),
            said_right=Count("replies", filter=Q(replies__is_right=True)),
        )


class Question(models.Model):
    """One question: options of which one is right, or a short text of which some spellings are right."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("One of several options")
        TEXT = "text", _("A short text")

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField(max_length=1000)
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    right = ArrayField(models.CharField(max_length=200))
    explanation = models.TextField(max_length=1000, blank=True)
    # The author found it wrong: it counts for nobody any more.
    fallen_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["qualification", "position"], name="question_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def has_fallen(self) -> bool:
        return self.fallen_at is not None


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, worker: User) -> AttemptQuerySet:
        return self.filter(worker=worker)

    def running(self) -> AttemptQuerySet:
        return self.filter(state=Attempt.State.STARTED)

    def ended(self) -> AttemptQuerySet:
        return self.exclude(state=Attempt.State.STARTED)

    def paid(self) -> AttemptQuerySet:
        return self.filter(paid__gt=0)

    def overdue(self, now: datetime) -> AttemptQuerySet:
        return self.running().filter(until__lte=now)


class Attempt(PublicRow, Stateful):
    """One person's go at a test: ``right`` of ``counted`` questions when it ended.

    ``offer`` is the one that promised pay for it when it began; ``unpaid`` says why nothing was paid in the end.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Under way")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Not passed")

    class Unpaid(models.TextChoices):
        UNANSWERED = "unanswered", _("Questions without a reply")
        QUICK = "quick", _("Quicker than one can read")

    # A question that falls can turn a failed attempt into a pass, never the other way round.
    MOVES = moves(
        {
            State.STARTED: {State.PASSED, State.FAILED},
            State.PASSED: set(),
            State.FAILED: {State.PASSED},
        }
    )

    # The index below begins with the test.
    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="tries", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    state = models.CharField(max_length=8, choices=State.choices, default=State.STARTED)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(default=0)
    counted = models.PositiveSmallIntegerField(default=0)
    offer = models.ForeignKey("tasks.Offer", models.PROTECT, null=True, blank=True, related_name="tries")
    paid = MoneyField(default=0)
    unpaid = models.CharField(max_length=12, choices=Unpaid.choices, blank=True, default="")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["qualification", "worker"], condition=Q(state="started"), name="attempt_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["qualification", "worker"], condition=Q(paid__gt=0), name="attempt_paid_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["qualification", "worker", "-started_at"], name="attempt_of_worker"),
            models.Index(fields=["until"], condition=Q(state="started"), name="attempt_overdue"),
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.worker}"

    def get_absolute_url(self) -> str:
        return reverse("tasks:attempt", args=[self.public_id])

    @property
    def percent(self) -> int:
        return self.right * 100 // self.counted if self.counted else 0


class Reply(models.Model):
    """What a person said to a question; right or wrong once the attempt ended."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="replies", db_index=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="replies")
    text = models.CharField(max_length=200, blank=True)
    is_right = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["attempt", "question"], name="reply_once")
        ]

    def __str__(self) -> str:
        return self.text


class PassQuerySet(models.QuerySet["Pass"]):
    def valid(self) -> PassQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=Now()), revoked_at=None)

    def barring(self) -> PassQuerySet:
        """Those whose holders cannot begin the test again: valid ones, and those the staff took back."""
        return self.exclude(until__lte=Now(), revoked_at=None)

    def of(self, worker: User) -> PassQuerySet:
        return self.filter(worker=worker)


class Pass(models.Model):
    """That a person holds a qualification: by an attempt, or granted by the staff with a reason."""

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="passes", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passes")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "passes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["qualification", "worker"], name="pass_once")
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.worker}"

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.until is None or self.until > now)


class ContestQuerySet(models.QuerySet["Contest"]):
    def opened(self) -> ContestQuerySet:
        return self.filter(state=Contest.State.OPENED)


class Contest(PublicRow, Stateful):
    """A worker says that a question of a test is wrong; its author agrees, and it falls, or says why not."""

    class State(models.TextChoices):
        OPENED = "opened", _("Waits for the author")
        AGREED = "agreed", _("The question was withdrawn")
        DECLINED = "declined", _("The question stands")

    MOVES = moves(
        {State.OPENED: {State.AGREED, State.DECLINED}, State.AGREED: set(), State.DECLINED: set()},
    )

    question = models.ForeignKey(Question, models.CASCADE, related_name="contests")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contests")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPENED)
    words = models.TextField(max_length=1000)
    answer = models.TextField(max_length=1000, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "worker"], name="contest_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.worker}"
