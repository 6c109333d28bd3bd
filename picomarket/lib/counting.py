"""Counting no further than anybody reads: a thousand and more is enough to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import localize, number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

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
    return up_to(rows.order_by()[: most + 1].count(), most)


def up_to(number: int, most: int = MOST) -> Count:
    """A number that was counted to one more than so many."""
    return Count(min(number, most), number > most)


def percent(number: float | str) -> str:
    """So many of a hundred, as the reader's language writes it; no line ends between the number and its sign."""
    return _("{percent}%").format(percent=localize(number))


percent_lazy = lazy(percent, str)
