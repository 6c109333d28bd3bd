"""The days of the demo market: what happens when, each thing at its own time and in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

Happening = Callable[[datetime], object]


class Agenda:
    """Happenings in the order of their time. One may put others behind itself; what lies after the end is dropped."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._queue: list[tuple[datetime, int, Happening]] = []
        self._numbers = count()

    def at(self, when: datetime, happening: Happening) -> None:
        if when <= self.end:
            heapq.heappush(self._queue, (when, next(self._numbers), happening))

    def run(self) -> None:
        while self._queue:
            when, _number, happening = heapq.heappop(self._queue)
            happening(when)
