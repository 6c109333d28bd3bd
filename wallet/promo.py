"""Promo credit: money of the house's to spend on tasks and nothing else, until a day it says.

It is spent before the person's own money, and comes back after it. Which grant was spent does not matter: a person
never has more of it than the grants that still hold add up to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.money import Money, total
from picomarket.lib.sweeps import sweep

from . import ledger
from .models import Account, AccountKind, Adjustment, Transfer, TransferKind

WARNED = timedelta(days=7)
NOTHING = Money(0)

# What gives a task's own and promo money back.
REFUNDS = (TransferKind.ESCROW_REFUND, TransferKind.SLOT_REFUND)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person has of promo credit, and how much of it is gone when, if it is not spent."""

    balance: Money
    expiring: Money = NOTHING
    expires_at: datetime | None = None


def grants() -> QuerySet[Adjustment]:
    """All promo credit that was ever given."""
    return Adjustment.objects.filter(kind=Adjustment.Kind.PROMO, state=Adjustment.State.APPLIED)


def standing(person: User, *, balance: Money, now: datetime) -> Standing:
    """How a balance of promo credit stands: the first day on which some of it is gone."""
    live = list(grants().filter(person=person, expires_at__gt=now).order_by("expires_at", "pk")) if balance else []
    for number, grant in enumerate(live, start=1):
        expiring = balance - total(later.amount for later in live[number:])
        if expiring > 0:
            return Standing(balance, expiring, grant.expires_at)
    return Standing(balance)


# -- in and out of escrow


def to_spend_first(employer_id: int, amount: Money) -> Money:
    """What of this amount promo credit pays. Both of the person's pots are locked until the transaction ends."""
    own, credit = ledger.spendable(employer_id), ledger.promo(employer_id)
    return min(ledger.locked([own, credit])[credit], amount)


def own_left(task_ids: Iterable[int]) -> dict[int, Money]:
    """Of tasks that were paid with promo credit: how much of the employer's own money in them has not come back yet.

    A task that never saw promo credit is not in it; asking that looks at the few lines into its escrow.
    """
    into = Transfer.objects.filter(credit__kind=AccountKind.ESCROW, credit__owner_id__in=set(task_ids)).order_by()
    of_own = Sum("amount", filter=Q(debit__kind=AccountKind.SPENDABLE))
    of_promo = Sum("amount", filter=Q(debit__kind=AccountKind.PROMO))
    mixed = into.values("credit__owner_id").annotate(own=of_own, promo=of_promo).filter(promo__gt=0)
    paid_in = {row["credit__owner_id"]: row["own"] or NOTHING for row in mixed}
    if not paid_in:
        return {}
    back = Transfer.objects.filter(
        debit__kind=AccountKind.ESCROW,
        debit__owner_id__in=paid_in,
        kind__in=REFUNDS,
        credit__kind=AccountKind.SPENDABLE,
    ).order_by()
    returned = dict(back.values_list("debit__owner_id").annotate(Sum("amount")))
    return {task_id: own - returned.get(task_id, NOTHING) for task_id, own in paid_in.items()}


# -- the day it says


def expire(*, now: datetime) -> int:
    """Take back promo credit whose day has come: promo → the house; warn of what goes within a week. How many people
    it was taken from."""
    _warn(now)
    live = grants().filter(person_id=OuterRef("owner_id"), expires_at__gt=now).order_by()
    held = Coalesce(Subquery(live.values("person_id").annotate(sum=Sum("amount")).values("sum")), NOTHING)
    over = Account.objects.filter(kind=AccountKind.PROMO, balance__gt=held)
    people = list(over.order_by("owner_id").values_list("owner_id", flat=True))
    return sum(sweep([person_id], lambda some: _expire(some, now)) for person_id in people)


def _expire(people: Sequence[int], now: datetime) -> int:
    (person_id,) = people
    with transaction.atomic():
        pot = ledger.promo(person_id)
        balance, mine = ledger.locked([pot])[pot], grants().filter(person_id=person_id)
        excess = balance - total(mine.filter(expires_at__gt=now).values_list("amount", flat=True))
        if excess <= 0:
            return 0
        last = mine.filter(expires_at__lte=now).select_related("person").latest("expires_at", "pk")
        kind, leg = TransferKind.PROMO_EXPIRED, ledger.next_leg(TransferKind.PROMO_EXPIRED, last.pk)
        ledger.post([ledger.Entry(kind, last.pk, pot, ledger.PROMO_GIVEN, excess, leg)], now=now)
        subject = format_lazy(_("{amount} of promo credit expired"), amount=excess)
        notices.tell(last.person, subject=subject, url=reverse("wallet:home"), topic=Topic.MONEY, now=now)
    return 1


def _warn(now: datetime) -> None:
    soon = grants().filter(warned_at=None, expires_at__gt=now, expires_at__lte=now + WARNED)
    sweep(list(soon.order_by("pk").values_list("pk", flat=True)), lambda keys: _warn_each(keys, now))


def _warn_each(keys: Sequence[int], now: datetime) -> int:
    with transaction.atomic():
        rows = grants().filter(pk__in=keys, warned_at=None).order_by("pk").select_related("person")
        found = list(rows.select_for_update(no_key=True, of=("self",)))
        for grant in found:
            _warn_of(grant, now)
        return Adjustment.objects.filter(pk__in=[grant.pk for grant in found]).update(warned_at=now)


def _warn_of(grant: Adjustment, now: datetime) -> None:
    pot = ledger.promo(grant.person_id)
    stands = standing(grant.person, balance=ledger.balance_of(pot), now=now)
    if stands.expires_at is None or stands.expires_at != grant.expires_at:
        return
    day = locales.moment(stands.expires_at.astimezone(grant.person.tz), "FULL_DATE_FORMAT")
    notices.tell(
        grant.person,
        subject=format_lazy(_("{amount} of promo credit expires soon"), amount=stands.expiring),
        body=format_lazy(_("Spend it on tasks until {day}; after that it is gone."), day=day),
        url=reverse("wallet:home"),
        mail=True,
        topic=Topic.MONEY,
        now=now,
    )
