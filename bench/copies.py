"""Rows by the thousand, as copies of one that a verb made: whatever columns a table gets, its copies have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

# A public id for each copy.
NEW_NAME = "inbox_public_id(sha256(uuid_send(gen_random_uuid())))"


def copies(row: models.Model, *, of: str, given: Sequence[Any] = (), **instead: str) -> list[int]:
    """Insert a copy of this row for each row of the FROM item ``of``; the keys, in no order.

    ``instead`` gives a column another SQL expression than the copied value.
    """
    table = sql.Identifier(row._meta.db_table)
    fields = (field for field in row._meta.concrete_fields if not field.primary_key and not field.generated)
    columns = [str(field.column) for field in fields]
    if unknown := instead.keys() - set(columns):
        raise ValueError(f"{row._meta.label} has no {unknown}")
    wanted = [_expression(instead[name]) if name in instead else sql.Identifier("model", name) for name in columns]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {wanted} FROM {table} AS model, {of} WHERE model.id = {key}"
        " RETURNING id"
    ).format(
        table=table,
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        wanted=sql.SQL(", ").join(wanted),
        of=_expression(of),
        key=sql.Literal(row.pk),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), list(given) or None)
        return [key for (key,) in cursor.fetchall()]


def _expression(text: str) -> sql.SQL:
    return sql.SQL(text)


def run(statement: str, given: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """One statement, and the rows it answers with."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []
