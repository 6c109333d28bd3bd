"""The ledger: the only place that creates transfers.

A transfer takes an amount from one pot to another. ``wallet_post`` in PostgreSQL writes all transfers of a call in one
statement, and a trigger moves the balances, taking accounts in id order, so that two calls never wait for each other
in a circle. SQL of other apps moves money through ``wallet_post`` and what is built on it, never by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from picomarket.lib import statements
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from .models import Account, AccountKind, Transfer, TransferKind


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


def offer(offer_id: int) -> Pot:
    """What is set aside for trying a test."""
    return Pot(AccountKind.OFFER, offer_id)


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

_POST = """
    SELECT moved, refusal FROM wallet_try(%s::smallint[], %s::bigint[], %s::smallint[], %s::smallint[], %s::bigint[],
                                          %s::smallint[], %s::bigint[], %s::bigint[], %s::timestamptz)
"""

_HOLD = """
    SELECT kind, owner_id, balance FROM wallet_account
     WHERE kind = ANY (%s::smallint[]) AND owner_id = ANY (%s::bigint[])
"""

# What one ``person`` has in both pockets, in micro-dollars: a part of a larger statement.
POCKETS_OF = f"""
    SELECT coalesce(sum(balance), 0)::bigint FROM wallet_account
     WHERE kind IN ({AccountKind.EARNED:d}, {AccountKind.SPENDABLE:d}) AND owner_id = %(person)s::bigint
"""  # noqa: S608 - two numbers of our own


def post(entries: Iterable[Entry], *, now: datetime) -> bool:
    """Move money: all of these transfers or none. True when they moved, False when all had moved before.

    Entries of zero are left out. Raises InsufficientFunds where a pot would fall below zero, and ValueError
    where only a part had moved before, which no verb of ours can cause. One statement, whose no leaves the
    transaction around it as it was.
    """
    wanted = [entry for entry in entries if entry.amount]
    if not wanted:
        return False
    moved, refusal = statements.call(_POST, [*_columns(wanted), now])
    if refusal == "wallet_no_overdraft":
        raise InsufficientFunds(_("There is not enough money for this."))
    if refusal:
        raise ValueError(f"{refusal}: {wanted[:3]}")
    return bool(moved)


def _columns(entries: Sequence[Entry]) -> list[list[int]]:
    return [
        [int(one.kind) for one in entries],
        [one.ref for one in entries],
        [one.leg for one in entries],
        [int(one.debit.kind) for one in entries],
        [one.debit.owner_id for one in entries],
        [int(one.credit.kind) for one in entries],
        [one.credit.owner_id for one in entries],
        [int(one.amount) for one in entries],
    ]


def next_leg(kind: TransferKind, ref: int) -> int:
    """The leg after all that this event has caused so far, for one that comes in parts; its row is locked."""
    return 1 + (Transfer.objects.filter(ref=ref, kind=kind).aggregate(last=Max("leg"))["last"] or 0)


def balance_of(pot: Pot) -> Money:
    """What a pot holds; a pot that was never used holds nothing. A house pot's sum is derived from its transfers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wallet_balance(%s, %s)", [int(pot.kind), pot.owner_id])
        (micro,) = cursor.fetchone()
    return Money(micro or 0)


def balances_of(pots: Iterable[Pot]) -> dict[Pot, Money]:
    """What people's and tasks' pots hold, in one query; not for house pots."""
    wanted = list(pots)
    kinds, owners = ([*{int(one.kind) for one in wanted}], [*{one.owner_id for one in wanted}])
    found = {(kind, owner): Money(balance) for kind, owner, balance in statements.rows(_HOLD, [kinds, owners])}
    return {pot: found.get((int(pot.kind), pot.owner_id), Money(0)) for pot in wanted}


def locked(pots: Iterable[Pot]) -> dict[Pot, Money]:
    """What people's and tasks' pots hold, locked in key order: nobody else moves it until the transaction ends."""
    wanted = list(pots)
    return _held(wanted, _rows(wanted).order_by("pk").select_for_update(no_key=True))


def _held(pots: Sequence[Pot], rows: Iterable[Account]) -> dict[Pot, Money]:
    found = {Pot(AccountKind(row.kind), row.owner_id): row.balance for row in rows}
    return {pot: found.get(pot, Money(0)) for pot in pots}


def _rows(pots: Sequence[Pot]) -> QuerySet[Account]:
    kinds = {pot.kind for pot in pots}
    return Account.objects.filter(kind__in=kinds, owner_id__in={pot.owner_id for pot in pots})
