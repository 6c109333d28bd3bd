"""The wallet's papers as PDF: statements, invoices, receipts, the year in figures. What they say is read elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.counting import percent
from picomarket.lib.months import Month
from picomarket.lib.paper import Column, Paper
from wallet import rails

from . import billing, invoices, statements, taxes
from .models import BillingDetails, Deposit, Invoice, Payout

# More make a paper nobody prints, and take longer than a page may.
MOST_LINES = 3_000


def statement(person: User, month: Month, *, now: datetime) -> bytes:
    """A month of one person's money, line by line."""
    title = _("Statement for %(month)s") % {"month": month.words}
    paper = _paper(title, lead=_whose(person), now=now)
    if month.until(person.tz) > now:
        paper.note(_("The month is not over. So far, as of %(at)s.") % {"at": _at(now, person.tz)})
    found = statements.transfers(person, month)
    _sums(paper, [*statements.sums(person, month), *statements.set_aside(person, month)])
    count = found.count()
    if not count:
        paper.note(_("Nothing moved in this month."))
        return paper.pdf()
    paper.heading(_("Lines"))
    heads = ((_("When"), 31), (_("Pocket"), 22), (_("What for"), 67))
    columns = [Column(name, width) for name, width in heads]
    columns += [Column(_("Amount"), 25, "R"), Column(_("Balance"), 25, "R")]
    lines = islice(statements.booked(person, month), MOST_LINES)
    paper.table(columns, (_line(one, person.tz) for one in lines))
    if count > MOST_LINES:
        more = count - MOST_LINES
        words = ngettext(
            "%(count)s later line is in the CSV of this month.",
            "%(count)s later lines are in the CSV of this month.",
            more,
        )
        paper.note(words % {"count": more})
    words = _("Times are in %(zone)s. A balance is what the line's pocket held after it.")
    paper.note(words % {"zone": statements.zone(person, month)})
    return paper.pdf()


def _line(one: statements.Booked, zone: ZoneInfo) -> list[str]:
    line = one.line
    words = f"{line.words} · {line.about}" if line.about else line.words
    return [_at(line.at, zone), line.pocket, words, str(line.amount), str(one.balance)]


def _sums(paper: Paper, sums: Sequence[statements.Sums]) -> None:
    if not sums:
        return
    names = (_("Opening balance"), _("Came in"), _("Went out"), _("Closing balance"))
    columns = [Column(_("Pocket"), 42), *(Column(name, 32, "R") for name in names)]
    rows = [[one.pocket, str(one.opening), str(one.came), str(one.went), str(one.closing)] for one in sums]
    paper.table(columns, rows)


def invoice(given: Invoice, *, now: datetime) -> bytes:
    """An invoice as it was given, whatever was declared or set since."""
    month = Month(given.month.year, given.month.month)
    title = _("Credit note %(number)s") if given.is_credit else _("Invoice %(number)s")
    paper = _paper(title % {"number": given.number}, lead=month.words, now=now)
    paper.beside((_("From"), _seller(given)), (_("To"), _buyer(given.details)))
    paper.facts(
        [
            (_("Invoice number"), given.number),
            (_("Issued"), locales.dated(given.issued_at, "LONG_DATE_FORMAT")),
            (_("For"), _("%(month)s, in UTC") % {"month": month.words}),
        ]
    )
    columns = [Column(_("Service"), 120), Column(_("US dollars"), 50, "R")]
    total = _("Total, returned to your balance") if given.is_credit else _("Total, paid from your balance")
    paper.table(columns, _services(given), total=[total, str(given.charged)])
    paper.heading(_("For information"))
    paper.facts(
        [
            (_("Paid to workers for their work"), str(given.rewards)),
            (_("Paid to workers as bonuses"), str(given.bonuses)),
        ]
    )
    paper.note(_("What was paid to workers is theirs and no part of this invoice. Nothing is left to pay."))
    return paper.pdf()


def _seller(given: Invoice) -> str:
    seller = given.seller
    tax_id = _("Tax id %(id)s") % {"id": seller["tax_id"]} if seller["tax_id"] else ""
    return "\n".join(filter(None, [seller["name"], seller["address"], tax_id]))


def _operator() -> str:
    tax_id = _("Tax id %(id)s") % {"id": settings.MARKET_TAX_ID} if settings.MARKET_TAX_ID else ""
    return "\n".join(filter(None, [settings.MARKET_LEGAL_NAME, settings.MARKET_ADDRESS, tax_id]))


def _declared(person: User) -> str:
    """Who the person says they are; without that, what the market knows."""
    details = billing.current(person)
    if details is None:
        return "\n".join([person.public_name, person.email, str(countries.name(str(person.country)))])
    return _buyer(details)


def _buyer(details: BillingDetails) -> str:
    tax_id = _("Tax id %(id)s") % {"id": details.tax_id} if details.tax_id else ""
    lines = [details.legal_name, details.address, _country(details), tax_id]
    return "\n".join(filter(None, lines))


def _country(details: BillingDetails) -> str:
    return str(countries.name(str(details.country)) or details.country)


