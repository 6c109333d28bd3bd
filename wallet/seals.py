"""Seals: a chain of hashes over the transfers, so that a line changed behind PostgreSQL's guards is found.

Each seal is the SHA-256 of the seal before and of the text of every line since. Who has kept one hash outside can
show later that nothing sealed until then was changed, taken out or put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money

from . import fence
from .models import Seal, Transfer

Words = str | Promise

# The most lines of one seal: their text is put together in memory.
LINES = 50_000
GENESIS = "0" * 64

# Whose accounts they are is part of a line's text: another owner of an account is another line.
_READ = """
    SELECT count(*), coalesce(sum(line.amount), 0)::bigint, encode(sha256(convert_to(%(before)s || coalesce(string_agg(
           concat_ws('|', line.id, line.ref, line.kind, line.leg, line.debit_id, debit.kind, debit.owner_id,
                     line.credit_id, credit.kind, credit.owner_id, line.amount,
                     (extract(epoch FROM line.at) * 1000000)::bigint,
                     (extract(epoch FROM line.recorded_at) * 1000000)::bigint),
           E'\\n' ORDER BY line.id), ''), 'UTF8')), 'hex')
      FROM wallet_transfer AS line
      LEFT JOIN wallet_account AS debit ON debit.id = line.debit_id
      LEFT JOIN wallet_account AS credit ON credit.id = line.credit_id
     WHERE line.id BETWEEN %(first)s AND %(upto)s
"""
_NEXT = """
    SELECT max(id) FROM (SELECT id FROM wallet_transfer WHERE id > %s AND id <= %s ORDER BY id LIMIT %s) AS lines
"""


@dataclass(frozen=True, slots=True)
class Range:
    """What a range of lines says now."""

    lines: int
    amount: Money
    hash: str


def seal(*, now: datetime) -> list[Seal]:
    """Seal every line behind the fence that is not sealed yet; the new seals, none where writers were in flight.

    No money moves. Of two runs at once one makes each seal.
    """
    made: list[Seal] = []
    fenced = fence.upto() or 0
    last = newest()
    while (upto := _end_of_next(last.upto if last else 0, fenced)) is not None:
        last = _make(last, upto, now)
        made.append(last)
    return made


def _end_of_next(sealed: int, fenced: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [sealed, fenced, LINES])
        (upto,) = cursor.fetchone()
    return upto if upto is None else int(upto)


def _make(before: Seal | None, upto: int, now: datetime) -> Seal:
    first = before.upto + 1 if before else 1
    read = _read(first, upto, before.hash if before else GENESIS)
    row = Seal(first=first, upto=upto, lines=read.lines, amount=read.amount, hash=read.hash, sealed_at=now)
    Seal.objects.bulk_create([row], ignore_conflicts=True)
    return Seal.objects.get(first=first)


def _read(first: int, upto: int, before: str) -> Range:
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"first": first, "upto": upto, "before": before})
        lines, amount, digest = cursor.fetchone()
    return Range(lines, Money(amount), digest)


def newest() -> Seal | None:
    """The head of the chain."""
    return Seal.objects.order_by("-upto").first()


def transfers() -> int:
    """How many transfers there are, counted by the seals and the lines after them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(lines), 0)::bigint"
            " + (SELECT count(*) FROM wallet_transfer WHERE id > coalesce((SELECT max(upto) FROM wallet_seal), 0))"
            " FROM wallet_seal"
        )
        (count,) = cursor.fetchone()
    return int(count)


def unsealed() -> int:
    """How many lines came after the newest seal."""
    head = newest()
    return Transfer.objects.filter(pk__gt=head.upto if head else 0).count()


def unsealed_since() -> datetime | None:
    """When the first line was written that no seal holds yet; None where every line is sealed."""
    head = newest()
    rows = Transfer.objects.filter(pk__gt=head.upto if head else 0).order_by("pk")
    return rows.values_list("recorded_at", flat=True).first()


def walk(*, last: int | None = None) -> Iterator[tuple[Seal, Words]]:
    """The chain, or its ``last`` seals: each seal with what does not fit in it, an empty text where all does."""
    before, chain = _part(last)
    for one in chain:
        yield one, _fault(one, before)
        before = one


def _part(last: int | None) -> tuple[Seal | None, Iterator[Seal]]:
    """The seals to walk, oldest first, and the one before them."""
    chain = Seal.objects.order_by("upto")
    if last is None:
        return None, chain.iterator(chunk_size=1000)
    newest_first = list(chain.reverse()[: last + 1])
    before = newest_first.pop() if len(newest_first) > last else None
    return before, iter(newest_first[::-1])


def _fault(one: Seal, before: Seal | None) -> Words:
    first = before.upto + 1 if before else 1
    where = {"first": one.first, "upto": one.upto, "at": f"{one.sealed_at:%Y-%m-%d %H:%M} UTC"}
    if one.first != first:
        words = _("A seal is missing: lines {start} to {end} are sealed by none, before the seal of {at}.")
        return format_lazy(words, start=first, end=one.first - 1, at=where["at"])
    if not before and (strays := Transfer.objects.filter(pk__lt=first).count()):
        return format_lazy(_("{strays} lines stand before the first that was ever written."), strays=strays)
    read = _read(one.first, one.upto, before.hash if before else GENESIS)
    if read.lines != one.lines:
        words = _("Lines {first} to {upto} were {then} when they were sealed on {at}; now they are {now}.")
        return format_lazy(words, then=one.lines, now=read.lines, **where)
    if read.hash != one.hash:
        words = _("Lines {first} to {upto} were changed after they were sealed on {at}: they no longer give that hash.")
        return format_lazy(words, **where)
    return ""
