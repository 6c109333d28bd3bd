"""Calendar months and years, with their bounds in any time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from django.utils.formats import date_format


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Month:
        """A month written like 2026-11. Raises ValueError."""
        match = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, at: datetime, zone: tzinfo = UTC) -> Month:
        """The month a moment falls in, in this time zone."""
        local = at.astimezone(zone)
        return cls(local.year, local.month)

    def since(self, zone: tzinfo = UTC) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=zone)

    def until(self, zone: tzinfo = UTC) -> datetime:
        """The first moment after it."""
        return self.next.since(zone)

    @property
    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def words(self) -> str:
        """The month in the reader's language: November 2026."""
        return date_format(self.first, "YEAR_MONTH_FORMAT")
