"""Whom an employer knows: lists of workers, and workers kept out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow


class WorkerListQuerySet(models.QuerySet["WorkerList"]):
    def of(self, employer: User) -> WorkerListQuerySet:
        return self.filter(employer=employer)

    def kept(self) -> WorkerListQuerySet:
        return self.filter(deleted_at=None)

    def deleted(self) -> WorkerListQuerySet:
        return self.exclude(deleted_at=None)

    def ruled(self) -> WorkerListQuerySet:
        """Lists a rule puts people on."""
        return self.kept().filter(rule_approved__gt=0)

    def with_people(self) -> WorkerListQuerySet:
        """Adds ``people``: how many stand on it."""
        return self.annotate(people=Count("listings", filter=Q(listings__out_at=None)))

    def counted(self) -> list[tuple[int, str, int]]:
        """Key, name and how many people stand on it, by name."""
        people = Count("listings", filter=Q(listings__out_at=None))
        return list(self.annotate(people=people).order_by("name", "pk").values_list("pk", "name", "people"))


class WorkerList(PublicRow):
    """Workers an employer offers tasks to, or keeps from them. Only the employer sees it.

    A rule, where there is one, puts on it whoever had ``rule_approved`` submissions approved by this employer,
    and ``rule_rate`` percent of what was judged. Tasks that use a deleted list go on using it.
    """

    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="worker_lists")
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    rule_approved = models.PositiveIntegerField(default=0)
    rule_rate = models.PositiveSmallIntegerField(default=0)
    ruled_at = models.DateTimeField(null=True, blank=True)

    objects = WorkerListQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "employer", Lower("name"), condition=Q(deleted_at=None), name="worker_list_name_once"
            ),
            models.CheckConstraint(condition=Q(rule_rate__lte=100), name="worker_list_rate_is_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tasks:list", args=[self.public_id])


class ListingQuerySet(models.QuerySet["Listing"]):
    def present(self) -> ListingQuerySet:
        return self.filter(out_at=None)

    def taken_out(self) -> ListingQuerySet:
        return self.exclude(out_at=None)


class Listing(models.Model):
    """One worker on one list. Who was taken out stays as a row, so that the rule does not bring them back."""

    class Why(models.TextChoices):
        HAND = "hand", _("Added by you")
        DESK = "desk", _("From the review desk")
        FILE = "file", _("From a file")
        RULE = "rule", _("By the rule")

    # The constraint below begins with the list.
    list = models.ForeignKey(WorkerList, models.CASCADE, related_name="listings", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="listings")
    why = models.CharField(max_length=8, choices=Why.choices)
    since = models.DateTimeField()
    out_at = models.DateTimeField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["list", "worker"], name="listing_once")
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.worker}"


class Block(models.Model):
    """A worker this employer offers no tasks to. Only the employer knows; it counts in no score."""

    # The constraint below begins with the employer.
    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocked_by")
    note = models.CharField(max_length=200, blank=True)
    blocked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["employer", "worker"], name="block_once"),
            models.CheckConstraint(condition=~Q(employer=models.F("worker")), name="block_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.employer}: {self.worker}"
