"""What people are told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from picomarket.lib.public import PublicRow
from picomarket.lib.states import Stateful, moves

from . import wording
from .topics import Mail, Topic


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: object) -> NoticeQuerySet:
        return self.filter(person=person).order_by("-pk")  # type: ignore[misc]

    def about(self, topic: str) -> NoticeQuerySet:
        return self.filter(topic=topic)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def to_mail(self, now: datetime) -> NoticeQuerySet:
        """Those that wait to be mailed and may be tried now."""
        return self.filter(by_mail=True, mailed_at=None, mail_from__lte=now).order_by("pk")

    def undigested(self) -> NoticeQuerySet:
        """Those that wait for a digest."""
        return self.filter(in_digest=True, digested_at=None).order_by("pk")

    def to_push(self, now: datetime) -> NoticeQuerySet:
        """Those that wait to be shown by their person's devices."""
        return self.filter(push_from__lte=now).order_by("pk")


class Notice(PublicRow):
    """One thing told to one person. Mail is sent from the row by a sweep.

    ``subject`` and ``body`` are words in the language their reader had then; or, where something is ``given`` to fill
    them with, templates. ``headline`` and ``text`` say either in the language of now.
    """

    # The indexes below begin with the person; whoever is told is a person by another row's foreign key.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False, db_constraint=False
    )
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.NEWS, db_default=Topic.NEWS)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    given = models.JSONField(null=True, blank=True)
    # The language of subject and body, and what they are made of, for a reader who has another one by now.
    recipe = models.JSONField(null=True, blank=True)
    # What is shown in the site only, and never mailed: the beginning of somebody's words.
    aside = models.TextField(blank=True, default="", db_default="")
    url = models.CharField(max_length=200, blank=True)
    by_mail = models.BooleanField(default=False)
    mail_to = models.EmailField(blank=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    # After a failure the next try waits longer and longer, so that letters nobody takes don't hold up the rest.
    mail_from = models.DateTimeField(default=timezone.now)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    # As the person chose for the topic: set by the database as the row is written, whoever writes it.
    in_digest = models.BooleanField(default=False, db_default=False)
    digested_at = models.DateTimeField(null=True, blank=True)
    # Empty again when it was pushed, or is not worth it any more.
    push_from = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["id"], condition=models.Q(by_mail=True, mailed_at=None), name="notice_to_mail"),
            models.Index(
                fields=["person", "id"],
                condition=models.Q(in_digest=True, digested_at=None),
                name="notice_undigested",
            ),
            models.Index(fields=["id"], condition=models.Q(push_from__isnull=False), name="notice_to_push"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """The subject as a person reads it, in one line."""
        return self.subject if (words := self._anew("subject")) is None else one_line(words)

    @property
    def text(self) -> str:
        """The body as a person reads it."""
        return self.body if (words := self._anew("body")) is None else words

    def _anew(self, part: str) -> str | None:
        """The words of this part said now; None where they are what is kept."""
        if self.given is not None:
            return wording.filled(getattr(self, part), self.given)
        if self.recipe and self.recipe["language"] != translation.get_language():
            return wording.said(self.recipe[part])
        return None


class Choice(models.Model):
    """How one person is told of one topic, where that differs from what everybody gets.

    ``site``: whether it counts as new in the site; it stands there in any case. ``push``: whether devices show it.
    """

    # The unique constraint below begins with the person.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=12, choices=Topic)
    site = models.BooleanField()
    mail = models.CharField(max_length=6, choices=Mail)
    push = models.BooleanField(db_default=True)
    # Whether it stands in their feed, if they have one.
    feed = models.BooleanField(db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.topic}"


class Feed(models.Model):
    """A person's notices for a feed reader, at a secret address with this key."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=43, unique=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class DigestHour(models.Model):
    """The hour of a person's own day at which their digest goes out, where it is not everybody's."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__lte=23), name="digest_hour_of_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.hour}"


class Device(PublicRow):
    """A browser that shows a person's notices: where its push service is reached, and the keys only it can open."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    device_key = models.CharField(max_length=100)
    secret = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    # Since it last took a push; one that fails again and again is forgotten.
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Endpoint(PublicRow):
    """An address of somebody's own server that is told what happens to their tasks and their money."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="endpoints")
    url = models.CharField(max_length=500)
    # Both sides sign with it, so it is kept as it is.
    secret = models.CharField(max_length=64)
    kinds = ArrayField(models.CharField(max_length=24))
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    # Why it was switched off by itself.
    off_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.url

    def get_absolute_url(self) -> str:
        return reverse("inbox:endpoint", args=[self.public_id])


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, person: object) -> DeliveryQuerySet:
        return self.filter(endpoint__person=person).order_by("-pk")  # type: ignore[misc]

    def with_count(self) -> DeliveryQuerySet:
        """With how many events are in each."""
        return self.annotate(count=models.Count("events"))

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those to be tried now, of endpoints that are on."""
        return self.filter(state=Delivery.State.WAITING, try_at__lte=now, endpoint__off_at=None)


class Delivery(PublicRow, Stateful):
    """Events that go to an endpoint together, tried until they are taken or their time is over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Not delivered")

    # What was delivered can be sent once more by hand.
    MOVES = moves(
        {
            State.WAITING: {State.DELIVERED, State.FAILED},
            State.DELIVERED: {State.WAITING},
            State.FAILED: {State.WAITING},
        }
    )

    # The index below begins with the endpoint.
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", db_index=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    # From when on its time runs.
    since = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    # The last try: when, how long it took, the status (0: no answer), how the answer began.
    tried_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
            models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Event(PublicRow):
    """One thing that happened, for one endpoint; without a delivery as long as its minute is not over."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(max_length=24)
    data = models.JSONField()
    at = models.DateTimeField()
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, related_name="events")

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "id"], condition=models.Q(delivery=None), name="event_to_gather"),
        ]

    def __str__(self) -> str:
        return self.kind


def one_line(words: str) -> str:
    """A title with a line break in it would make a mail header that no server takes."""
    return " ".join(words.split())[:200]
