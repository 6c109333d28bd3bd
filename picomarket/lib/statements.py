"""Statements that do a whole set at once, or the whole of a verb, in one round trip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from time import monotonic
from typing import Any, LiteralString

import psycopg
from django.db import connection, models, transaction
from psycopg import sql


def answer(statement: LiteralString, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Run a statement that answers with one row.

    By itself it is a transaction: nothing has to be begun and committed. Within another one a savepoint keeps an
    error from spoiling what the caller did before.
    """
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        return call(statement, parameters)


def call(statement: LiteralString, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """As ``answer``, for one that an error within another transaction may spoil.

    PostgreSQL reads and plans it once per connection, which Django's own cursors do not let it.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(statement, parameters, prepare=True).fetchone()
    return row or ()


def rows(
    statement: str, parameters: Sequence[Any] | Mapping[str, Any] | None, *, prepare: bool = True
) -> list[tuple[Any, ...]]:
    """All rows that a question finds; read and planned once per connection where ``prepare`` says so.

    Otherwise its values are written into it. PostgreSQL does not look at values that come beside a statement where the
    connection asks for plans for any values (``plan_cache_mode``), even if it is asked only once.
    """
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    start = monotonic()
    kind = psycopg.Cursor if prepare else psycopg.ClientCursor
    with connection.wrap_database_errors, kind(connection.connection) as cursor:
        found = cursor.execute(statement.encode(), parameters, prepare=prepare).fetchall()
    # As Django's own cursors do, so that whoever counts a page's questions counts these.
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": f"{monotonic() - start:.3f}"})
    return found


def take_turns(turnstile: int) -> None:
    """Until the transaction ends nobody else passes this turnstile: a number for each thing done alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turnstile])


def save_all(rows: Sequence[models.Model], *names: str) -> None:
    """Store these fields of all rows, which the caller has locked, in one UPDATE."""
    if not rows:
        return
    meta: Any = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    columns: list[Any] = [[row.pk for row in rows]]
    columns += [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields]
    types = ["bigint", *(field.db_type(connection) for field in fields)]
    statement = sql.SQL(
        "UPDATE {table} AS kept SET {sets} FROM unnest({arrays}) AS one (id, {names}) WHERE kept.id = one.id"
    )
    stored = [sql.Identifier(field.column) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=sql.Identifier(meta.db_table),
                sets=sql.SQL(", ").join(sql.SQL("{0} = one.{0}").format(name) for name in stored),
                arrays=sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for kind in types),
                names=sql.SQL(", ").join(stored),
            ).as_string(),
            columns,
        )
