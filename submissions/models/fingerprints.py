"""What is kept of a proof so that copies of it are found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from .proofs import Proof


class FingerprintQuerySet(models.QuerySet["Fingerprint"]):
    def to_compare(self) -> FingerprintQuerySet:
        """Handed in, and not looked at yet."""
        return self.filter(is_compared=False)

    def flagged(self) -> FingerprintQuerySet:
        """Of proofs that look like one handed in before."""
        return self.filter(original__isnull=False)

    def grouped(self) -> FingerprintQuerySet:
        """Of proofs that look like another one of their task."""
        return self.filter(alike__isnull=False)


class Fingerprint(models.Model):
    """What a proof that was handed in is compared by. Short answers and blank pictures have none: they are the same
    by chance. Keys count up in the order of handing in, so that the first one is nobody's copy."""

    proof = models.OneToOneField(Proof, models.CASCADE, related_name="fingerprint")
    # Indexes below begin with the task and with the worker.
    submission = models.ForeignKey("submissions.Submission", models.CASCADE, related_name="fingerprints")
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    # The first 64 bits of the hash of a picture or file, or of a text's words.
    exact = models.BigIntegerField()
    # Of a picture, by picomarket.lib.looks: the hashes of its lines, and their bands with the task in them.
    across = models.BigIntegerField(null=True, blank=True)
    down = models.BigIntegerField(null=True, blank=True)
    bands = ArrayField(models.BigIntegerField(), null=True, blank=True)
    is_compared = models.BooleanField(default=False)
    # What it looks like; where that is gone, it looks like nothing any more.
    original = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies", db_index=False)
    is_exact = models.BooleanField(default=False)
    # Those of a task that look alike share the key of one of them.
    alike = models.BigIntegerField(null=True, blank=True)

    objects = FingerprintQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["task", "exact"], name="fingerprint_in_task"),
            models.Index(fields=["worker", "exact"], name="fingerprint_of_worker"),
            GinIndex(fields=["bands"], fastupdate=False, name="fingerprint_bands"),
            models.Index(fields=["id"], condition=Q(is_compared=False), name="fingerprint_to_compare"),
            models.Index(
                fields=["task", "alike", "submission"], condition=Q(alike__isnull=False), name="fingerprint_alike"
            ),
            models.Index(
                fields=["task", "submission"], condition=Q(original__isnull=False), name="fingerprint_flagged"
            ),
            models.Index(fields=["original"], condition=Q(original__isnull=False), name="fingerprint_original"),
        ]

    def __str__(self) -> str:
        return f"{self.proof}"

    @property
    def is_elsewhere(self) -> bool:
        """It looks like what the same worker handed in for another task, which is nobody else's to see."""
        return self.original is not None and self.original.task_id != self.task_id

    @property
    def is_own(self) -> bool:
        """It looks like another submission of the same worker."""
        return self.original is not None and self.original.worker_id == self.worker_id
