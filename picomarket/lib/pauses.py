"""How long to wait before something that failed is tried once more."""

from __future__ import annotations

from datetime import timedelta

# Doubled more often, no timedelta would hold it.
MOST_DOUBLED = 20


def doubled(first: timedelta, *, tries: int, most: timedelta) -> timedelta:
    """After each try twice as long, and never longer than ``most``, however often it was tried."""
    pause: timedelta = first * 2 ** min(tries - 1, MOST_DOUBLED)
    return min(pause, most)
