"""How often one person, or one address, may ask for what costs the market something, counted in the cache."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.core.cache import cache, caches
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from redis import RedisError

from .refusals import TooOften

log = logging.getLogger(__name__)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Of what may be asked for very often a process takes so many numbers at once from the cache that all share: a part of
# the most, so that few are lost where it does not use them up.
PART = 50


def check(person: int | str, what: str, *, most: int, within: timedelta, now: datetime, words: str = "") -> None:
    """Count that this person asks for something, once more in this minute or hour of the clock. Raises TooOften, with
    the ``words`` that name the time.

    Without its cache the market counts nothing and refuses nobody.
    """
    number = int(now.timestamp() // within.total_seconds())
    until = datetime.fromtimestamp((number + 1) * within.total_seconds(), UTC)
    try:
        count = _number(f"rate:{what}:{person}:{number}", within, most // PART)
    except RedisError:
        log.warning("The cache does not answer: nobody counts how often %s is asked for.", what)
        return
    if count > most:
        words = words or _("You asked for this very often. You can try again at %(time)s; nothing is lost meanwhile.")
        at = date_format(timezone.localtime(until), "H:i:s" if within == MINUTE else "TIME_FORMAT")
        raise TooOften(words % {"time": at}, seconds=max(1, round((until - now).total_seconds())))


def _number(key: str, within: timedelta, at_once: int) -> int:
    """Which number this time has, mostly out of those that this process has taken already."""
    if at_once <= 1:
        return _counted(key, within, 1)
    near = caches["near"]
    try:
        number = near.incr(key)
    except ValueError:
        number = 1
    if number % at_once == 1:
        number = _counted(key, within, at_once) - at_once + 1
        near.set(key, number, 2 * within.total_seconds())
    return number


def _counted(key: str, within: timedelta, more: int) -> int:
    cache.add(key, 0, timeout=2 * within.total_seconds())
    try:
        return cache.incr(key, more)
    except ValueError:
        # The cache threw it out between the two.
        return more
