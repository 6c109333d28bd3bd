"""The shapes of a file of results: a table, JSON, or a ZIP of both table and screenshots. Columns never change.

A table begins with the mark of UTF-8, by which spreadsheets know that. A ZIP goes on behind the screenshots its file
holds already, as far as it is read when it is given here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import PurePath
from shutil import copyfileobj
from struct import Struct
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from zipfile import ZipFile, ZipInfo

from picomarket.lib.sheets import as_text
from tasks import importing
from tasks.models import Task

from .models import Proof, Results

FIRST = ("SubmissionId", "WorkerId", "State", "Row", "ClaimedAt", "SubmittedAt", "ClosedAt", "Reason", "Comment")
# Of a batch: what speaks for the answer, as shares of 1.
LAST = ("Agreement", "Confidence", "Gold", "WorkerAccuracy")


class Piece(NamedTuple):
    """One proof: its place among what was asked for, its words, or where its picture or file is kept, and of several
    which, from 0."""

    submission: int
    position: int
    text: str
    picture: str
    file: str
    place: int

    @property
    def kept(self) -> str:
        """Where its picture or file is kept; empty for words."""
        return self.picture or self.file


class Delivered(NamedTuple):
    """One submission, told by the database without a model's weight; its proofs beside it."""

    key: int
    public_id: str
    worker: str
    state: str
    row: int | None
    cells: list[str] | None
    claimed_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    reason: str
    comment: str
    # In the columns of LAST.
    known: tuple[str, ...]


# The head of an entry of a ZIP: its mark, version, flags, method, time, day, CRC, packed and whole size, and how long
# its name and what is said besides are.
HEAD = Struct("<4s5H3L2H")

Write = Callable[[Delivered, Sequence[Piece]], None]


def inputs(task: Task) -> list[str]:
    """The columns of the file of a batch; none of any other task."""
    batch = importing.of(task)
    return [f"Input.{name}" for name in batch.columns] if batch else []


def columns(task: Task) -> list[str]:
    """The names of the columns: of the submission, then Input.* by the file's columns, then Answer.* by number, and of
    a batch what speaks for the answers."""
    positions = task.proof_fields.order_by("position").values_list("position", flat=True)
    answers = [f"Answer.{position}" for position in positions]
    return [*FIRST, *inputs(task), *answers, *(LAST if task.rows else ())]


def values(one: Delivered, proofs: Sequence[Piece], given: Sequence[str]) -> dict[str, str]:
    """What stands in the columns for one submission; a screenshot or file by the name it has in the ZIP, several with
    spaces between."""
    number = "" if one.row is None else str(one.row)
    times = map(_time, (one.claimed_at, one.submitted_at, one.closed_at))
    told = (one.public_id, one.worker, one.state, number, *times, one.reason, one.comment)
    answers: dict[str, str] = {}
    for piece in proofs:
        column = f"Answer.{piece.position}"
        answers[column] = " ".join(filter(None, (answers.get(column), _answer(one, piece))))
    told_of_row = dict(zip(given, one.cells or (), strict=False)) | dict(zip(LAST, one.known, strict=False))
    return dict(zip(FIRST, told, strict=True)) | told_of_row | answers


def _time(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def _answer(one: Delivered, piece: Piece) -> str:
    if not piece.kept:
        return piece.text
    which = f"-{piece.place + 1}" if piece.place else ""
    return f"{one.public_id}-{piece.position}{which}{PurePath(piece.kept).suffix}"


@contextmanager
def writer(kind: str, task: Task, file: IO[bytes]) -> Iterator[Write]:
    """Writes one submission after the other to the end of the file; what must stand at the end is written then."""
    shapes = {Results.Kind.CSV: _table, Results.Kind.JSON: _json, Results.Kind.ZIP: _zip}
    with shapes[Results.Kind(kind)](task, file) as write:
        yield write


@contextmanager
def _table(task: Task, file: IO[bytes]) -> Iterator[Write]:
    text, given = TextIOWrapper(file, encoding="utf-8-sig", newline=""), inputs(task)
    table = csv.DictWriter(text, columns(task), restval="")
    table.writeheader()

    def write(one: Delivered, proofs: Sequence[Piece]) -> None:
        table.writerow({name: as_text(value) for name, value in values(one, proofs, given).items()})

    yield write
    text.flush()
    text.detach()


@contextmanager
def _json(task: Task, file: IO[bytes]) -> Iterator[Write]:
    empty, given = dict.fromkeys(columns(task), ""), inputs(task)
    between = b"[\n"

    def write(one: Delivered, proofs: Sequence[Piece]) -> None:
        nonlocal between
        file.write(between + json.dumps(empty | values(one, proofs, given), ensure_ascii=False).encode())
        between = b",\n"

    yield write
    file.write(b"\n]\n")


@contextmanager
def _zip(task: Task, file: IO[bytes]) -> Iterator[Write]:
    packed = list(_entries(file))
    with ZipFile(file, "w") as archive, TemporaryFile() as kept:
        for entry in packed:
            archive.filelist.append(entry)
            archive.NameToInfo[entry.filename] = entry
        with _table(task, kept) as write:

            def write_both(one: Delivered, proofs: Sequence[Piece]) -> None:
                write(one, proofs)
                for piece in proofs:
                    if piece.kept and _answer(one, piece) not in archive.NameToInfo:
                        _pack(archive, _answer(one, piece), piece.kept)

            yield write_both
        kept.seek(0)
        with archive.open("results.csv", "w", force_zip64=True) as table:
            copyfileobj(kept, table)


def _entries(file: IO[bytes]) -> Iterator[ZipInfo]:
    """What a file of a ZIP without its end holds, up to where it stands, by the head of each entry."""
    at, end = 0, file.tell()
    while at < end:
        file.seek(at)
        head = HEAD.unpack(file.read(HEAD.size))
        entry = ZipInfo(file.read(head[-2]).decode())
        entry.header_offset, entry.external_attr = at, 0o600 << 16
        entry.flag_bits, entry.CRC, entry.compress_size, entry.file_size = head[2], *head[6:9]
        at += HEAD.size + sum(head[-2:]) + entry.compress_size
        yield entry
    file.seek(end)


def _pack(archive: ZipFile, name: str, where: str) -> None:
    if not Proof.picture.field.storage.exists(where):
        return
    with Proof.picture.field.storage.open(where) as kept, archive.open(name, "w") as packed:
        copyfileobj(kept, packed)
