"""Counting no further than anybody reads: a thousand and more is enough to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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


def counted(rows: QuerySet[Any, Any], *, most: int = MOST) -> Count:
    number = rows.order_by()[: most + 1].count()
    return Count(min(number, most), number > most)
