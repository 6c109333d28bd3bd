"""Verbs that are one statement: a function in PostgreSQL does all of it in one round trip."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction


def answer(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Run a statement that answers with one row.

    By itself it is a transaction: nothing has to be begun and committed. Within another one a savepoint keeps an
    error from spoiling what the caller did before.
    """
    whole = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with whole, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
