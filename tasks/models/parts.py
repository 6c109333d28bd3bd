"""What belongs to a task: the slots added to it, the proofs it asks for."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from picomarket.lib.fields import MoneyField

from .tasks import Task


class TopUp(models.Model):
    """Slots added to a published task, or a raise of its reward (no slots), paid into its escrow.

    Its key makes a double click harmless.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="top_ups")
    key = models.CharField(max_length=40, unique=True)
    slots = models.PositiveIntegerField()
    amount = MoneyField()
    added_at = models.DateTimeField()
    # When those who follow its employer were looked for.
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="task_top_up_adds")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(announced_at=None), name="task_top_up_unannounced")
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.slots}"


class ProofField(models.Model):
    """One thing a worker hands in for a task, and what it must be like. Each kind heeds its own columns only."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        LINE = "line", _("Short text")
        URL = "url", _("Web address")
        NUMBER = "number", _("Number")
        CHOICE = "choice", _("Choice")
        CHALLENGE = "challenge", _("Challenge question")
        CODE = "code", _("Completion code")
        SCREENSHOT = "screenshot", _("Screenshot")
        FILE = "file", _("File")

    class Files(models.TextChoices):
        """What a file may be."""

        ANY = "", _("Any of these")
        DOCUMENTS = "documents", _("Documents: PDF, Word, text")
        TABLES = "tables", _("Tables: CSV, Excel, JSON")
        SOUND = "sound", _("Sound: MP3, M4A, OGG, WAV")
        VIDEO = "video", _("Video: MP4, WebM, MOV")
        ARCHIVES = "archives", _("Archives: ZIP")

    # What comes as a file; and the endings of each kind of file.
    SENT = (Kind.SCREENSHOT, Kind.FILE)
    # What cannot be asked for by its label alone.
    DETAILED = (Kind.CHOICE, Kind.CHALLENGE, Kind.CODE)
    # What two people may answer in the same way.
    COMPARABLE = (Kind.CHOICE, Kind.NUMBER, Kind.LINE, Kind.URL)
    ENDINGS: ClassVar[dict[str, tuple[str, ...]]] = {
        Files.DOCUMENTS: ("pdf", "docx", "odt", "rtf", "txt"),
        Files.TABLES: ("csv", "tsv", "xlsx", "ods", "json"),
        Files.SOUND: ("mp3", "m4a", "ogg", "wav"),
        Files.VIDEO: ("mp4", "webm", "mov"),
        Files.ARCHIVES: ("zip",),
    }

    task = models.ForeignKey(Task, models.CASCADE, related_name="proof_fields")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(max_length=200)
    example = models.CharField(max_length=200, blank=True, db_default="", default="")
    least = models.PositiveSmallIntegerField(default=0, help_text=_("Least number of characters of a text."))
    pattern = models.CharField(max_length=200, blank=True, db_default="", default="")
    options = ArrayField(models.CharField(max_length=200), blank=True, db_default=[], default=list)
    lowest = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    # How many pictures or files at most.
    most = models.PositiveSmallIntegerField(db_default=1, default=1)
    files = models.CharField(max_length=12, choices=Files.choices, blank=True, db_default="", default="")
    # Of a challenge question: the right answers, which no worker is shown.
    answers = ArrayField(models.CharField(max_length=200), blank=True, db_default=[], default=list)
    # Of a completion code: the page that gives it, and whether a right one approves the work at once.
    site = models.URLField(max_length=500, blank=True, db_default="", default="")
    approves = models.BooleanField(db_default=False, default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "position"], name="task_proof_position"),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(highest=None) | Q(lowest__lte=F("highest")), name="task_proof_range"
            ),
            models.CheckConstraint(condition=Q(most__gte=1), name="task_proof_at_least_one"),
            models.CheckConstraint(condition=~Q(kind="choice") | Q(options__len__gte=2), name="task_proof_choices"),
            models.CheckConstraint(condition=~Q(kind="challenge") | Q(answers__len__gte=1), name="task_proof_answers"),
            models.CheckConstraint(condition=~Q(kind="code") | ~Q(site=""), name="task_proof_site"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["task"], condition=Q(approves=True), name="task_proof_approves"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings a file may have."""
        every = tuple(ending for endings in self.ENDINGS.values() for ending in endings)
        return self.ENDINGS.get(self.files, every)
