"""Tables in parts: one that has grown large goes on as many, each with its own range of keys.

What is there becomes the first part as it stands: no row is copied, and nobody waits for longer than a lock's patience.
Whoever reads or writes names the table as before; PostgreSQL finds the part.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg import sql

from picomarket.lib import statements

Answer = TypeVar("Answer")

# Everybody waits behind a lock that waits. So it never does for longer than this, and is tried again after a pause.
PATIENCE, TRIES, PAUSE = "300ms", 100, 1.0
# A part ends at a multiple of its size; the first one a tenth of it after the last key, at the least.
ROOM = 10
LOCK_NOT_AVAILABLE = "55P03"
TURNSTILE = 0x7061727473

_STANDING = """
    SELECT contype::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %(table)s::regclass AND contype IN ('p', 'u', 'f')
    UNION ALL
    SELECT 'index', relname::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indrelid = %(table)s::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    UNION ALL
    SELECT 'trigger', tgname::text, pg_get_triggerdef(oid) FROM pg_trigger
     WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal
    UNION ALL
    SELECT 'grant', '', format('GRANT %%s ON %%I TO %%I', one.privilege_type, relname, pg_get_userbyid(one.grantee))
      FROM pg_class, aclexplode(relacl) AS one
     WHERE pg_class.oid = %(table)s::regclass AND one.grantee NOT IN (0, relowner)
"""
_HANGING = """
    SELECT DISTINCT ev_class::regclass::text FROM pg_rewrite JOIN pg_depend ON objid = pg_rewrite.oid
     WHERE refobjid = %s::regclass AND ev_class <> refobjid
"""
_POINTING = """
    SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE confrelid = %s::regclass AND contype = 'f' AND conparentid = 0
"""
_PARTS = """
    SELECT relname::text, pg_get_expr(relpartbound, inhrelid), pg_total_relation_size(inhrelid)
      FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = %s::regclass
"""


class NotDivided(Exception):
    """One sentence for whoever keeps the market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One that can be divided by its primary key.

    ``once`` are its unique constraints, which hold within each part only: ``guards`` is SQL for the divided table that
    holds them across all, and ``guard`` SQL for each ``{part}``.
    """

    name: str
    once: Mapping[str, str] = field(default_factory=dict)
    guards: LiteralString = ""
    guard: LiteralString = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows from ``first`` to ``upto``, both counted in."""

    name: str
    first: int
    upto: int
    bytes: int


def is_divided(table: Table) -> bool:
    return bool(_rows("SELECT FROM pg_class WHERE oid = %s::regclass AND relkind = 'p'", [table.name]))


def parts(table: Table) -> list[Part]:
    """The oldest first; none of a table that is whole."""
    found = []
    for name, bounds, size in _rows(_PARTS, [table.name]):
        if numbers := re.fullmatch(r"FOR VALUES FROM \((?:MINVALUE|'(\d+)')\) TO \('(\d+)'\)", bounds):
            found.append(Part(name, int(numbers[1] or 1), int(numbers[2]) - 1, size))
    return sorted(found, key=lambda one: one.first)


def last_key(table: Table) -> int:
    [(key,)] = _rows(f"SELECT coalesce(max(id), 0) FROM {table.name}")  # noqa: S608 - a name of our own
    return int(key)


