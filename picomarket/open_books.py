"""The open books: what anybody may know of the market's money, looked up at most once a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from picomarket.lib import locales
from picomarket.lib.remembering import remembered
from wallet import promises, proofs, rails, seals, solvency
from wallet.promises import Kept
from wallet.solvency import Solvency

SECONDS = 60
PROMISES_OF = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: whoever keeps its hash can show later that no line before it was changed."""

    upto: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastProof:
    """When the books were last proved, over how many transfers, and how many places did not agree."""

    at: datetime
    transfers: int
    broken: int
    tone: str


@dataclass(frozen=True, slots=True)
class OpenBooks:
    solvency: Solvency
    kept: Kept
    transfers: int
    proof: LastProof | None
    head: Head | None
    at: datetime


def page(*, now: datetime) -> dict[str, Any]:
    """What the page shows. Sums and times only: nothing of a single person."""
    books = remembered("open_books", lambda: _look(now), seconds=SECONDS)
    held = [(_label(one.rail), one) for one in books.solvency.held]
    missing = locales.listed(map(_label, books.solvency.missing))
    return {"books": books, "held": held, "missing": missing, "days": PROMISES_OF.days}


def _look(now: datetime) -> OpenBooks:
    head, standing = seals.newest(), proofs.standing(now=now)
    check = standing.check
    return OpenBooks(
        solvency=solvency.look(now=now),
        kept=promises.kept(since=now - PROMISES_OF, now=now),
        transfers=seals.transfers(),
        proof=LastProof(check.ran_at, check.transfers, standing.broken, standing.tone) if check else None,
        head=Head(head.upto, head.hash, head.sealed_at) if head else None,
        at=now,
    )


def _label(code: str) -> str:
    return str(rails.facts(code).label)
