"""The ledger: the only place that creates transfers.

A transfer takes an amount from one pot to another. PostgreSQL moves the balances by a trigger, in one statement
for all transfers of a call, taking accounts in id order, so that two calls never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from .models import HOUSE, Account, AccountKind, TransferKind


class InsufficientFunds(Refused):
    """The pot does not hold that much; nothing moved."""


class Pot(NamedTuple):
    """Names an account before it exists: its kind and its owner's key (0 for the house)."""

    kind: AccountKind
    owner_id: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer to be written. ``ref`` is the key of the row that caused it; (ref, kind, leg) happens once."""

    kind: TransferKind
    ref: int
    debit: Pot
    credit: Pot
    amount: Money
    leg: int = 1


def earned(person_id: int) -> Pot:
    return Pot(AccountKind.EARNED, person_id)


def spendable(person_id: int) -> Pot:
    return Pot(AccountKind.SPENDABLE, person_id)


def escrow(task_id: int) -> Pot:
    return Pot(AccountKind.ESCROW, task_id)


def promo(person_id: int) -> Pot:
    """Credit the house gave, to spend on tasks only."""
    return Pot(AccountKind.PROMO, person_id)


def external(rail_number: int) -> Pot:
    """The world outside, as far as one rail reaches it."""
    return Pot(AccountKind.EXTERNAL, rail_number)


REVENUE = Pot(AccountKind.REVENUE)
IN_FLIGHT = Pot(AccountKind.IN_FLIGHT)
PROMO_GIVEN = Pot(AccountKind.PROMO_GIVEN)
GOODWILL = Pot(AccountKind.GOODWILL)
LOSSES = Pot(AccountKind.LOSSES)
CORRECTIONS = Pot(AccountKind.CORRECTIONS)
RAIL_COSTS = Pot(AccountKind.RAIL_COSTS)

_INSERT = """
    INSERT INTO wallet_transfer (kind, ref, leg, debit_id, credit_id, amount, at)
    SELECT *, %s FROM unnest(%s::smallint[], %s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[])
    ON CONFLICT (ref, kind, leg) DO NOTHING
"""


def post(entries: Iterable[Entry], *, now: datetime) -> bool:
    """Move money: all of these transfers or none. True when they moved, False when all had moved before.

    Entries of zero are left out. Raises InsufficientFunds where a pot would fall below zero, and ValueError
    where only a part had moved before, which no verb of ours can cause.
    """
    wanted = [entry for entry in entries if entry.amount]
    if not wanted:
        return False
    with transaction.atomic():
        moved = _insert(wanted, account_ids({pot for one in wanted for pot in (one.debit, one.credit)}), now)
        if moved not in (0, len(wanted)):
            raise ValueError(f"ledger: {moved} of {len(wanted)} transfers were new: {wanted[:3]}")
    return moved > 0


def _insert(entries: Sequence[Entry], ids: dict[Pot, int], now: datetime) -> int:
    columns = (
        [int(one.kind) for one in entries],
        [one.ref for one in entries],
        [one.leg for one in entries],
        [ids[one.debit] for one in entries],
        [ids[one.credit] for one in entries],
        [int(one.amount) for one in entries],
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, [now, *columns])
            return int(cursor.rowcount)
    except IntegrityError as error:
        if "wallet_no_overdraft" in str(error):
            raise InsufficientFunds(_("There is not enough money for this.")) from error
        raise


def account_ids(pots: Iterable[Pot]) -> dict[Pot, int]:
    """The accounts' keys, opening those that are new."""
    wanted = sorted(set(pots))
    ids = _find(wanted)
    missing = [pot for pot in wanted if pot not in ids]
    if missing:
        Account.objects.bulk_create(
            [Account(kind=pot.kind, owner_id=pot.owner_id, derived=pot.kind in HOUSE) for pot in missing],
            ignore_conflicts=True,
        )
        ids |= _find(missing)
    return ids


def _find(pots: Sequence[Pot]) -> dict[Pot, int]:
    kinds, owners = [int(pot.kind) for pot in pots], [pot.owner_id for pot in pots]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, owner_id, id FROM wallet_account"
            " JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted (kind, owner_id) USING (kind, owner_id)",
            [kinds, owners],
        )
        return {Pot(AccountKind(kind), owner): pk for kind, owner, pk in cursor.fetchall()}


def balance_of(pot: Pot) -> Money:
    """What a pot holds; a pot that was never used holds nothing. A house pot's sum is derived from its transfers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wallet_balance(%s, %s)", [int(pot.kind), pot.owner_id])
        (micro,) = cursor.fetchone()
    return Money(micro or 0)


def balances_of(pots: Iterable[Pot]) -> dict[Pot, Money]:
    """What people's and tasks' pots hold, in one query; not for house pots."""
    wanted = list(pots)
    found = {Pot(AccountKind(row.kind), row.owner_id): row.balance for row in _rows(wanted)}
    return {pot: found.get(pot, Money(0)) for pot in wanted}


def _rows(pots: Sequence[Pot]) -> Iterable[Account]:
    kinds = {pot.kind for pot in pots}
    return Account.objects.filter(kind__in=kinds, owner_id__in={pot.owner_id for pot in pots})
