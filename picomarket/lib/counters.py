"""Counters of many rows, each moved by its own number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet


def add(rows: QuerySet[Any, Any], counter: str, more: Mapping[int, int], *, by: str = "pk") -> None:
    """Add to a counter of each row the number given for its key; the caller has locked them.

    One UPDATE for each number that occurs, which is mostly one: a CASE with an arm per row would compare every row
    with every arm.
    """
    keys: defaultdict[int, list[int]] = defaultdict(list)
    for key, number in more.items():
        keys[int(number)].append(key)
    for number, theirs in keys.items():
        rows.filter(**{f"{by}__in": theirs}).update(**{counter: F(counter) + number})
