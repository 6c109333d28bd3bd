"""Which tables can be divided into parts, once they have grown large; docs/scale.md says when that helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from picomarket.lib.parts import Part, Table
from submissions import parts as proofs
from wallet import parts as ledger


@dataclass(frozen=True, slots=True)
class Divisible:
    """``divide`` is given how many keys each part has, and the time."""

    table: Table
    each: int
    divide: Callable[[int, datetime], list[Part]]


DIVISIBLE: Mapping[str, Divisible] = {
    "ledger": Divisible(ledger.TABLE, ledger.EACH, lambda each, now: ledger.divide(each=each, now=now)),
    "proofs": Divisible(proofs.TABLE, proofs.EACH, lambda each, _now: proofs.divide(each=each)),
}


def keep(*, now: datetime) -> None:
    """What is divided gets its next parts in time."""
    ledger.keep(now=now)
    proofs.keep()
