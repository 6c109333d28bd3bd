"""How far back figures look, and how days are put together where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)
# So many days are shown as days, so many as weeks, and more as months.
AS_DAYS, AS_WEEKS = 62, 366


@dataclass(frozen=True, slots=True)
class Period:
    """``days`` back from now, none for all."""

    key: str
    label: Promise
    days: int

    def since(self, now: datetime) -> datetime:
        return now - timedelta(days=self.days) if self.days else FIRST

    def in_steps(self, days: Mapping[date, Sequence[int]], today: date) -> list[tuple[date, list[int]]]:
        """``in_steps`` of the whole period, also where it begins and ends with nothing."""
        return in_steps(days, first=today - A_DAY * self.days if self.days else None, last=today)


PERIODS = (
    Period("30", _("30 days"), 30),
    Period("90", _("90 days"), 90),
    Period("365", _("A year"), 365),
    Period("all", _("All"), 0),
)


def chosen(key: str) -> Period:
    """The period asked for; the first without a known key."""
    return next((one for one in PERIODS if one.key == key), PERIODS[0])


def tabs(here: Period, periods: Sequence[Period] = PERIODS) -> list[dict[str, Any]]:
    """What the tabs' template needs."""
    return [{"label": one.label, "url": f"?period={one.key}", "here": one is here} for one in periods]


def in_steps(
    days: Mapping[date, Sequence[int]], *, first: date | None = None, last: date | None = None
) -> list[tuple[date, list[int]]]:
    """The numbers of some days as they are drawn: by day, week or month, with nothing where nothing was.

    From the first to the last of them, or from and to the days given, where these reach further.
    """
    if not days:
        return []
    first, last = min([*days, *filter(None, [first])]), max([*days, *filter(None, [last])])
    wide = len(next(iter(days.values())))
    length = (last - first).days
    sums = {_step(day, length): [0] * wide for day in _every(first, last)}
    for day, numbers in days.items():
        kept = sums[_step(day, length)]
        kept[:] = [one + more for one, more in zip(kept, numbers, strict=True)]
    return list(sums.items())


def _every(first: date, last: date) -> Iterator[date]:
    return (first + A_DAY * number for number in range((last - first).days + 1))


def _step(day: date, length: int) -> date:
    """The first day of the step that a day falls into."""
    if length <= AS_DAYS:
        return day
    return day - A_DAY * day.weekday() if length <= AS_WEEKS else day.replace(day=1)
