"""Phones: what is kept of a number that somebody confirms by a code."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Phone(models.Model):
    """A person's phone, confirmed or being so. The number itself is kept nowhere.

    ``mark`` is its keyed hash, ``ends`` its last three digits, ``code`` the keyed hash of what was sent.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phone")
    mark = models.CharField(max_length=64)
    ends = models.CharField(max_length=3)
    code = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mark"], condition=Q(confirmed_at__isnull=False), name="phone_of_one")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(confirmed_at=None), name="phone_unconfirmed")
        ]

    def __str__(self) -> str:
        return f"…{self.ends}"
