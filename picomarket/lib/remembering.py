"""What a page shows to everybody, worked out once and kept in the cache for some seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)
Seen = TypeVar("Seen")


def remembered(key: str, look: Callable[[], Seen], *, seconds: int) -> Seen:
    """What ``look`` answers, or answered so many seconds ago. Without its cache the market looks each time."""
    try:
        kept: Seen | None = cache.get(key)
        if kept is None:
            kept = look()
            cache.set(key, kept, seconds)
    except RedisError:
        log.warning("The cache does not answer: %s is worked out each time.", key)
        return look()
    return kept
