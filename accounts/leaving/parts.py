"""What apps know of one person: the tables they give to take along, and what is still open when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.files.storage import Storage
from django.db.models import QuerySet
from django.utils.functional import Promise

Words = str | Promise


class Kept(NamedTuple):
    """A file: where it goes in the ZIP, and where it is."""

    name: str
    storage: Storage
    stored: str


@dataclass(frozen=True)
class Part:
    """One table of what is known of a person, with the files that belong to it. ``about`` says in a line what it is."""

    name: str
    about: Words
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    files: Iterable[Kept] = ()


@dataclass(frozen=True)
class OpenEnd:
    """Something a person who leaves has open here. One that does not block is lost, or left behind."""

    words: Words
    url: str = ""
    action: Words = ""
    blocks: bool = True


@dataclass(frozen=True)
class Reading:
    """Rows that are fetched while they are gone through, some at a time."""

    rows: QuerySet[Any, Any]

    def __iter__(self) -> Iterator[Sequence[Any]]:
        return self.rows.iterator(chunk_size=1000)


def table(name: str, about: Words, rows: QuerySet[Any], *columns: str, files: Iterable[Kept] = ()) -> Part:
    """A part made of columns of rows; they are read while the file is written, some at a time."""
    head = [column.replace("__", "_") for column in columns]
    return Part(name, about, head, Reading(rows.values_list(*columns)), files)
