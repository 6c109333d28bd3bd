"""What was taken over from a layout of another marketplace, for the employer of the draft that was made of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import User

from .parts import ProofField
from .tasks import Task


class LayoutQuerySet(models.QuerySet["Layout"]):
    def of(self, employer: User) -> LayoutQuerySet:
        return self.filter(task__employer=employer)


class Layout(models.Model):
    """``taken``: title, steps, proofs and variables as they were read, with their lines; ``notes``: what came otherwise
    or not at all, by kind. The layout itself is not kept."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="layout")
    taken = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    read_at = models.DateTimeField()

    objects = LayoutQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.task_id}"

    @property
    def asked_for(self) -> list[dict[str, Any]]:
        """Each proof with the name of its kind."""
        return [{**one, "kind": ProofField.Kind(one["kind"]).label} for one in self.taken["proofs"]]
