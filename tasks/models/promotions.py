"""Promotions: for some days a task stands among the first of best match, labelled, for a flat price."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from picomarket.lib.fields import MoneyField

from .tasks import Task


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def running(self, now: datetime) -> PromotionQuerySet:
        return self.filter(ends_at__gt=now)


class Promotion(models.Model):
    """So many days at this price; its key makes a double click harmless. ``returned`` is what stopping gave back."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="promotions")
    key = models.CharField(max_length=40, unique=True)
    amount = MoneyField()
    returned = MoneyField(default=0)
    days = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = PromotionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="promotion_costs"),
            models.CheckConstraint(condition=Q(returned__lte=F("amount")), name="promotion_returns_no_more"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends_at"], name="promotion_ends")]

    def __str__(self) -> str:
        return f"{self.task}: {self.days}"

    def days_left(self, now: datetime) -> int:
        """Whole days that have not begun."""
        return max((self.ends_at - now).days, 0)
