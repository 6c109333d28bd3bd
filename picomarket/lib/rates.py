"""How often one person, or one address, may ask for what costs the market something, counted in the cache."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from redis import RedisError

from .refusals import TooOften

log = logging.getLogger(__name__)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def check(person: int | str, what: str, *, most: int, within: timedelta, now: datetime, words: str = "") -> None:
    """Count that this person asks for something, once more in this minute or hour of the clock. Raises TooOften, with
    the ``words`` that name the time.

    Without its cache the market counts nothing and refuses nobody.
    """
    number = int(now.timestamp() // within.total_seconds())
    until = datetime.fromtimestamp((number + 1) * within.total_seconds(), UTC)
    try:
        count = _counted(f"rate:{what}:{person}:{number}", within)
    except RedisError:
        log.warning("The cache does not answer: nobody counts how often %s is asked for.", what)
        return
    if count > most:
        words = words or _("You asked for this very often. You can try again at %(time)s; nothing is lost meanwhile.")
        at = date_format(timezone.localtime(until), "H:i:s" if within == MINUTE else "H:i")
        raise TooOften(words % {"time": at}, seconds=max(1, round((until - now).total_seconds())))


def _counted(key: str, within: timedelta) -> int:
    cache.add(key, 0, timeout=2 * within.total_seconds())
    try:
        return cache.incr(key)
    except ValueError:
        # The cache threw it out between the two.
        return 1
