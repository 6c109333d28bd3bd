"""Statements that are put into SQL once and asked many times, each time with other values.

Django builds and compiles a statement anew for each page, and that can take longer than PostgreSQL takes to answer.
Here a queryset is made with blanks where a value differs from one reader to the next, and compiled once per process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Field, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql
from psycopg.types.numeric import Int8

from . import statements

_COUNTED = "SELECT count(*) FROM ({}) AS found"


@dataclass(frozen=True, slots=True)
class _Place:
    name: str


class Blank(Expression):
    """A place in a queryset for a value that is given when it is asked."""

    def __init__(self, name: str, kind: Field[Any, Any]) -> None:
        super().__init__(output_field=kind)
        self.name, self.kind = name, kind

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return f"(%s::{self.kind.db_type(connection)})", [_Place(self.name)]


class IsOneOf(Func):
    """Whether a column is in an array, which may be a blank."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("


class Statement:
    """A statement with named blanks, or none where there is nothing that could be found."""

    def __init__(self, statement: str | None, *, planned: bool) -> None:
        self._statement, self._planned = statement, planned

    def ask(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows, with columns as PostgreSQL has them. Values that it has no blank for are left aside."""
        if self._statement is None:
            return []
        # One type for whole numbers of any size, so that it is planned once and not for each size.
        given = {name: Int8(value) if isinstance(value, int) else value for name, value in values.items()}
        return statements.rows(self._statement, given, prepare=self._planned)


def rows_of(found: QuerySet[Any, Any], *, planned: bool) -> Statement:
    """Asks for these rows.

    ``planned`` once per connection: for what is found in the same way whatever the values are. Otherwise PostgreSQL
    looks at the values and plans for them each time.
    """
    return Statement(_compiled(found), planned=planned)


def count_of(found: QuerySet[Any, Any], *, planned: bool) -> Statement:
    """Asks how many there are."""
    some = _compiled(found.values("pk"))
    return Statement(some and _COUNTED.format(some), planned=planned)


def counts_of(*found: QuerySet[Any, Any], planned: bool) -> Statement:
    """Asks how many there are of each, in one row."""
    some = [_compiled(one.values("pk")) for one in found]
    counts = (f"({_COUNTED.format(one)})" if one else "0" for one in some)
    return Statement(f"SELECT {', '.join(counts)}", planned=planned)


def _compiled(found: QuerySet[Any, Any]) -> str | None:
    """What is no blank stands in the statement itself, so that a plan can use indexes of some rows only."""
    try:
        statement, parameters = found.query.sql_with_params()
    except EmptyResultSet:
        return None
    connection.ensure_connection()
    return statement.replace("%%", "%%%%") % tuple(_written(one) for one in parameters)


def _written(value: Any) -> str:
    if isinstance(value, _Place):
        return f"%({value.name})s"
    if isinstance(value, date):
        raise TypeError("A time would stand still in a statement that is asked again and again: it takes a blank.")
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")