def deposit_receipt(deposit: Deposit, *, now: datetime) -> bytes:
    """A page that says a deposit arrived."""
    arrived = deposit.closed_at or deposit.started_at
    facts = [
        (_("Amount"), str(deposit.amount)),
        (_("Paid by"), str(rails.facts(deposit.rail).label)),
        (_("Arrived"), _at(arrived, deposit.person.tz)),
        (_("State"), deposit.get_state_display()),
        (_("Our reference"), deposit.public_id),
        (_("Their reference"), deposit.reference or "–"),
    ]
    return _receipt(_("Receipt for a deposit"), deposit.person, facts, arrived, now=now)


def payout_receipt(payout: Payout, *, now: datetime) -> bytes:
    """A page that says a payout or a refund was paid."""
    paid_at = payout.closed_at or payout.requested_at
    facts = [
        (_("Amount"), str(payout.amount)),
        (_("Fee"), str(payout.fee)),
        (_("Sent"), str(payout.arrives)),
        *([(_("Paid, as the rail says"), str(payout.paid))] if payout.paid != payout.arrives else []),
        (_("Paid by"), str(rails.facts(payout.rail).label)),
        (_("To"), payout.destination or _("where the deposit came from")),
        (_("Asked for"), _at(payout.requested_at, payout.person.tz)),
        (_("Paid"), _at(paid_at, payout.person.tz)),
        (_("State"), payout.get_state_display()),
        (_("Our reference"), payout.public_id),
        (_("Their reference"), payout.reference or "–"),
    ]
    title = _("Receipt for a refund") if payout.is_refund else _("Receipt for a payout")
    return _receipt(title, payout.person, facts, payout.requested_at, paid_at, now=now)


def _services(given: Invoice) -> list[list[str]]:
    """What was charged for, without tax, and the tax."""
    commission = given.commission - given.commission.part_added(given.tax_ppm)
    rows = [[_("Commission for arranging paid tasks"), str(commission)]] if given.commission else []
    if given.promotions:
        rows.append([_("Promotion of tasks, less what came back"), str(given.net - commission)])
    rate = percent(f"{given.tax_ppm / 10_000:g}")
    return [*rows, [_("Tax, %(rate)s") % {"rate": rate}, str(given.tax)]]


def _receipt(title: str, person: User, facts: Sequence[tuple[str, str]], *moments: datetime, now: datetime) -> bytes:
    """``moments`` are those among the facts."""
    paper = _paper(title, lead=_whose(person), now=now)
    paper.facts(facts)
    paper.note(_("Times are in %(zone)s.") % {"zone": locales.zone(person.time_zone, *moments)})
    paper.note(", ".join([settings.MARKET_LEGAL_NAME, *settings.MARKET_ADDRESS.splitlines()]))
    return paper.pdf()


def year(person: User, number: int, *, now: datetime) -> bytes:
    """A year in the figures tax offices ask for."""
    paper = _paper(_("The year %(year)s in figures") % {"year": number}, lead=_whose(person), now=now)
    paper.beside((_("For"), _declared(person)), (_("Operator"), _operator()))
    if number >= now.year:
        paper.note(_("The year is not over. So far, as of %(at)s.") % {"at": _at(now, person.tz)})
    names = [_("Quarter"), _("Received, gross"), _("Commission"), _("Net"), _("Payout fees"), _("Payments")]
    columns = [Column(names[0], 25), *(Column(name, 29, "R") for name in names[1:])]
    got = taxes.received(person, number)
    paper.heading(_("As a worker"))
    rows = [[f"Q{one.number}", *_figures(one)] for one in got.quarters]
    paper.table(columns, rows, total=[_("Year"), *_figures(got)])
    spent = taxes.spent(person, number)
    paper.heading(_("As an employer"))
    names = [_("Quarter"), _("Paid for work"), _("Bonuses"), _("Commission"), _("Promotions"), _("Spent")]
    columns = [Column(names[0], 25), *(Column(name, 29, "R") for name in names[1:])]
    rows = [[f"Q{quarter}", *_spent(one)] for quarter, one in spent]
    paper.table(columns, rows, total=[_("Year"), *_spent(taxes.in_all(spent))])
    paper.note(
        _(
            "Received: rewards, bonuses, awards and referral shares; gross is before the worker's commission. Quarters"
            " are counted in UTC. These are figures, not tax advice."
        )
    )
    return paper.pdf()


def _figures(one: taxes.Quarter | taxes.Year) -> list[str]:
    return [str(one.gross), str(one.commission), str(one.net), str(one.fees), f"{one.payments:,}"]


def _spent(one: invoices.Charged) -> list[str]:
    return [str(one.rewards), str(one.bonuses), str(one.commission), str(one.promotions), str(one.all)]


def _paper(title: str, *, lead: str, now: datetime) -> Paper:
    return Paper(title=title, house=settings.MARKET_NAME, made_at=now, lead=lead)


def _whose(person: User) -> str:
    declared = billing.current(person)
    return declared.legal_name if declared else person.public_name


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
