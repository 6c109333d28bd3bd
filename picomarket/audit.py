"""Everything that must agree about money, asked at once: the ledger with itself, escrow with the tasks, these with
their submissions."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from submissions import tally
from tasks import slots
from wallet import books


def discrepancies() -> Iterator[str]:
    """One sentence for each thing that is not as it must be, seen at one moment even while the market trades."""
    if connection.in_atomic_block:
        yield from _look()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield from _look()


def _look() -> Iterator[str]:
    yield from books.discrepancies()
    yield from books.wrong_escrows(slots.needed_in_escrow())
    yield from tally.miscounts()
