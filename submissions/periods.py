"""How far back figures look: some days, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """``days`` back from now, none for all; what happened is put together by ``step``: day, week or month."""

    key: str
    label: Promise
    days: int
    step: str

    def since(self, now: datetime) -> datetime:
        return now - timedelta(days=self.days) if self.days else FIRST


PERIODS = (
    Period("30", _("30 days"), 30, "day"),
    Period("90", _("90 days"), 90, "week"),
    Period("365", _("A year"), 365, "month"),
    Period("all", _("All"), 0, "month"),
)


def chosen(key: str) -> Period:
    """The period asked for; the first without a known key."""
    return next((one for one in PERIODS if one.key == key), PERIODS[0])


def tabs(here: Period, periods: Sequence[Period] = PERIODS) -> list[dict[str, Any]]:
    """What the tabs' template needs."""
    return [{"label": one.label, "url": f"?period={one.key}", "here": one is here} for one in periods]
