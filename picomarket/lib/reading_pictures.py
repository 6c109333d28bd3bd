"""The words in a picture, read by the program Tesseract where that is installed.

It gets bare pixels of a picture that was made anew, never a file somebody sent; by no shell, with little memory and
time, and nothing of the market's settings.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from PIL import Image

WHOLE = 1000
MOST_MEMORY = 1 << 30
# Small letters are read better twice as large.
SMALL_SIDE = 1300
# What a word's edges may be off by, in thousandths of the picture.
EDGE = 4
PASSED_ON = ("PATH", "TESSDATA_PREFIX")


class NotRead(Exception):
    """The program is not there, failed or took too long."""


class Box(NamedTuple):
    """A rectangle of a picture, its sides in thousandths of the picture's."""

    left: int
    top: int
    right: int
    bottom: int


class Word(NamedTuple):
    """Where a word begins in its line and where it stands in the picture."""

    start: int
    text: str
    box: Box


class Line(NamedTuple):
    """One line of a picture: its words with a space between, and each of them."""

    text: str
    words: list[Word]

    def around(self, stretch: slice) -> Box:
        """Where a stretch of its text stands: whole words, with all that is between them."""
        touched = [
            one.box for one in self.words if one.start < stretch.stop and stretch.start < one.start + len(one.text)
        ]
        lefts, tops, rights, bottoms = zip(*touched, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


def is_there() -> bool:
    """Whether this machine has the program, and is to use it."""
    return _program() is not None


def lines_of(picture: Image.Image, *, seconds: float) -> list[Line]:
    """The lines of words in a picture. Raises NotRead."""
    grey = picture.convert("L")
    if max(grey.size) < SMALL_SIDE:
        grey = grey.resize((grey.width * 2, grey.height * 2))
    return list(_lines(_asked(grey, seconds=seconds), grey.size))


def _program() -> str | None:
    return shutil.which(settings.TESSERACT) if settings.TESSERACT else None


def _asked(grey: Image.Image, *, seconds: float) -> str:
    program = _program()
    if program is None:
        raise NotRead
    command = [program, "stdin", "stdout", "--psm", "3", "-l", settings.TESSERACT_LANGUAGES, "tsv"]
    # One picture is read by one processor, so that a busy machine has others.
    known = {"OMP_THREAD_LIMIT": "1"} | {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        with subprocess.Popen(command, env=known, **pipes) as running:  # type: ignore[call-overload]
            _bound(running.pid)
            try:
                table, _errors = running.communicate(_pixels(grey), timeout=seconds)
            except subprocess.TimeoutExpired:
                running.kill()
                raise
    except (OSError, subprocess.SubprocessError) as error:
        raise NotRead from error
    if running.returncode:
        raise NotRead
    return str(table.decode(errors="replace"))


def _bound(process: int) -> None:
    """Not more memory than that, where the system can say so."""
    if sys.platform == "linux":
        resource.prlimit(process, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _pixels(grey: Image.Image) -> bytes:
    """The plainest kind of picture there is: its size, and a byte for each pixel."""
    return b"P5 %d %d 255\n" % grey.size + grey.tobytes()


def _lines(table: str, size: tuple[int, int]) -> Iterator[Line]:
    """Each row of the table is a word: its line in columns 2 to 5, its place in 7 to 10, its letters last."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]
    for _line, some in groupby(words, key=lambda row: row[1:5]):
        text, found = "", []
        for row in some:
            text += " " if text else ""
            found.append(Word(len(text), row[11], _box(*map(int, row[6:10]), size=size)))
            text += row[11]
        yield Line(text, found)


def _box(left: int, top: int, width: int, height: int, *, size: tuple[int, int]) -> Box:
    return Box(
        max(left * WHOLE // size[0] - EDGE, 0),
        max(top * WHOLE // size[1] - EDGE, 0),
        min(-(-(left + width) * WHOLE // size[0]) + EDGE, WHOLE),
        min(-(-(top + height) * WHOLE // size[1]) + EDGE, WHOLE),
    )
