"""People named by their public ids, typed or in a CSV file; each line that names nobody is told with its cause."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.keepable import words
from picomarket.lib.public import ALPHABET, LENGTH

from . import lists
from .models import WorkerList

ID = re.compile(rf"(?:.*/people/)?([{ALPHABET}]{{{LENGTH}}})/?", re.IGNORECASE)
# How the column of ids may be called; the last is its name in the results of a task.
HEADERS = {"id", "public_id", "worker", "worker_id", "person", "profile", "workerid"}
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that names nobody, and why."""

    line: int
    text: str
    cause: str


@dataclass(slots=True)
class Brought:
    """What came of the lines: ``added`` people are new on the list, ``known`` stood on it."""

    added: int = 0
    known: int = 0
    bad: list[Bad] = field(default_factory=list)


def decoded(content: bytes) -> str:
    """A file's text as spreadsheets write it: UTF-8 with or without its mark, UTF-16, or else Latin-1."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def bring(row: WorkerList, text: str, *, by: User, why: str, now: datetime) -> Brought:
    """Put on a list whom the lines name, in one go; the lines that name nobody are left out and told.

    Raises lists.ListFull, and then nobody was added.
    """
    result = Brought()
    named = dict(_named(_lines(text), result.bad))
    people = dict(User.objects.filter(is_active=True, public_id__in=named).values_list("public_id", "pk"))
    for public_id, (line, cell) in named.items():
        if public_id not in people:
            result.bad.append(Bad(line, cell, _("Nobody has this id.")))
        elif people[public_id] == by.pk:
            result.bad.append(Bad(line, cell, _("This is you.")))
    keys = set(people.values()) - {by.pk}
    result.added = lists.put(row, keys, by=by, why=why, now=now)
    result.known = len(keys) - result.added
    result.bad.sort(key=lambda bad: bad.line)
    return result


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The cell of each line that should name somebody, with its number; empty lines and the headers are left out.

    It stands in the column whose header says so; without one it is the first that is filled.
    """
    kept = words(text).splitlines()
    first = next((line for line in kept if line.strip()), "")
    separator = max(",;\t", key=first.count)
    heads = [cell.strip().casefold() for cell in _cells(first, separator)]
    column = next((place for place, head in enumerate(heads) if head in HEADERS), None)
    for number, line in enumerate(kept, start=1):
        cells = [cell.strip() for cell in _cells(line, separator)]
        named = [] if column is None else cells[column : column + 1]
        cell = next(filter(None, [*named, *cells]), "")
        if cell and not (line == first and column is not None):
            yield number, cell


def _cells(line: str, separator: str) -> Sequence[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def _named(lines: Iterable[tuple[int, str]], bad: list[Bad]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each public id once with its line; other lines are added to ``bad``."""
    seen: dict[str, int] = {}
    for number, cell in lines:
        found, shown = ID.fullmatch(cell), cell[:LONGEST_SHOWN]
        if len(seen) >= settings.RULES.list_people:
            bad.append(Bad(number, shown, _("The file is too long: this line and all after it are left out.")))
            return
        if found is None:
            bad.append(Bad(number, shown, _why_unread(cell)))
        elif (public_id := found[1].lower()) in seen:
            bad.append(Bad(number, shown, _("The same as line %(line)s.") % {"line": seen[public_id]}))
        else:
            seen[public_id] = number
            yield public_id, (number, shown)


def _why_unread(cell: str) -> str:
    if "@" in cell:
        return _("E-mail addresses name nobody here. Use the address of the person's profile.")
    words = _("This is no id: the %(length)s letters and digits at the end of a profile's address, without vowels.")
    return words % {"length": LENGTH}
