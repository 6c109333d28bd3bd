"""What a litecoin is worth in dollars: asked of an exchange, kept for a minute, never believed blindly."""

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any

import requests
from django.core.cache import cache
from django.utils import timezone

from picomarket.lib.money import MICRO, PPM, Money
from wallet.rails.interface import RailSilent
from wallet.rails.litecoin_node import LITOSHI, UNREADABLE

TIMEOUT_SECONDS = 10
FRESH = timedelta(minutes=1)
# A rate is held against the last one for this long: whoever tells the rate must not double it in one step.
REMEMBERED = timedelta(hours=6)
LARGEST_STEP = Decimal("0.2")
LITOSHI_PER_MICRO = LITOSHI // MICRO


@dataclass(frozen=True)
class Rate:
    """Dollars for one litecoin, as they were at a time."""

    dollars: Decimal
    at: datetime

    def less(self, ppm: int) -> "Rate":
        """The rate with a margin taken off."""
        return Rate(self.dollars * (PPM - ppm) / PPM, self.at)


def worth(litoshi: int, rate: Decimal) -> Money:
    """What this much litecoin is worth at so many dollars for one, rounded down to the micro-dollar."""
    return Money(math.floor(litoshi * Fraction(rate) / LITOSHI_PER_MICRO))


def buys(amount: Money, rate: Decimal) -> int:
    """The litoshi this sum buys, rounded down."""
    return math.floor(_exactly(amount, rate))


def costs(amount: Money, rate: Decimal) -> int:
    """The least litoshi that are worth this sum."""
    return math.ceil(_exactly(amount, rate))


def _exactly(amount: Money, rate: Decimal) -> Fraction:
    return int(amount) * LITOSHI_PER_MICRO / Fraction(rate)


class Rates:
    """One source of rates: a fixed one, or a number in the JSON that an address answers."""

    def __init__(self, *, fixed: str = "", url: str = "", path: str = "", time_path: str = "", minutes: int) -> None:
        self._fixed = fixed
        self._url = url
        self._path = path
        self._time_path = time_path
        self._oldest = timedelta(minutes=minutes)
        source = hashlib.sha256(f"{fixed} {url} {path}".encode()).hexdigest()
        self._key = f"litecoin-rate-{source[:16]}"

    def now(self) -> Rate:
        """The rate now, the same for a minute. Raises RailSilent rather than give one that may be wrong."""
        now = timezone.now()
        last = self._last(now)
        if last and now - last.at < FRESH:
            return last
        try:
            rate = self._read(now)
        except RailSilent:
            if last and now - last.at < self._oldest:
                return last
            raise
        if last and abs(rate.dollars - last.dollars) > last.dollars * LARGEST_STEP:
            raise RailSilent(f"the litecoin's rate went from {last.dollars} to {rate.dollars}: too far in one step")
        cache.set(self._key, [str(rate.dollars), rate.at.timestamp()], REMEMBERED.total_seconds())
        return rate

    def _last(self, now: datetime) -> Rate | None:
        kept = cache.get(self._key)
        last = Rate(Decimal(kept[0]), datetime.fromtimestamp(kept[1], UTC)) if kept else None
        return last if last and now - last.at < REMEMBERED else None

    def _read(self, now: datetime) -> Rate:
        if self._fixed:
            return Rate(_sound(self._fixed), now)
        said = self._fetch()
        try:
            dollars = _sound(_at(said, self._path))
            told = _moment(_at(said, self._time_path)) if self._time_path else now
        except UNREADABLE as error:
            raise RailSilent(f"the litecoin's rate cannot be read: {error!r}"[:200]) from None
        if now - told > self._oldest:
            raise RailSilent(f"the litecoin's rate is of {told:%Y-%m-%d %H:%M} UTC: too old")
        return Rate(dollars, now)

    def _fetch(self) -> Any:
        try:
            answer = requests.get(self._url, timeout=TIMEOUT_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            return json.loads(answer.content, parse_float=Decimal)
        except (requests.RequestException, ValueError) as error:
            # The address may hold a key, and its cause's words hold the address.
            raise RailSilent(f"the litecoin's rate cannot be asked for: {type(error).__name__}") from None


def _at(said: Any, path: str) -> Any:
    """What stands at a path like ``data.amount`` or ``result.LTCUSD.c.0``."""
    return reduce(lambda part, name: part[int(name)] if isinstance(part, list) else part[name], path.split("."), said)


def _sound(said: Any) -> Decimal:
    rate = Decimal(said)
    if not rate.is_finite() or rate <= 0:
        raise RailSilent(f"{rate} is no rate for a litecoin")
    return rate


def _moment(said: Any) -> datetime:
    """Seconds or milliseconds since 1970, or a date as ISO 8601 writes it."""
    if isinstance(said, str) and not said.replace(".", "", 1).isdigit():
        read = datetime.fromisoformat(said)
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    seconds = float(said)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
