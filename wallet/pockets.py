"""What a person has and where: two pockets, what their tasks hold, what is on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money, total
from picomarket.lib.refusals import Refused

from . import ledger
from .models import Account, AccountKind, Move, Payout, Transfer, TransferKind


class MoveRefused(Refused):
    """A move of nothing or less, or by a key that moved another amount."""


@dataclass(frozen=True)
class Purse:
    """What a person has in their own pockets. ``promo`` is credit for tasks, spent before what is spendable."""

    earned: Money
    spendable: Money
    promo: Money

    @property
    def for_tasks(self) -> Money:
        return self.spendable + self.promo


def purse(person: User) -> Purse:
    """The three pockets, in one query."""
    earned, spendable, promo = (pot(person.pk) for pot in (ledger.earned, ledger.spendable, ledger.promo))
    pots = ledger.balances_of([earned, spendable, promo])
    return Purse(pots[earned], pots[spendable], pots[promo])


@dataclass(frozen=True)
class Overview:
    earned: Money
    spendable: Money
    promo: Money
    in_escrow: Money
    on_the_way: Money


def overview(person: User) -> Overview:
    """What a person has, in five sums."""
    has = purse(person)
    return Overview(
        earned=has.earned,
        spendable=has.spendable,
        promo=has.promo,
        in_escrow=total(escrows(person).values_list("balance", flat=True)),
        on_the_way=total(Payout.objects.on_the_way().filter(person=person).values_list("amount", flat=True)),
    )


def escrows(person: User) -> models.QuerySet[Account]:
    """The accounts this person has put money into that is set aside: one per task, and per offer for trying a test."""
    own = [AccountKind.SPENDABLE, AccountKind.PROMO]
    opening = [TransferKind.ESCROW_OPEN, TransferKind.TEST_OFFERED]
    funded = Transfer.objects.filter(kind__in=opening, debit__kind__in=own, debit__owner_id=person.pk)
    return Account.objects.filter(kind__in=[AccountKind.ESCROW, AccountKind.OFFER], pk__in=funded.values("credit"))


def move(person: User, *, amount: Money, key: str, now: datetime) -> bool:
    """Move money from the earned to the spendable pocket, once per key. False when that key moved it before.

    Raises MoveRefused for nothing or less or a key used for another amount, InsufficientFunds above the earned balance.
    """
    if amount <= 0:
        raise MoveRefused(_("The amount must be more than zero."))
    with transaction.atomic():
        # The key is the person's own: another person's same key is another move.
        row, is_new = Move.objects.get_or_create(
            key=f"{person.pk}:{key}"[:40], defaults={"person": person, "amount": amount, "moved_at": now}
        )
        if is_new:
            pots = ledger.earned(person.pk), ledger.spendable(person.pk)
            ledger.post([ledger.Entry(TransferKind.EARNED_TO_SPENDABLE, row.pk, *pots, amount)], now=now)
    if row.amount != amount:
        raise MoveRefused(
            _("This page has moved %(amount)s already. Open it again to move more.") % {"amount": row.amount}
        )
    return is_new
