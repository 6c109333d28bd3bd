"""Records of work that people take elsewhere, and the keys these are checked by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.public import PublicRow


class RecordKey(models.Model):
    """The public half of a key that signed a record. It is kept for ever, so that old records stay checkable."""

    name = models.CharField(max_length=43, unique=True)
    public = models.CharField(max_length=43)
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WorkRecordQuerySet(models.QuerySet["WorkRecord"]):
    def of(self, person: User) -> WorkRecordQuerySet:
        return self.filter(person=person)

    def standing(self) -> WorkRecordQuerySet:
        return self.filter(withdrawn_at=None)


class WorkRecord(PublicRow):
    """What somebody had done by a moment, as they chose to say it, signed. Never changed; empty once withdrawn."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="work_records")
    signed = models.TextField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WorkRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("work record")
        verbose_name_plural = _("work records")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:record", args=[self.public_id])
