"""What people are told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from picomarket.lib.public import PublicRow

from . import wording
from .topics import Topic


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: object) -> NoticeQuerySet:
        return self.filter(person=person).order_by("-pk")  # type: ignore[misc]

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def to_mail(self, now: datetime) -> NoticeQuerySet:
        """Those that wait to be mailed and may be tried now."""
        return self.filter(by_mail=True, mailed_at=None, mail_from__lte=now).order_by("pk")


class Notice(PublicRow):
    """One thing told to one person. Mail is sent from the row by a sweep.

    ``subject`` and ``body`` are final words in their language; or, where something is ``given`` to fill them with,
    templates that ``headline`` and ``text`` say in the language of now.
    """

    # The indexes below begin with the person; whoever is told is a person by another row's foreign key.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False, db_constraint=False
    )
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.NEWS, db_default=Topic.NEWS)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    given = models.JSONField(null=True, blank=True)
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

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["id"], condition=models.Q(by_mail=True, mailed_at=None), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """The subject as a person reads it, in one line."""
        return self.subject if self.given is None else one_line(wording.filled(self.subject, self.given))

    @property
    def text(self) -> str:
        """The body as a person reads it."""
        return self.body if self.given is None else wording.filled(self.body, self.given)


def one_line(words: str) -> str:
    """A title with a line break in it would make a mail header that no server takes."""
    return " ".join(words.split())[:200]
