"""A batch: a task that is done once for each row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from picomarket.lib.blanks import Blank
from picomarket.lib.counting import figure
from picomarket.lib.states import Stateful, moves

from .askers import Asker
from .tasks import Task

# Bytes of a row, characters of a cell.
LONGEST_ROW = 100_000
LONGEST_CELL = 5_000


class Cause(models.TextChoices):
    """Why a line of a file is left out, or the whole file. ``{detail}`` is the column or the number it is about."""

    # Said with both numbers where they are known.
    CELLS = "cells", _("It has more or fewer cells than the file has columns.")
    EMPTY = "empty", _("There is no value for {detail}.")
    LONG = "long", _("The value of {detail} is longer than {cell} characters.")
    ENCODING = "encoding", _("It is not UTF-8. Save the file as UTF-8 and upload it again.")
    SPREADSHEET = "sheet", _("It is a spreadsheet, not a CSV file. Open it, save it as CSV in UTF-8 and upload that.")
    BROKEN = "broken", _("A quote is not closed, or the line is longer than {row} bytes.")
    NUL = "nul", _("It has a sign that is none of a text (NUL). Take it out.")
    NOTHING = "nothing", _("The file is empty. Its first line names the columns, each further line is a row.")
    NO_ROW = "no_row", _("No line of the file can be used.")
    ROWS_NONE = "rows_none", _("The file names its columns and has no rows. Each line after the first is one.")
    HEAD_TWICE = "head_twice", _("Two columns are called {detail}. Give each a name of its own.")
    HEAD_NAME = "head_name", _("A column cannot be called “{detail}”. Use a letter, then letters, digits and _.")
    HEAD_LONG = "head_long", _("The name of the column “{detail}” is longer than 40 letters. Shorten it.")
    HEAD_UNSEEN = (
        "head_unseen",
        _("The name of column {detail} has signs that cannot be seen. Is it a text file? Save it as CSV in UTF-8."),
    )
    HEAD_EMPTY = "head_empty", _("Column {detail} has no name. Give it one, or take the column out.")
    HEAD_MANY = "head_many", _("The file has more than {detail} columns.")
    ROWS_MANY = "rows_many", _("The file has more than {detail} rows. Split it.")
    BAD_MANY = "bad_many", _("More than {detail} lines cannot be used. Is it a table with a line per row?")


def said(cause: str, *, detail: str, columns: int) -> str:
    """A cause in words."""
    if cause == Cause.CELLS:
        return _cells_said(int(detail), columns)
    sizes = {"row": figure(LONGEST_ROW), "cell": figure(LONGEST_CELL)}
    return str(Cause(cause).label).format(detail=detail, **sizes)


def _cells_said(cells: int, columns: int) -> str:
    has = ngettext("the file has %(count)s column", "the file has %(count)s columns", columns)
    # Translators: "columns" stands for "the file has 2 columns".
    words = ngettext(
        "This row has %(count)s cell, but %(columns)s.", "This row has %(count)s cells, but %(columns)s.", cells
    )
    return words % {"count": figure(cells), "columns": has % {"count": figure(columns)}}


def file_storage() -> Storage:
    """What employers upload and what is built for them is private: never served, read by jobs and one view."""
    return storages["files"]


class BatchQuerySet(models.QuerySet["Batch"]):
    def to_look_through(self) -> BatchQuerySet:
        return self.filter(state=Batch.State.CHECKED, looked_through__lt=F("good"))


class Batch(Stateful):
    """The file of a batch, how far it is checked, and the words its variables stand in.

    Once published the task's own title, steps and labels name the variables, and ``title``, ``steps`` and ``labels``
    here are the ones to be filled.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Being checked")
        CHECKED = "checked", _("Checked")
        TURNED_DOWN = "turned_down", _("Cannot be used")

    MOVES = moves(
        {
            State.UPLOADED: {State.CHECKED, State.TURNED_DOWN},
            State.CHECKED: {State.UPLOADED},
            State.TURNED_DOWN: {State.UPLOADED},
        }
    )

    task = models.OneToOneField(Task, models.CASCADE, related_name="batch")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    file = models.FileField(storage=file_storage, upload_to="batches/%Y/%m/%d/", blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    uploaded_at = models.DateTimeField()
    # How far it is read, and what was found up to there.
    read = models.PositiveBigIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    separator = models.CharField(max_length=1, default=",")
    columns = ArrayField(models.CharField(max_length=40), default=list)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    blank = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    detail = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120, blank=True)
    steps = ArrayField(models.CharField(max_length=1000), default=list)
    labels = ArrayField(models.CharField(max_length=200), default=list)
    # By which phrases and words its rows are looked through, how many are, and in which each phrase was found first:
    # ``said``, and where nobody says it without a no, ``denied``, by the phrase's key.
    looked_by = models.CharField(max_length=64, blank=True)
    looked_through = models.PositiveIntegerField(default=0)
    suspects = models.JSONField(default=dict)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["uploaded_at"], condition=Q(state="uploaded"), name="batch_to_check"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(state="checked", looked_through__lt=F("good")),
                name="batch_to_look_through",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """Why the file cannot be used, in words."""
        return said(self.cause, detail=self.detail, columns=len(self.columns)) if self.cause else ""

    @property
    def is_looked_through(self) -> bool:
        return self.looked_through >= self.good

    @property
    def suspected(self) -> list[int]:
        """The numbers of the rows to be read closely, by what is looked through so far."""
        said, denied = self.suspects.get("said", {}), self.suspects.get("denied", {})
        return sorted({*(denied | said).values()})


class BadLine(models.Model):
    """A line of a batch's file that was left out, and why."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="bad_lines", db_index=False)
    line = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    detail = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "line"], name="batch_bad_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.why}"

    @property
    def why(self) -> str:
        return said(self.cause, detail=self.detail, columns=len(self.batch.columns))


class Row(models.Model):
    """One row of a batch. ``wanted`` answers may be held at a time, each by another worker; ``held`` are.

    ``again`` counts the answers that are wanted a second time, though what came first is not judged for good.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="batch_rows", db_index=False)
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    cells = ArrayField(models.TextField())
    wanted = models.PositiveSmallIntegerField(default=1, db_default=1)
    held = models.PositiveSmallIntegerField(default=0, db_default=0)
    again = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "number"], name="batch_row_number"),
            models.CheckConstraint(condition=Q(held__lte=F("wanted")), name="batch_row_no_slot_twice"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["task", "number"], condition=Q(held__lt=F("wanted")), name="batch_row_free"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def values(self, columns: list[str]) -> Mapping[str, str]:
        """Its values by the names of the columns."""
        return dict(zip(columns, self.cells, strict=False))

    def shown(self, task: Task) -> dict[str, str]:
        """What its file says of the work by the names of the columns, without what is known of the answer."""
        known = task.known_columns
        return {name: value for name, value in self.values(task.batch.columns).items() if value and name not in known}


def has_row_for(worker: User | Asker) -> Q:
    """Tasks that are no batches, and batches with a free row this worker has not done and may still get."""
    # As a function, because PostgreSQL would reckon with looking for rows of every task, and few are batches.
    key = worker.pk if isinstance(worker.pk, Blank) else Value(worker.pk, models.BigIntegerField())
    return Q(rows=0) | Q(Func(F("pk"), key, function="tasks_has_row", output_field=models.BooleanField()))
