"""What a worker wants to see less of, and whom they want to hear from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow

from .categories import Category
from .tasks import Task


class HiddenQuerySet(models.QuerySet["Hidden"]):
    def of(self, worker: User) -> HiddenQuerySet:
        return self.filter(worker=worker).select_related("task", "employer", "category").order_by("-pk")


class Hidden(PublicRow):
    """A task, an employer or a category that one worker's feed leaves out."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        EMPLOYER = "employer", _("Employer")
        CATEGORY = "category", _("Category")

    # The unique constraints below begin with the worker.
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hidden", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    hidden_at = models.DateTimeField()

    objects = HiddenQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hidden"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="task", task__isnull=False, employer=None, category=None)
                | Q(kind="employer", task=None, employer__isnull=False, category=None)
                | Q(kind="category", task=None, employer=None, category__isnull=False),
                name="task_hidden_one_thing",
            ),
            models.UniqueConstraint(
                fields=["worker", "kind", "task", "employer", "category"],
                nulls_distinct=False,
                name="task_hidden_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}"

    @property
    def what(self) -> Task | User | Category | None:
        return self.task or self.employer or self.category


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, worker: User) -> FollowQuerySet:
        return self.filter(worker=worker).select_related("employer").order_by("-pk")


class Follow(models.Model):
    """One worker wants to hear of this employer's new tasks."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", db_index=False)
    employer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followers")
    followed_at = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["worker", "employer"], name="task_follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.employer_id}"
