"""Kinds of work, in groups, and the least reward each may offer."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
from picomarket.lib.fields import MoneyField
from picomarket.lib.zones import Zone


class CategoryQuerySet(models.QuerySet["Category"]):
    def groups(self) -> CategoryQuerySet:
        return self.filter(parent=None)

    def kinds(self) -> CategoryQuerySet:
        """What a task can be of."""
        return self.exclude(parent=None)


class Category(models.Model):
    """A kind of work, with a line that guides employers, or a group that kinds of work stand in."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="kinds", null=True, blank=True, verbose_name=_("group")
    )
    guidance = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5, help_text=_("Suggested minutes."))

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return locales.said(self.name)


class MinimumRewardQuerySet(models.QuerySet["MinimumReward"]):
    def holding(self, day: date) -> MinimumRewardQuerySet:
        """The one row of each category and zone that holds on a day."""
        rows = self.filter(holds_from__lte=day)
        return rows.order_by("category", "zone", "-holds_from").distinct("category", "zone")

    def coming(self, day: date) -> MinimumRewardQuerySet:
        return self.filter(holds_from__gt=day)


class MinimumReward(models.Model):
    """The least reward of a category in a zone (worldwide where it names none), from a day on until a later row."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="minimum_rewards")
    zone = models.CharField(max_length=20, choices=Zone.choices, blank=True)
    reward = MoneyField()
    holds_from = models.DateField()

    objects = MinimumRewardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["category", "zone", "holds_from"], name="task_one_minimum_a_day"),
            models.CheckConstraint(condition=Q(reward__gt=0), name="task_minimum_pays"),
        ]

    def __str__(self) -> str:
        zone = self.get_zone_display() or _("Worldwide")
        return f"{self.category}, {zone}: {self.reward}"
