"""The shapes of a file of results: a table, JSON, or a ZIP of both table and screenshots. Columns never change."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from tasks import importing
from tasks.models import Task
from wallet.sheets import as_text

from .models import Proof, Results, Submission

FIRST = ("SubmissionId", "WorkerId", "State", "Row", "ClaimedAt", "SubmittedAt", "ClosedAt", "Reason", "Comment")
Write = Callable[[Submission], None]


def columns(task: Task) -> list[str]:
    """The names of the columns: of the submission, then Input.* by the file's columns, then Answer.* by number."""
    batch = importing.of(task)
    inputs = [f"Input.{name}" for name in batch.columns] if batch else []
    positions = task.proof_fields.order_by("position").values_list("position", flat=True)
    return [*FIRST, *inputs, *(f"Answer.{position}" for position in positions)]


def values(submission: Submission) -> dict[str, str]:
    """What stands in the columns for one submission; a screenshot by the name it has in the ZIP."""
    row, batch = submission.row, importing.of(submission.task)
    told = {
        "SubmissionId": submission.public_id,
        "WorkerId": submission.worker.public_id,
        "State": submission.state,
        "Row": str(row.number) if row else "",
        "ClaimedAt": _time(submission.claimed_at),
        "SubmittedAt": _time(submission.submitted_at),
        "ClosedAt": _time(submission.closed_at),
        "Reason": submission.reason,
        "Comment": submission.comment,
    }
    if row and batch:
        told |= {f"Input.{name}": value for name, value in row.values(batch.columns).items()}
    answers = {f"Answer.{one.field.position}": _answer(submission, one) for one in submission.proofs.all()}
    return told | answers


def _time(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def _answer(submission: Submission, proof: Proof) -> str:
    return f"{submission.public_id}-{proof.field.position}.webp" if proof.picture else proof.text


@contextmanager
def writer(kind: str, task: Task, file: IO[bytes]) -> Iterator[Write]:
    """Writes one submission after the other into the file; what must stand at the end is written at the end."""
    shapes = {Results.Kind.CSV: _table, Results.Kind.JSON: _json, Results.Kind.ZIP: _zip}
    with shapes[Results.Kind(kind)](task, file) as write:
        yield write


@contextmanager
def _table(task: Task, file: IO[bytes]) -> Iterator[Write]:
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    table = csv.DictWriter(text, columns(task), restval="", extrasaction="ignore")
    table.writeheader()
    yield lambda row: table.writerow({name: as_text(value) for name, value in values(row).items()})
    text.flush()
    text.detach()


@contextmanager
def _json(task: Task, file: IO[bytes]) -> Iterator[Write]:
    empty = dict.fromkeys(columns(task), "")
    between = b"[\n"

    def write(submission: Submission) -> None:
        nonlocal between
        file.write(between + json.dumps(empty | values(submission), ensure_ascii=False).encode())
        between = b",\n"

    yield write
    file.write(b"\n]\n")


@contextmanager
def _zip(task: Task, file: IO[bytes]) -> Iterator[Write]:
    with ZipFile(file, "w") as archive, TemporaryFile() as kept:
        with _table(task, kept) as write:

            def write_both(submission: Submission) -> None:
                write(submission)
                _pack(archive, submission)

            yield write_both
        kept.seek(0)
        with archive.open("results.csv", "w", force_zip64=True) as table:
            copyfileobj(kept, table)


def _pack(archive: ZipFile, submission: Submission) -> None:
    for proof in submission.proofs.all():
        if proof.picture and proof.picture.storage.exists(str(proof.picture.name)):
            with proof.picture.open("rb") as picture, archive.open(_answer(submission, proof), "w") as packed:
                copyfileobj(picture, packed)
