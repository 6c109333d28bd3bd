"""Everything that must agree about money, asked at one moment: the ledger with itself, its lines with the papers,
escrow with the tasks, these with their submissions, the seals with what they seal, the staff log with its hashes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from accounts import staff_log
from picomarket import market_laws
from picomarket.lib import laws
from picomarket.lib.laws import Answer
from wallet import books, proofs

LAWS = (*books.LAWS, *market_laws.LAWS, staff_log.CHAIN)
# What one statement of a proof may keep in memory before it goes to the disk.
MEMORY = "64MB"


@dataclass(frozen=True, slots=True)
class Proof:
    """One look at all the books: what each law answered, over how much, in how long."""

    answers: list[Answer]
    accounts: int
    transfers: int
    seconds: float

    @property
    def broken(self) -> int:
        """How many rows break a law."""
        return sum(answer.broken for answer in self.answers)

    @property
    def findings(self) -> list[dict[str, object]]:
        """Each broken law: its name, how many rows break it, the first of them in words and where to look."""
        return [
            {"law": str(one.name), "broken": one.broken, "sentences": one.sentences, "look": str(one.look)}
            for one in self.answers
            if one.broken
        ]


def prove(*, now: datetime) -> Proof:
    """Hold everything to every law, at one moment even while the market trades. Nothing is written."""
    started = time.monotonic()
    with one_moment():
        answers = [*map(laws.ask, LAWS), books.newest_seals(now=now)]
        accounts, transfers = books.counts()
    return Proof(answers, accounts, transfers, time.monotonic() - started)


def prove_and_tell(*, now: datetime) -> Proof:
    """Prove the books, keep the result, and tell the staff who look after money where something is wrong."""
    proof = prove(now=now)
    proofs.keep(proof.findings, accounts=proof.accounts, transfers=proof.transfers, seconds=proof.seconds, now=now)
    return proof


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is asked within sees the same rows; inside a transaction it sees what that one sees."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY])
        yield
