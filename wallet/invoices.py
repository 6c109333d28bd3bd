"""Invoices: the commissions an employer was charged in a month, given a number once and printed the same for ever.

Their months are of the market's own time zone: all invoices of a month together are the commissions of that month.
"""

from __future__ import annotations

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
FOR_WORK = (TransferKind.REWARD, TransferKind.WORKER_COMMISSION, TransferKind.DISPUTE_AWARD)


class InvoiceRefused(Refused):
    """There is nothing to invoice, not yet, or nobody it is for."""


@dataclass(frozen=True)
class Charged:
    """What one employer's tasks paid in some time, and to whom."""

    commission: Money
    rewards: Money
    bonuses: Money

    @property
    def all(self) -> Money:
        return self.commission + self.rewards + self.bonuses


@dataclass(frozen=True)
class Due:
    """A month with commissions: its invoice where it was given, and whether it can be given."""

    month: Month
    commission: Money
    invoice: Invoice | None
    is_over: bool


def charged(person: User, *, since: datetime, until: datetime) -> Charged:
    """What this employer's money was spent on then."""
    then = Transfer.objects.filter(at__gte=since, at__lt=until)
    out_of_escrow = then.filter(debit__in=pockets.escrows(person))
    own = {"debit__kind": AccountKind.SPENDABLE, "debit__owner_id": person.pk}
    return Charged(
        commission=_sum(out_of_escrow.filter(kind=TransferKind.EMPLOYER_COMMISSION)),
        rewards=_sum(out_of_escrow.filter(kind__in=FOR_WORK)),
        bonuses=_sum(then.filter(kind=TransferKind.BONUS, **own)),
    )


def _sum(found: models.QuerySet[Transfer]) -> Money:
    return Money(found.aggregate(sum=Sum("amount", default=0))["sum"])


def due(person: User, *, now: datetime) -> list[Due]:
    """Every month in which this employer was charged a commission, the latest first."""
    given = {Month(one.month.year, one.month.month): one for one in Invoice.objects.filter(person=person)}
    rows = (
        Transfer.objects.filter(debit__in=pockets.escrows(person), kind=TransferKind.EMPLOYER_COMMISSION)
        .annotate(first=TruncMonth("at", tzinfo=UTC))
        .values("first")
        .annotate(sum=Sum("amount"))
        .order_by("-first")
    )
    return [
        Due(month, Money(row["sum"]), given.get(month), is_over=_is_over(month, now))
        for row in rows
        for month in [Month(row["first"].year, row["first"].month)]
    ]


def _is_over(month: Month, now: datetime) -> bool:
    return now >= month.until() + SETTLES_IN


def issue(person: User, *, month: Month, now: datetime) -> Invoice:
    """Give a month's invoice its number, once; no money moves. The numbers of a year leave none out.

    Raises InvoiceRefused before the month is over, without billing details, or where no commission was charged.
    """
    if not _is_over(month, now):
        raise InvoiceRefused(_("This month is not over yet. Its invoice can be made on the first day of the next."))
    details = billing.current(person)
    if details is None:
        raise InvoiceRefused(_("Say first who the invoice is for: fill in your billing details."))
    since, until = month.since(), month.until()
    spent = charged(person, since=since, until=until)
    if not spent.commission:
        raise InvoiceRefused(_("No commission was charged in this month, so there is nothing to invoice."))
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
            tax=spent.commission.part_added(settings.RULES.invoice_tax_ppm),
            **vars(spent),
        )


def seller() -> dict[str, str]:
    """Who issues invoices, as the settings say now."""
    return {
        "name": settings.MARKET_LEGAL_NAME,
        "address": settings.MARKET_ADDRESS,
        "tax_id": settings.MARKET_TAX_ID,
    }
