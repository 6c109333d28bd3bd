"""Verdicts that are given and can still be taken back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .revisions import Reason


class GivenVerdictQuerySet(models.QuerySet["GivenVerdict"]):
    def due(self, now: datetime) -> GivenVerdictQuerySet:
        """The time to take them back is over."""
        return self.filter(due_at__lte=now)


class GivenVerdict(models.Model):
    """What an employer decided about a submission that still waits: carried out at ``due_at``, or taken back before.

    Only the employer sees it. Those given by one press share ``press``, by which they are taken back.
    """

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REJECT = "reject", _("Rejected")
        SCREEN_OUT = "screen", _("Does not qualify")

    submission = models.OneToOneField("submissions.Submission", models.PROTECT, related_name="given")
    press = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    objects = GivenVerdictQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.kind}"
