"""Invoices: what the house charged an employer in a month, given a number once and printed the same for ever.

It charges commissions and promotions. Their months are of the market's own time zone: all invoices of a month together
are what the house charged in it. Where more came back of promotions than was charged, the paper is a credit note.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.months import Month
from picomarket.lib.refusals import Refused

from . import billing, pockets
from .models import AccountKind, Invoice, InvoiceYear, Transfer, TransferKind

# A transfer written down in the last moment of a month may take this long to be there.
SETTLES_IN = timedelta(hours=1)

# What a task's escrow paid for work, before the worker's commission.
FOR_WORK = (
    *(TransferKind.REWARD, TransferKind.WORKER_COMMISSION),
    *(TransferKind.DISPUTE_AWARD, TransferKind.SCREEN_OUT),
)


class InvoiceRefused(Refused):
    """There is nothing to invoice, not yet, or nobody it is for."""


@dataclass(frozen=True)
class Charged:
    """What one employer's tasks paid in some time, and to whom."""

    commission: Money
    promotions: Money
    rewards: Money
    bonuses: Money

    @property
    def by_house(self) -> Money:
        """What the house charged; less than nothing where more came back of promotions."""
        return self.commission + self.promotions

    @property
    def all(self) -> Money:
        return self.by_house + self.rewards + self.bonuses


@dataclass(frozen=True)
class Due:
    """A month in which the house charged something: its invoice where it was given, and whether it can be given."""

    month: Month
    charged: Money
    invoice: Invoice | None
    is_over: bool

    @property
    def returned(self) -> Money:
        """What came back beyond what was charged."""
        return max(-self.charged, Money(0))


def charged(person: User, *, since: datetime, until: datetime) -> Charged:
    """What this employer's money was spent on then."""
    then = Transfer.objects.filter(at__gte=since, at__lt=until)
    out_of_escrow = then.filter(debit__in=pockets.escrows(person))
    own = {"debit__kind": AccountKind.SPENDABLE, "debit__owner_id": person.pk}
    return Charged(
        commission=_sum(out_of_escrow.filter(kind=TransferKind.EMPLOYER_COMMISSION)),
        promotions=_sum(_promoted(then, person)) - _sum(_given_back(then, person)),
        rewards=_sum(out_of_escrow.filter(kind__in=FOR_WORK)),
        bonuses=_sum(then.filter(kind=TransferKind.BONUS, **own)),
    )


def _promoted(then: models.QuerySet[Transfer], person: User) -> models.QuerySet[Transfer]:
    own = {"debit__kind": AccountKind.SPENDABLE, "debit__owner_id": person.pk}
    return then.filter(kind=TransferKind.PROMOTION, **own)


def _given_back(then: models.QuerySet[Transfer], person: User) -> models.QuerySet[Transfer]:
    own = {"credit__kind": AccountKind.SPENDABLE, "credit__owner_id": person.pk}
    return then.filter(kind=TransferKind.PROMOTION_RETURNED, **own)


def _sum(found: models.QuerySet[Transfer]) -> Money:
    return Money(found.aggregate(sum=Sum("amount", default=0))["sum"])


def due(person: User, *, now: datetime) -> list[Due]:
    """Every month in which the house charged this employer something, the latest first."""
    given = {Month(one.month.year, one.month.month): one for one in Invoice.objects.filter(person=person)}
    every, sums = Transfer.objects.all(), Counter[datetime]()
    sums.update(_by_month(every.filter(debit__in=pockets.escrows(person), kind=TransferKind.EMPLOYER_COMMISSION)))
    sums.update(_by_month(_promoted(every, person)))
    sums.subtract(_by_month(_given_back(every, person)))
    return [
        Due(month, Money(sums[first]), given.get(month), is_over=_is_over(month, now))
        for first in sorted(sums, reverse=True)
        for month in [Month(first.year, first.month)]
        if sums[first]
    ]


def _by_month(found: models.QuerySet[Transfer]) -> dict[datetime, int]:
    months = found.annotate(first=TruncMonth("at", tzinfo=UTC)).values("first").annotate(sum=Sum("amount"))
    return dict(months.values_list("first", "sum").order_by("first"))


def _is_over(month: Month, now: datetime) -> bool:
    return now >= month.until() + SETTLES_IN


def issue(person: User, *, month: Month, now: datetime) -> Invoice:
    """Give a month's invoice its number, once; no money moves. The numbers of a year leave none out.

    Raises InvoiceRefused before the month is over, without billing details, or where nothing was charged.
    """
    if not _is_over(month, now):
        raise InvoiceRefused(_("This month is not over yet. Its invoice can be made on the first day of the next."))
    details = billing.current(person)
    if details is None:
        raise InvoiceRefused(_("Say first who the invoice is for: fill in your billing details."))
    since, until = month.since(), month.until()
    spent = charged(person, since=since, until=until)
    if not spent.by_house:
        raise InvoiceRefused(_("Nothing was charged in this month, so there is nothing to invoice."))
    with transaction.atomic():
        year, _is_new = InvoiceYear.objects.get_or_create(year=now.year)
        year = InvoiceYear.objects.select_for_update().get(pk=year.pk)
        if before := Invoice.objects.filter(person=person, month=month.first).first():
            return before
        year.last += 1
        year.save(update_fields=["last"])
        return Invoice.objects.create(
            person=person,
            month=month.first,
            year=year.year,
            place=year.last,
            issued_at=now,
            since=since,
            until=until,
            details=details,
            seller=seller(),
            tax_ppm=settings.RULES.invoice_tax_ppm,
            tax=_tax(spent.by_house),
            **vars(spent),
        )


def _tax(charged: Money) -> Money:
    """What of it is tax, of what comes back too."""
    rate = settings.RULES.invoice_tax_ppm
    return charged.part_added(rate) if charged > 0 else -(-charged).part_added(rate)


def seller() -> dict[str, str]:
    """Who issues invoices, as the settings say now."""
    return {
        "name": settings.MARKET_LEGAL_NAME,
        "address": settings.MARKET_ADDRESS,
        "tax_id": settings.MARKET_TAX_ID,
    }
