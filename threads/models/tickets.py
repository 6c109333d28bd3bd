"""What somebody asks of support, and what is said about it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves


def private_storage() -> Storage:
    """Outside what is served, read only through the view that checks who asks."""
    return storages["files"]


class Topic(models.TextChoices):
    PAYOUT = "payout", _("A payout, or money I should have received")
    DEPOSIT = "deposit", _("A deposit, a refund or an invoice")
    WORK = "work", _("Work I do: a task, a submission, a verdict")
    HIRING = "hiring", _("A task I posted, or work I review")
    ACCOUNT = "account", _("Signing in, my e-mail address, my profile")
    STANDING = "standing", _("My account is suspended, or I was treated wrongly")
    SAFETY = "safety", _("Something here is not safe or not allowed")
    OTHER = "other", _("Something else")


class TicketQuerySet(models.QuerySet["Ticket"]):
    def of(self, person: User) -> TicketQuerySet:
        """Theirs, without those that became part of another one."""
        return self.filter(person=person, merged_into=None)

    def waiting(self) -> TicketQuerySet:
        """Support's turn."""
        return self.filter(state=Ticket.State.OPENED)

    def unfinished(self) -> TicketQuerySet:
        return self.exclude(state=Ticket.State.CLOSED)

    def late(self, now: datetime) -> TicketQuerySet:
        """Support's turn, and the first promise is broken."""
        return self.waiting().filter(due_at__lte=now)

    def running(self, now: datetime) -> TicketQuerySet:
        return self.waiting().filter(due_at__gt=now)

    def before(self, ticket: Ticket) -> TicketQuerySet:
        """Those that support comes to before this one."""
        return self.waiting().filter(Q(due_at__lt=ticket.due_at) | Q(due_at=ticket.due_at, pk__lt=ticket.pk))

    def by_urgency(self) -> TicketQuerySet:
        return self.order_by("due_at", "pk")

    def silent(self, since: datetime) -> TicketQuerySet:
        """Answered before then, and the person has not written any more."""
        return self.filter(state__in=[Ticket.State.ANSWERED, Ticket.State.ASKED], answered_at__lte=since)


class Ticket(PublicRow, Stateful):
    """A thread between one person and support. What it is about is kept by kind and public id, with its words."""

    class State(models.TextChoices):
        OPENED = "opened", _("Waiting for support")
        ANSWERED = "answered", _("Answered")
        ASKED = "asked", _("Waiting for the person")
        CLOSED = "closed", _("Closed")

    MOVES = moves(
        {
            State.OPENED: {State.ANSWERED, State.ASKED, State.CLOSED},
            State.ANSWERED: {State.OPENED, State.ASKED, State.CLOSED},
            State.ASKED: {State.OPENED, State.ANSWERED, State.CLOSED},
            State.CLOSED: {State.OPENED, State.ANSWERED, State.ASKED},
        }
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tickets")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPENED)
    about = models.CharField(max_length=12, blank=True)
    about_id = models.CharField(max_length=12, blank=True)
    about_words = models.CharField(max_length=200, blank=True)
    # The beginning of what was written first.
    beginning = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    # By when support promised to answer what was written first since its last word: what the desk goes by.
    due_at = models.DateTimeField()
    # The newest promise the person was given; later than the first one where that was broken.
    promised_by = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When the person last looked at it.
    read_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], condition=Q(state="opened"), name="ticket_waiting"),
            models.Index(fields=["promised_by"], condition=Q(state="opened"), name="ticket_promised"),
            models.Index(fields=["answered_at"], condition=Q(state__in=["answered", "asked"]), name="ticket_silent"),
            models.Index(fields=["first_answer_at"], name="ticket_first_answer"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(merged_into=None) | Q(state="closed"), name="ticket_merged_is_closed")
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("threads:ticket", args=[self.public_id])

    @property
    def title(self) -> str | Promise:
        """What it is about, in a line; where nothing is named, in the language of whoever reads it."""
        return self.about_words or Topic(self.topic).label

    @property
    def is_waiting(self) -> bool:
        """Support's turn."""
        return self.state == self.State.OPENED

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_put_off(self) -> bool:
        """A promise was broken and another one given."""
        return self.promised_by > self.due_at

    @property
    def has_news(self) -> bool:
        """Support said something its person has not looked at."""
        return bool(self.answered_at and (self.read_at is None or self.read_at < self.answered_at))


class Said(models.Model):
    """What was said in a ticket. A note is support's own: the person never reads it."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="said")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_support = models.BooleanField(default=False)
    is_note = models.BooleanField(default=False)
    words = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(is_note=False) | Q(by_support=True), name="said_notes_are_supports")
        ]

    def __str__(self) -> str:
        return self.words[:60]


class TicketFileQuerySet(models.QuerySet["TicketFile"]):
    def seen_by(self, person: User) -> TicketFileQuerySet:
        """Those of one's own tickets; all for who answers them."""
        if person.is_staff and person.has_perm("threads.view_ticket"):
            return self.all()
        return self.filter(said__ticket__person=person, said__is_note=False)


class TicketFile(PublicRow):
    """A file sent with what was said; a picture is made anew first."""

    said = models.ForeignKey(Said, models.CASCADE, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="tickets/%Y/%m/%d/")
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    is_picture = models.BooleanField(default=False)

    objects = TicketFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("threads:file", args=[self.public_id])
