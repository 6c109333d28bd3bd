"""The column of an amount of money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .money import Money

if TYPE_CHECKING:
    _Integers = models.BigIntegerField[int | Money, Money]
else:
    _Integers = models.BigIntegerField


class MoneyField(_Integers):
    """A bigint column of micro-dollars that reads back as Money."""

    def from_db_value(self, value: int | None, *_args: Any) -> Money | None:
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Money | None:
        return None if value is None else Money(int(value))
