"""Laws: what is always true of the rows, each asked of the database in one statement."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString

from django.db import connection
from django.utils.functional import Promise
from psycopg import sql

from . import statements

Words = str | Promise

# Of one law, no more broken rows than this are named; all are counted.
NAMED = 20


def nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One thing that is always true.

    ``rows`` is SQL for how many rows it is asked of, ``broken`` gives one row for each that breaks it, ``say`` makes
    a sentence of such a row, and ``look`` says where a person begins to look. ``given`` are the SQL's parameters.
    """

    name: Words
    rows: LiteralString
    broken: LiteralString
    say: Callable[..., Words]
    look: Words
    given: Callable[[], Mapping[str, Any]] = nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the database said of a law: of how many ``rows`` how many are ``broken``, the first of these in words."""

    name: Words
    look: Words
    rows: int
    broken: int
    sentences: list[str] = field(default_factory=list)
    seconds: float = 0


def ask(law: Law) -> Answer:
    """Hold the rows to a law, as the caller's transaction sees them."""
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(law.rows, law.given() or None)
        (rows,) = cursor.fetchone()
    count, sentences = broken(law)
    spent = time.monotonic() - started
    return Answer(name=law.name, look=law.look, rows=rows, broken=count, sentences=sentences, seconds=spent)


def broken(law: Law) -> tuple[int, list[str]]:
    """How many rows break a law, and the first of them in words."""
    found = statements.rows(counted(law), law.given() or None, prepare=False)
    return (found[0][0] if found else 0), [str(law.say(*row[1:])) for row in found]


def counted(law: Law) -> str:
    """SQL for how many rows break a law, and for the first of them."""
    words = sql.SQL("SELECT count(*) OVER (), found.* FROM ({}) AS found LIMIT {}")
    return words.format(sql.SQL(law.broken), NAMED).as_string()
