"""Searches a worker keeps, and the new tasks that were found for them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, User
from picomarket.lib.fields import MoneyField
from picomarket.lib.public import PublicRow
from picomarket.lib.zones import Zone

from .categories import Category
from .tasks import Difficulty, Task
from .throttles import gives_at


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, person: User) -> SavedSearchQuerySet:
        return self.filter(person=person).select_related("category").order_by("name")

    def awake(self) -> SavedSearchQuerySet:
        return self.filter(paused_at=None)


class SavedSearch(PublicRow):
    """A wish under a name; what is empty or zero asks for nothing. ``feed_key``: the secret in its feed's address."""

    # The unique constraint begins with the person.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    words = models.CharField(max_length=100, blank=True)
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+", db_index=False)
    least = MoneyField(default=0)
    most = MoneyField(default=0)
    per_hour = MoneyField(default=0)
    minutes = models.PositiveIntegerField(null=True)
    zone = models.CharField(max_length=20, choices=[("worldwide", _("Worldwide")), *Zone.choices], blank=True)
    language = models.CharField(max_length=3, blank=True, db_default="", default="")
    level = models.PositiveSmallIntegerField(null=True, choices=Level.choices)
    difficulty = models.PositiveSmallIntegerField(null=True, choices=Difficulty.choices)
    proof = models.CharField(max_length=12, blank=True)
    review_hours = models.PositiveIntegerField(null=True)
    rejects = models.PositiveSmallIntegerField(null=True)
    rated = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    followed = models.BooleanField(default=False)
    sort = models.CharField(max_length=8, blank=True)
    by_mail = models.BooleanField(_("mail once a day"), default=True)
    feed_key = models.CharField(max_length=43, blank=True)
    saved_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "name"], name="task_search_name_once"),
            models.UniqueConstraint(fields=["feed_key"], condition=~Q(feed_key=""), name="task_search_feed_once"),
        ]

    def __str__(self) -> str:
        return self.name


class AlertQuerySet(models.QuerySet["Alert"]):
    def untold(self) -> AlertQuerySet:
        return self.filter(told_at=None)

    def to_mail(self) -> AlertQuerySet:
        return self.filter(by_mail=True, mailed_at=None)

    def ripe(self, now: datetime) -> AlertQuerySet:
        """Leaves out those whose task is shut for now: they wait until it opens, or is over."""
        waits = Q(state__in=[Task.State.PAUSED, Task.State.HELD]) | (Q(state=Task.State.PUBLISHED) & ~gives_at(now))
        return self.exclude(Exists(Task.objects.filter(waits, pk=OuterRef("task"))))

    def old(self, before: datetime) -> AlertQuerySet:
        """Told so long ago that nobody asks any more."""
        return self.filter(Q(by_mail=False) | ~Q(mailed_at=None), told_at__lt=before)


class Alert(models.Model):
    """A new task found for one person: by a saved search, because its employer invited them, or (neither) because they
    follow its employer.

    One row for each task and person, so that nobody is told twice. ``again``: its employer added slots or pays more.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    # The unique constraint below begins with the task.
    task = models.ForeignKey(Task, models.CASCADE, related_name="alerts", db_index=False)
    search = models.ForeignKey(SavedSearch, models.SET_NULL, null=True, related_name="+")
    invited = models.BooleanField(default=False, db_default=False)
    again = models.BooleanField(default=False, db_default=False)
    by_mail = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "person"], name="task_alert_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person"], condition=Q(told_at=None), name="task_alert_untold"),
            models.Index(fields=["person"], condition=Q(by_mail=True, mailed_at=None), name="task_alert_to_mail"),
            models.Index(fields=["told_at", "person"], name="task_alert_told"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.task_id}"
