"""What its employer changed of a task after it was published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .tasks import Task


class Change(models.Model):
    """One step in a task's life: who did what and when, with the fields as they were and as they are since."""

    class Kind(models.TextChoices):
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        STOPPED = "stopped", _("Stopped")
        ENDED = "ended", _("Ended by itself after its last day")
        ADDED = "added", _("Slots added")
        RAISED = "raised", _("Reward raised")
        AIMED = "aimed", _("Made for other people")
        FLOORED = "floored", _("Paused itself: it pays too little an hour")
        PACED = "paced", _("Given another pace")
        REWRITTEN = "rewritten", _("Rewritten")
        CHECKED = "checked", _("Checked in another way")

    task = models.ForeignKey(Task, models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Nobody, where the task did it by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # The change this one put back.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, editable=False, related_name="undone")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["task", "-id"], name="task_changes")]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_kind_display()}"
