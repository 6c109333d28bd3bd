"""What one person says is wrong with another."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from .questions import PublicQuestion


class PersonReportQuerySet(models.QuerySet["PersonReport"]):
    def of(self, reporter: User) -> PersonReportQuerySet:
        return self.filter(reporter=reporter)

    def open(self) -> PersonReportQuerySet:
        return self.filter(state=PersonReport.State.FILED)

    def late(self, now: datetime) -> PersonReportQuerySet:
        return self.open().filter(due_at__lte=now)

    def decidable_by(self, person: User) -> PersonReportQuerySet:
        """Open ones this person has no part in."""
        return self.open().exclude(Q(person=person) | Q(reporter=person))

    def by_urgency(self, now: datetime) -> PersonReportQuerySet:
        """Open ones first, of these broken promises, then by risk, then by age."""
        late = When(state=PersonReport.State.FILED, due_at__lte=now, then=Value(0))
        open_ = When(state=PersonReport.State.FILED, then=Value(1))
        return self.order_by(Case(late, open_, default=Value(2)), "-risk", "filed_at", "pk")


class PersonReport(PublicRow, Stateful):
    """One person's word about another, one at a time. ``risk`` is what it and all open ones by then count together."""

    class Reason(models.TextChoices):
        OUTSIDE = "outside", _("Asks to work or to pay outside this market")
        ABUSE = "abuse", _("Insults, threatens or harasses")
        FRAUD = "fraud", _("Cheats: false work, or good work rejected on purpose")
        SEVERAL = "several", _("Has several accounts, or this one is not theirs")
        DATA = "data", _("Asks for codes, passwords or personal data")
        PROFILE = "profile", _("The name, the photo or the words on the page are not fit")
        YOUNG = "young", _("Is too young to be here")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        FILED = "filed", _("Waiting for a look")
        RIGHT = "right", _("Somebody looked at it and did something about it")
        CLOSED = "closed", _("Somebody looked at it: nothing follows for now, and you were right to ask")
        WRONG = "wrong", _("Somebody looked at it: nothing was wrong")

    MOVES = moves(
        {
            State.FILED: {State.RIGHT, State.CLOSED, State.WRONG},
            State.RIGHT: set(),
            State.CLOSED: set(),
            State.WRONG: set(),
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_about")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_of_people")
    state = models.CharField(max_length=12, choices=State.choices, default=State.FILED)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField()
    # What they wrote to the reporter, where that is what is reported.
    message = models.ForeignKey("threads.Message", models.PROTECT, null=True, blank=True, related_name="+")
    # What they asked before everybody, where that is. The reporter does not learn whose it is.
    question = models.ForeignKey(PublicQuestion, models.PROTECT, null=True, blank=True, related_name="+")
    weight = models.PositiveSmallIntegerField()
    risk = models.PositiveIntegerField()
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was decided so. The reporter reads it.
    decision = models.TextField(blank=True)

    objects = PersonReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a person")
        verbose_name_plural = _("reports of people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "reporter"],
                condition=Q(state="filed", question=None),
                name="person_report_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(person=F("reporter")), name="person_report_of_another"),
            models.CheckConstraint(condition=Q(state="filed") | ~Q(decision=""), name="person_report_has_decision"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(state="filed"), name="person_report_open"),
            models.Index(fields=["reporter", "filed_at"], name="person_report_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_reason_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.FILED

    @property
    def whom(self) -> str:
        """What its reporter reads of whom it is about: of a question they don't learn who asked it."""
        if self.question:
            return _("A question about “%(title)s”") % {"title": self.question.task.title}
        return self.person.public_name

    @property
    def whom_url(self) -> str:
        if self.question:
            return reverse("tasks:questions", args=[self.question.task.public_id])
        return self.person.get_absolute_url()
