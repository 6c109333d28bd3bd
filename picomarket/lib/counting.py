"""Counting no further than anybody reads: a thousand and more is enough to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import number_format

MOST = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or that there are more than that."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        words = str(number_format(self.number, force_grouping=True))
        return f"{words}+" if self.is_more else words

    def __bool__(self) -> bool:
        return self.number > 0


def figure(number: int) -> Count:
    """A number for a sentence, written as the language does that the sentence is put into. Plural forms go by the
    number itself."""
    return Count(number)


def counted(rows: QuerySet[Any, Any], *, most: int = MOST) -> Count:
    return _up_to(rows.order_by()[: most + 1].count(), most)


def counted_each(found: Mapping[str, QuerySet[Any, Any]], *, most: int = MOST) -> dict[str, Count]:
    """The same for each of these, in one question."""
    counts: list[str] = []
    parameters: list[Any] = []
    for rows in found.values():
        try:
            some, given = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            some, given = "SELECT WHERE FALSE", ()
        counts.append(f"(SELECT count(*) FROM ({some}) AS found)")  # noqa: S608 - Django's own SQL
        parameters += given
    if not counts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", parameters)
        numbers = cursor.fetchone()
    return {key: _up_to(number, most) for key, number in zip(found, numbers, strict=True)}


def _up_to(number: int, most: int) -> Count:
    return Count(min(number, most), number > most)
