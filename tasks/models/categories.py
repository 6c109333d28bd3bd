"""Kinds of work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField


class Category(models.Model):
    """A kind of work, with the least reward it may offer worldwide and a line that guides employers."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    guidance = models.CharField(max_length=300, blank=True)
    minimum_reward = MoneyField()
    minutes = models.PositiveSmallIntegerField(default=5, help_text=_("Suggested minutes."))

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name
