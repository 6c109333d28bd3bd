"""What a worker hands in, kept in private storage."""

from __future__ import annotations

from typing import ClassVar

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q

from accounts.models import User
from picomarket.lib import images
from picomarket.lib.addresses import address
from picomarket.lib.public import PublicRow


def proof_storage() -> Storage:
    """Proofs are private: stored outside what is served, read only through the view that checks who asks."""
    return storages["proofs"]


class ProofQuerySet(models.QuerySet["Proof"]):
    def seen_by(self, person: User) -> ProofQuerySet:
        """The worker's own, those handed in to this employer's tasks, and all for staff who settle disputes."""
        if person.is_staff and person.has_perm("disputes.change_dispute"):
            return self.all()
        handed_in = Q(submission__submitted_at__isnull=False, submission__task__employer=person)
        # While the worker changes it, the employer has what was handed in before.
        return self.filter(Q(submission__worker=person) | (handed_in & ~Q(submission__state="revision")))

    def pictures_of(self, worker: User) -> ProofQuerySet:
        return self.filter(submission__worker=worker).exclude(picture="")


class HandedIn(PublicRow):
    """Words for one proof field, or one of its pictures or files. ``place`` counts several for one field from 0."""

    VIEW: ClassVar[str]

    field = models.ForeignKey("tasks.ProofField", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    picture = models.FileField(storage=proof_storage, upload_to="%Y/%m/%d/", blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(db_default=0, default=0)
    file = models.FileField(storage=proof_storage, upload_to="%Y/%m/%d/", blank=True, db_default="", default="")
    # As its sender called it, made safe to show; and its size in bytes.
    file_name = models.CharField(max_length=100, blank=True, db_default="", default="")
    file_size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Of a picture: what it looks like, by picomarket.lib.looks; empty where it is all but blank.
    look = models.BinaryField(max_length=256, null=True, blank=True)
    # Of a picture: it moved when it was sent, and its first frame is kept.
    moved = models.BooleanField(db_default=False, default=False)
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.field}"

    def get_absolute_url(self) -> str:
        """Its address; a picture sent anew has a new one, so that a browser never shows the old."""
        return f"{address(self.VIEW, self.public_id)}?v={self.sha256[:8]}"

    @property
    def small_url(self) -> str:
        return f"{self.get_absolute_url()}&size=small"

    @property
    def files(self) -> list[str]:
        """The names of what is on disk for it."""
        names = [str(self.picture.name), self.small_name] if self.picture else []
        return [*names, str(self.file.name)] if self.file else names

    @property
    def small_name(self) -> str:
        """Where the small copy of the picture stands."""
        return f"{str(self.picture.name).removesuffix('.webp')}-small.webp"

    @property
    def small_sides(self) -> tuple[int, int]:
        """Width and height of the small copy, so that a page keeps its place free."""
        width, height = self.width or 1, self.height or 1
        longest = max(width, height, images.LONGEST_SIDE_SMALL)
        return max(width * images.LONGEST_SIDE_SMALL // longest, 1), max(
            height * images.LONGEST_SIDE_SMALL // longest, 1
        )


class Proof(HandedIn):
    """What the worker hands in for one proof field, kept as a draft until then."""

    VIEW = "submissions:proof"

    submission = models.ForeignKey("submissions.Submission", models.CASCADE, related_name="proofs")

    objects = ProofQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "field", "place"], name="proof_once_per_place")
        ]

    @property
    def label(self) -> str:
        """What was asked for, with the row's values of a batch in it. Its submission must be at hand."""
        return self.submission.words.label(self.field)
