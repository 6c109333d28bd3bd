"""How fast a task gives its slots: so many an hour and a day, at which hours, and how many to one country."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
from picomarket.lib.blanks import Blank

LEAST_SHARE, WHOLE = 25, 100


class Throttled(models.Model):
    """What a task says of its pace, and what counts it. Nothing set: slots are given as fast as they are wanted.

    ``hour_taken`` counts the slots of the hour that began at ``hour_of``, ``day_taken`` those of the day ``day_of`` by
    the task's own clock. Only ``tasks_take`` counts up, only ``slots.free`` down.
    """

    hourly_cap = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    daily_cap = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    # By the clock below. After it the task stops by itself.
    last_day = models.DateField(null=True, blank=True)
    clock = models.CharField(_("time zone"), max_length=40, default="UTC")
    # The most of all slots that people of one country may hold, in percent.
    country_share = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(LEAST_SHARE), MaxValueValidator(WHOLE)]
    )
    hour_of = models.DateTimeField(null=True, blank=True, editable=False)
    hour_taken = models.PositiveIntegerField(default=0, editable=False)
    day_of = models.DateField(null=True, blank=True, editable=False)
    day_taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def clock_city(self) -> str:
        """Whose clock it goes by, in a word."""
        return locales.place(self.clock)


class CountryTaken(models.Model):
    """How many slots of a task that shares them among countries people of one country hold."""

    task = models.ForeignKey("tasks.Task", models.CASCADE, related_name="countries_taken")
    country = models.CharField(max_length=2)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "country"], name="task_country_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.country}: {self.taken}"


def places_of_a_country() -> models.expressions.Combinable:
    """How many slots of a task one country may hold, rounded up; on the row of a task."""
    return (F("slots") * F("country_share") + WHOLE - 1) / WHOLE


def gives_at(now: datetime | Blank) -> Q:
    """Tasks whose pace lets them give a slot now."""
    pace = "hourly_cap", "hour_of", "hour_taken", "daily_cap", "day_of", "day_taken", "opens_at", "closes_at", "clock"
    at = now if isinstance(now, Blank) else models.Value(now)
    room = Func(*map(F, pace), at, function="tasks_has_room", output_field=models.BooleanField())
    return Q(hourly_cap=None, daily_cap=None, opens_at=None) | Q(room)


def has_place_for(country: str | Blank) -> Q:
    """Tasks that have a slot left for somebody of this country."""
    land = country if isinstance(country, Blank) else models.Value(country, models.TextField())
    place = Func(F("pk"), land, F("places"), function="tasks_has_place", output_field=models.BooleanField())
    return Q(country_share=None) | Q(place)
