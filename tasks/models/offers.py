"""Offers: money an author sets aside so that people are paid for trying a test."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from picomarket.lib.fields import MoneyField
from picomarket.lib.money import Money

from .qualifications import Qualification


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> OfferQuerySet:
        """Those that still pay for one attempt more."""
        return self.filter(ended_at=None, taken__lt=F("places"))


class Offer(models.Model):
    """So many attempts at a test are paid this much each; its key makes a double click harmless.

    ``taken`` counts the attempts it is promised to or has paid, ``paid`` those it has paid, ``returned`` is what went
    back to the author once the test was closed.
    """

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="offers")
    key = models.CharField(max_length=40, unique=True)
    reward = MoneyField()
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    paid = models.PositiveIntegerField(default=0)
    returned = MoneyField(default=0)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(reward__gt=0, places__gt=0), name="offer_pays"),
            models.CheckConstraint(condition=Q(paid__lte=F("taken")), name="offer_pays_what_is_taken"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="offer_takes_no_more"),
        ]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.places}"

    @property
    def total(self) -> Money:
        return self.reward * self.places
