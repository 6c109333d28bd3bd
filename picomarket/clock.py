"""The clock of several machines: each may run one, and one of them strikes.

``celery -A picomarket beat --scheduler picomarket.clock.OneOfMany``. Who strikes holds a lease in the cache and renews
it; when it goes, another one takes over within half a minute, from where the last one was. Two that strike at once for
a moment do no harm: every job may run twice.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery.beat import Scheduler
from django.core.cache import cache
from django.utils import timezone

log = logging.getLogger(__name__)

LEASE = "clock"
SECONDS, WAIT = 30, 5


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose turn it is, and when they struck last."""

    holder: str
    struck_at: datetime


class OneOfMany(Scheduler):
    """Celery's scheduler in memory, which strikes while it holds the lease."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.strikes = uuid.uuid4().hex, False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """How many seconds to sleep; what is due is begun where it is this one's turn."""
        if not self._holds():
            return WAIT
        return min(WAIT, super().tick(*args, **kwargs))

    def _holds(self) -> bool:
        """Renew the lease, or take one that ran out. A shared cache that does not answer ends the process, and its
        supervisor starts it anew."""
        now = timezone.now()
        mine = Lease(self.name, now)
        if cache.add(LEASE, mine, timeout=SECONDS):
            self._begin()
            return True
        held: Lease | None = cache.get(LEASE)
        if held is not None and held.holder == self.name:
            cache.set(LEASE, mine, timeout=SECONDS)
            return True
        if held is not None:
            self._go_on_from(held.struck_at)
        return False

    def _begin(self) -> None:
        if not self.strikes:
            log.info("This clock strikes from now on.")
        self.strikes = True

    def _go_on_from(self, struck_at: datetime) -> None:
        """What another one has begun by now is not begun again when this one takes over."""
        self.strikes = False
        # What this one had planned, when it was its turn before, is planned anew.
        self._heap = None
        for entry in self.schedule.values():
            entry.last_run_at = struck_at
