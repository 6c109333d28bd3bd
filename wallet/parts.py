"""The ledger in parts: what a market does whose ledger has grown past the memory of its machine.

Lines are numbered in the order they are written, so each part is a span of time. Its unique constraint holds within a
part; across parts ``wallet_once`` holds it, by looking into the closed ones. A part is closed behind the fence: by then
all its lines are committed, and no later line has its key from it.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection
from psycopg import sql

from picomarket.lib import parts
from picomarket.lib.parts import Part, Table

from .models import LedgerPart

log = logging.getLogger(__name__)

EACH, AHEAD = 50_000_000, 2
# A part is closed with a tenth of its keys left: no line ever goes on into the next one by itself while jobs run.
LEFT = 10

# A line written to a part by the part's own name would move no balance.
_GUARD = """
    CREATE TRIGGER wallet_by_the_ledger BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {part}
    FOR EACH STATEMENT EXECUTE FUNCTION wallet_refuse()
"""
_GUARDS = """
    CREATE TRIGGER wallet_once AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION wallet_once()
"""
TABLE = Table(
    name="wallet_transfer",
    once={"wallet_transfer_once": "UNIQUE (ref, kind, leg)"},
    guards=_GUARDS,
    guard=_GUARD,
)
_CLOSE = """
    CREATE TRIGGER wallet_closed BEFORE INSERT ON {}
    FOR EACH ROW EXECUTE FUNCTION wallet_refuse()
"""
# Nothing where lines have gone on into the next part by themselves.
_SKIP = """
    SELECT setval(sequence, %(upto)s) FROM pg_get_serial_sequence('wallet_transfer', 'id') AS sequence
     WHERE (SELECT coalesce(max(id), 0) FROM wallet_transfer) <= %(upto)s
"""
_LEARN = """
    UPDATE wallet_ledgerpart SET last_refs = (
           SELECT coalesce(jsonb_object_agg(kind, ref), '{}')
             FROM (SELECT kind, max(ref) AS ref FROM wallet_transfer WHERE id BETWEEN %(first)s AND %(upto)s
                    GROUP BY kind) AS last)
     WHERE id = %(part)s
"""


def divide(*, each: int = EACH, now: datetime) -> list[Part]:
    """Divide the ledger. The first part, with all that is there, is closed at once. Raises NotDivided."""
    made = parts.divide(TABLE, each=each, ahead=AHEAD, also=lambda: _begin(now))
    _learn()
    return made


def keep(*, now: datetime) -> None:
    """Close the part in use where it is nearly full, and see that others are there behind it."""
    if not parts.is_divided(TABLE):
        return
    last = parts.last_key(TABLE)
    for part in LedgerPart.objects.filter(closed_at=None).order_by("first"):
        if part.first <= last and part.upto - last <= (part.upto - part.first) // LEFT:
            _close(part, now)
    _learn()
    parts.keep_ahead(TABLE, ahead=AHEAD)
    _note()


def room() -> int | None:
    """How many more lines there are parts for; None where the ledger is whole and needs none."""
    there = parts.parts(TABLE)
    return there[-1].upto - parts.last_key(TABLE) if there else None


def _begin(now: datetime) -> None:
    _note()
    _shut(LedgerPart.objects.earliest("first"), now)


def _note() -> None:
    rows = [LedgerPart(first=one.first, upto=one.upto) for one in parts.parts(TABLE)]
    LedgerPart.objects.bulk_create(rows, ignore_conflicts=True)


def _close(part: LedgerPart, now: datetime) -> None:
    try:
        parts.alone_with(TABLE, lambda: _shut(part, now), mode="SHARE ROW EXCLUSIVE", tries=1)
    except parts.NotDivided:
        log.info("writers were in flight for long: part %s is closed by the next run", part)


def _shut(part: LedgerPart, now: datetime) -> None:
    """The fence stands: nobody writes, and the next line has its key from behind this part."""
    if not LedgerPart.objects.filter(pk=part.pk, closed_at=None).update(closed_at=now):
        return
    name = next(one.name for one in parts.parts(TABLE) if one.upto == part.upto)
    with connection.cursor() as cursor:
        cursor.execute(_SKIP, {"upto": part.upto})
        cursor.execute(sql.SQL(_CLOSE).format(sql.Identifier(name)).as_string())


def _learn() -> None:
    """Of closed parts, which nobody writes to any more: the highest ref of each kind."""
    for part in LedgerPart.objects.filter(last_refs__isnull=True).exclude(closed_at=None):
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, {"part": part.pk, "first": part.first, "upto": part.upto})