def divide(table: Table, *, each: int, ahead: int, also: Callable[[], object] = list) -> list[Part]:
    """Make a whole table one of parts of ``each`` keys, some of them made ahead. The next row begins the second part.
    What is ``also`` to be done is done in the same transaction.

    While what is there is looked through everybody goes on; the change itself is a short transaction. Raises NotDivided
    where a view would go on seeing the first part alone, or the table is never to be had.
    """
    if views := [name for (name,) in _rows(_HANGING, [table.name])]:
        raise NotDivided(f"Drop these views first, they would go on seeing the first part alone: {', '.join(views)}.")
    end = _end(last_key(table), each)
    promise = f"{table.name}_bound"
    try:
        alone_with(table, lambda: _promise(table, promise, end))
        _run("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.name, promise)
        pointing = alone_with(table, lambda: (_change(table, promise, end=end, each=each, ahead=ahead), also())[0])
    finally:
        # Where nothing came of it, no row may be kept out by what was promised.
        if not is_divided(table):
            alone_with(table, lambda: _run("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", table.name, promise))
    for where, name, _definition in pointing:
        _run("ALTER TABLE {} VALIDATE CONSTRAINT {}", where, name)
    _run("ANALYZE {}", table.name)
    return parts(table)


def add(table: Table, *, each: int) -> Part:
    """Make one more part behind the last. Everybody goes on: it is an empty table that is attached."""
    there = parts(table)
    number, first = len(there) + 1, there[-1].upto + 1
    name = f"{table.name}_{number}"
    like = "CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)"
    _run(like, name, table.name)
    for constraint, columns in table.once.items():
        definition = sql.SQL(columns)
        _run("ALTER TABLE {} ADD CONSTRAINT {} {}", name, f"{constraint}_p{number}", definition)
    attach = "ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})"
    _run(attach, table.name, name, sql.Literal(first), sql.Literal(first + each))
    if table.guard:
        _run(table.guard, part=name)
    return parts(table)[-1]


def keep_ahead(table: Table, *, ahead: int) -> int:
    """See that so many parts are there behind the one in use; how many were made. They are as large as the last one."""
    made = 0
    while True:
        with transaction.atomic():
            statements.take_turns(TURNSTILE)
            _run("SELECT set_config('lock_timeout', {}, true)", sql.Literal(PATIENCE))
            there = parts(table)
            if not there or sum(one.first > last_key(table) for one in there) >= ahead:
                return made
            add(table, each=there[-1].upto - there[-1].first + 1)
        made += 1


def alone_with(
    table: Table, do: Callable[[], Answer], *, mode: LiteralString = "ACCESS EXCLUSIVE", tries: int = TRIES
) -> Answer:
    """Do it in a transaction that has the table to itself. Who writes to it waits for at most the lock's patience,
    and as long as it takes. Raises NotDivided where long transactions never leave a gap.
    """
    for turn in range(tries):
        time.sleep(PAUSE if turn else 0)
        try:
            with transaction.atomic():
                _run("SELECT set_config('lock_timeout', {}, true)", sql.Literal(PATIENCE))
                _run("LOCK TABLE {} IN " + mode + " MODE", table.name)
                return do()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
    raise NotDivided(f"Others have had {table.name} all the time. Find them in pg_stat_activity, and try again.")


def _end(last: int, each: int) -> int:
    """The last key of the first part: a multiple, with some room for what is written meanwhile."""
    end = (last // each + 1) * each
    return end if end - last >= each // ROOM else end + each


def _promise(table: Table, promise: str, end: int) -> None:
    _run("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", table.name, promise)
    bound = sql.Literal(end + 1)
    _run("ALTER TABLE {} ADD CONSTRAINT {} CHECK (id < {}) NOT VALID", table.name, promise, bound)


def _change(table: Table, promise: str, *, end: int, each: int, ahead: int) -> list[tuple[str, str, str]]:
    """Take down what stands on the table, rename it, and put up the same on the new one around it."""
    first = f"{table.name}_1"
    standing, pointing = _rows(_STANDING, {"table": table.name}), _rows(_POINTING, [table.name])
    for where, foreign, _definition in pointing:
        _run("ALTER TABLE {} DROP CONSTRAINT {}", where, foreign)
    _run("ALTER TABLE {} ALTER COLUMN id DROP IDENTITY", table.name)
    for kind, what, _definition in standing:
        _take_down(kind, what, table.name)
    _run("ALTER TABLE {} RENAME TO {}", table.name, first)
    like = "(LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING COMMENTS)"
    _run("CREATE TABLE {} " + like + " PARTITION BY RANGE (id)", table.name, first)
    _run("ALTER TABLE {} DROP CONSTRAINT {}", table.name, promise)
    numbered = "ALTER TABLE {} ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH {})"
    _run(numbered, table.name, sql.Literal(end + 1))
    triggers = [definition for kind, _what, definition in standing if kind == "trigger"]
    for kind, what, definition in standing:
        if kind != "trigger" and what not in table.once:
            _put_up(kind, what, definition, table.name)
    attach = "ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM (MINVALUE) TO ({})"
    _run(attach, table.name, first, sql.Literal(end + 1))
    _run("ALTER TABLE {} DROP CONSTRAINT {}", first, promise)
    for trigger in triggers:
        _raw(trigger)
    if table.guards:
        _run(table.guards, table=table.name)
    if table.guard:
        _run(table.guard, part=first)
    for _number in range(ahead):
        add(table, each=each)
    for where, foreign, definition in pointing:
        _run("ALTER TABLE {} ADD CONSTRAINT {} {}", where, foreign, sql.SQL(f"{definition} NOT VALID"))
    return pointing


def _take_down(kind: str, what: str, where: str) -> None:
    """Triggers go; what is a relation of its own gives its name away."""
    if kind == "trigger":
        _run("DROP TRIGGER {1} ON {0}", where, what)
    elif kind in {"p", "u"}:
        _run("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", where, what, _first(what))
    elif kind == "index":
        _run("ALTER INDEX {} RENAME TO {}", what, _first(what))


def _put_up(kind: str, what: str, definition: str, where: str) -> None:
    if kind in {"p", "u", "f"}:
        body = sql.SQL(definition)
        _run("ALTER TABLE {} ADD CONSTRAINT {} {}", where, what, body)
    else:
        _raw(definition)


def _first(name: str) -> str:
    return f"{name[:60]}_p1"


def _run(statement: str, *given: str | sql.Composable, **named: str) -> None:
    """Names are given as text, anything else as SQL."""
    pieces = [sql.Identifier(one) if isinstance(one, str) else one for one in given]
    names = {key: sql.Identifier(name) for key, name in named.items()}
    _raw(sql.SQL(statement).format(*pieces, **names).as_string())


def _raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(statement: str, given: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
