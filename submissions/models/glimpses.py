"""What kept pictures seem to show of how to reach somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .proofs import Proof

# Whoever reads a picture is gone when it took this long, and another one may.
LEASE = timedelta(minutes=1)
# What nobody came to read by then is not read any more.
TOO_LATE = timedelta(hours=6)


class GlimpseQuerySet(models.QuerySet["Glimpse"]):
    def to_read(self, now: datetime) -> GlimpseQuerySet:
        """Kept lately, and nobody reads or read them."""
        free = Q(taken_at=None) | Q(taken_at__lte=now - LEASE)
        return self.filter(free, read_at=None, noted_at__gt=now - TOO_LATE)

    def being_read(self, now: datetime) -> GlimpseQuerySet:
        return self.filter(read_at=None, taken_at__gt=now - LEASE)


class Glimpse(models.Model):
    """Whether a kept picture seems to show an e-mail address or a telephone number, and where. Never the words: they
    are read, looked through and forgotten. Said to its worker alone, and gone when the work is handed in."""

    proof = models.OneToOneField(Proof, models.CASCADE, related_name="glimpse")
    # Of which picture: another one may have taken its place.
    sha256 = models.CharField(max_length=64)
    noted_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    has_address = models.BooleanField(default=False)
    has_number = models.BooleanField(default=False)
    # The sides of each part, in thousandths of the picture's: left, top, right, bottom.
    parts = ArrayField(ArrayField(models.PositiveSmallIntegerField(), size=4), default=list)

    objects = GlimpseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(read_at=None), name="glimpse_to_read")
        ]

    def __str__(self) -> str:
        return f"{self.proof_id}"

    @property
    def shows(self) -> bool:
        """Something was found in the picture as it is now. Its proof must be at hand."""
        return self.sha256 == self.proof.sha256 and (self.has_address or self.has_number)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def drawn(self) -> list[str]:
        """Its parts as the form that covers takes them."""
        return [",".join(map(str, part)) for part in self.parts]
