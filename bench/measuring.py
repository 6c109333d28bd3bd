"""A benchmark is our verb and its limit, measured in turns; the medians of both make the ratio."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from bench.world import World

ROUNDS = 5
# Each client does at least this much in a round, however slow it is.
LEAST = 2


@dataclass(frozen=True, slots=True)
class Result:
    """``size`` is how many lines the ledger had; the rates are medians of the rounds."""

    name: str
    clients: int
    size: int
    ours_per_s: float
    limit_per_s: float

    @property
    def ratio(self) -> float:
        return self.ours_per_s / self.limit_per_s


class Bench(ABC):
    """What is measured. ``ours`` and ``limit`` do ``each`` things per client, and say how many were done per second.

    What they need is made ready before their clock starts.
    """

    name: ClassVar[str]
    clients: ClassVar[tuple[int, ...]] = (1,)
    rounds: ClassVar[int] = ROUNDS
    # Whether the limit writes into the bare tables, which take minutes to build beside a full market.
    writes: ClassVar[bool] = True
    # How many each client does in the first turn, which is not counted and says how many fill the time.
    first: ClassVar[int] = 50

    def __init__(self, world: World) -> None:
        self.world = world

    def most(self, clients: int) -> int:
        """How many each client can do in one round of this world."""
        return self.world.workers_count // clients

    @abstractmethod
    def ours(self, clients: int, each: int) -> float: ...

    @abstractmethod
    def limit(self, clients: int, each: int) -> float: ...


def measure(bench: Bench, *, clients: int, size: int, seconds: float) -> Result:
    """Ours and the limit in turns, so that whatever else the machine does meets both."""
    ours = _Side(bench.ours, bench, clients, seconds)
    limit = _Side(bench.limit, bench, clients, seconds)
    for _round in range(bench.rounds):
        ours.turn()
        limit.turn()
    return Result(bench.name, clients, size, median(ours.rates), median(limit.rates))


class _Side:
    """One of the two, and how many it does in the time of a round."""

    def __init__(self, do: Callable[[int, int], float], bench: Bench, clients: int, seconds: float) -> None:
        self._do, self._clients, self._seconds = do, clients, seconds
        self._most = max(LEAST, bench.most(clients))
        self.rates: list[float] = []
        self._each = min(self._most, bench.first)
        if bench.rounds > 1:
            self._each = self._fitting(do(clients, self._each))

    def turn(self) -> None:
        rate = self._do(self._clients, self._each)
        self.rates.append(rate)
        self._each = self._fitting(rate)

    def _fitting(self, rate: float) -> int:
        return min(self._most, max(LEAST, round(rate * self._seconds / self._clients)))
