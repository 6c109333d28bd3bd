"""That somebody was told what is asked of everybody from a day on."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class AskedNoticeQuerySet(models.QuerySet["AskedNotice"]):
    def to_repeat(self, *, side: str, end: datetime) -> AskedNoticeQuerySet:
        """Who was told once of what is asked on this side from ``end`` on."""
        return self.filter(side=side, end=end, repeated_at=None)


class AskedNotice(models.Model):
    """One person was told once, and perhaps again, of what is asked on one side from ``end`` on."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    side = models.CharField(max_length=4)
    end = models.DateTimeField()
    told_at = models.DateTimeField()
    repeated_at = models.DateTimeField(null=True, blank=True)

    objects = AskedNoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "side", "end"], name="asked_notice_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["side", "end"], condition=Q(repeated_at=None), name="asked_notice_to_repeat")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.side} {self.end:%Y-%m-%d}"
