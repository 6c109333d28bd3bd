"""Reading the file of a batch: row after row, from any place on, whatever is in it."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .models import Cause
from .models.batches import LONGEST_ROW

MOST_COLUMNS = 50
SEPARATORS = ",;\t"
# How an .xlsx (a ZIP) and an .xls begin, whatever they are called.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two rows: bytes before it, lines before it."""

    byte: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it stands in the file, in its first line; ``after`` is the place behind it. One without any value
    has no cells and no cause."""

    line: int
    cells: list[str]
    after: Place
    cause: str = ""


class _TooLong(Exception):
    """A row goes on and on: probably a quote that is never closed."""


class _Lines:
    """The lines of one row after the other for the csv reader, counted."""

    def __init__(self, file: IO[bytes], start: Place) -> None:
        self.file = file
        self.here = start
        file.seek(start.byte)
        self.begin()

    def begin(self) -> None:
        """What comes next belongs to a new row."""
        self.first = self.here
        self.after_first: Place | None = None
        self.cause = ""

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(LONGEST_ROW + 1):
            size, is_long = len(line), len(line) > LONGEST_ROW
            rest = line
            while is_long and not rest.endswith(b"\n") and (rest := self.file.readline(LONGEST_ROW)):
                size += len(rest)
            self.here = Place(self.here.byte + size, self.here.line + 1)
            self.after_first = self.after_first or self.here
            if is_long or self.here.byte - self.first.byte > LONGEST_ROW:
                raise _TooLong
            yield self._text(line)

    def _text(self, line: bytes) -> str:
        if b"\0" in line:
            self.cause = Cause.NUL
        try:
            return line.decode().replace("\0", "")
        except UnicodeDecodeError:
            self.cause = Cause.ENCODING
            return line.decode("latin-1").replace("\0", "")


def start(file: IO[bytes]) -> tuple[Place, str, str]:
    """Where the first line starts, the separator it is written with, and a cause why it cannot be read, if any."""
    file.seek(0)
    head = file.readline(LONGEST_ROW)
    if head.startswith(SPREADSHEETS):
        return Place(), ",", Cause.SPREADSHEET
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Place(), ",", Cause.ENCODING
    separator = max(SEPARATORS, key=lambda one: head.count(one.encode()))
    return Place(len(BOM_UTF8) if head.startswith(BOM_UTF8) else 0), separator, ""


def rows(file: IO[bytes], *, start: Place, separator: str) -> Iterator[Read]:
    """Every row from a place on, empty ones too. One that cannot be read ends with its first line: what a quote that
    is never closed would swallow is read as rows of its own."""
    while True:
        lines = _Lines(file, start)
        try:
            for cells in csv.reader(lines, delimiter=separator, strict=True):
                filled = cells if lines.cause or any(map(str.strip, cells)) else []
                yield Read(lines.first.line + 1, filled, lines.here, lines.cause)
                lines.begin()
            return
        except (csv.Error, _TooLong):
            start = lines.after_first or lines.here
            yield Read(lines.first.line + 1, [], start, Cause.BROKEN)


def trimmed(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond the columns, as spreadsheets leave them behind."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells
