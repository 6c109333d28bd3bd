"""What is on its way in pieces, over a line that may break."""

from __future__ import annotations

from typing import ClassVar

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.urls import reverse

from accounts.models import User
from picomarket.lib.public import PublicRow


def piece_storage() -> Storage:
    """On the disk, because pieces are written into the middle of a file. Named by a function, as migrations want."""
    return storages["pieces"]


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, worker: User) -> UploadQuerySet:
        return self.filter(submission__worker=worker)

    def left_over(self) -> UploadQuerySet:
        """Nobody sends them on: the claim they were for is over."""
        return self.exclude(submission__state="claimed")


class Upload(PublicRow):
    """A picture or file of which ``received`` of ``size`` bytes are here. When all are, it is kept as a proof.

    The same file chosen again goes on where it stopped: it has the same name, size and ``stamp``, which is when its
    sender's device says it was changed, in milliseconds.
    """

    submission = models.ForeignKey("submissions.Submission", models.CASCADE, related_name="uploads", db_index=False)
    field = models.ForeignKey("tasks.ProofField", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    stamp = models.BigIntegerField()
    received = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=piece_storage, upload_to="pieces/%Y/%m/%d/")
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "field", "name", "size", "stamp"], name="upload_once"),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="upload_no_more_than_its_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("submissions:upload", args=[self.public_id])

    @property
    def is_whole(self) -> bool:
        return self.received == self.size
