"""A person's money month by month and year by year, to read, to print and to keep."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.months import Month
from picomarket.lib.sheets import as_text
from wallet import printing, statements, taxes
from wallet.models import Deposit, Payout

from .shared import as_csv, as_pdf

LINES_PER_SHEET = 500
FIRST_YEAR = 2000


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    listed = statements.months(request.user, now=timezone.now())
    years = sorted({one.month.year for one in listed}, reverse=True)
    context = {"years": [(year, [one for one in listed if one.month.year == year]) for year in years]}
    return render(request, "wallet/statements.html", context)


@login_required
@require_safe
def month(request: SignedIn, month: str) -> HttpResponse | StreamingHttpResponse:
    asked = _read(request.user, month)
    if request.GET.get("format") == "csv":
        head = ["at", "pocket", "what", "about", "amount", "balance"]
        return as_csv(head, _rows(request.user, asked), name=f"statement-{asked}.csv")
    if request.GET.get("format") == "pdf":
        return as_pdf(printing.statement(request.user, asked, now=timezone.now()), name=f"statement-{asked}.pdf")
    page = Paginator(statements.transfers(request.user, asked), LINES_PER_SHEET).get_page(request.GET.get("page"))
    start, end = (page.number - 1) * LINES_PER_SHEET, page.number * LINES_PER_SHEET
    context = {
        "month": asked,
        "zone": statements.zone(request.user, asked),
        "now": timezone.now(),
        "has_before": asked > statements.first_month(request.user),
        "has_next": asked.until(request.user.tz) <= timezone.now(),
        "sums": [*statements.sums(request.user, asked), *statements.set_aside(request.user, asked)],
        "page": page,
        "lines": statements.page(request.user, asked, start=start, end=end),
    }
    return render(request, "wallet/statement.html", context)


def _read(person: User, text: str) -> Month:
    try:
        asked = Month.read(text)
    except ValueError as error:
        raise Http404 from error
    if asked.since(person.tz) > timezone.now():
        raise Http404
    return asked


def _rows(person: User, asked: Month) -> Iterator[list[str]]:
    sums = statements.sums(person, asked)
    holds = {one.pocket: one.opening for one in sums}
    for one in sums:
        yield ["", one.pocket, "opening balance", "", "", one.opening.plain()]
    for booked in statements.booked(person, asked):
        line, holds[booked.line.pocket] = booked.line, booked.balance
        at = line.at.astimezone(person.tz).isoformat(timespec="seconds")
        yield [at, line.pocket, line.words, as_text(line.about), line.amount.plain(), booked.balance.plain()]
    for pocket, balance in holds.items():
        yield ["", pocket, "closing balance", "", "", balance.plain()]


@login_required
@require_safe
def year(request: SignedIn, year: int) -> HttpResponse | StreamingHttpResponse:
    now = timezone.now()
    if not FIRST_YEAR <= year <= now.year:
        raise Http404
    if request.GET.get("format") == "pdf":
        return as_pdf(printing.year(request.user, year, now=now), name=f"year-{year}.pdf")
    if request.GET.get("format") == "csv":
        return as_csv(taxes.SHEET, taxes.sheet(request.user, year), name=f"year-{year}.csv")
    spent = taxes.spent(request.user, year)
    context = {
        "year": year,
        "spent_in_all": taxes.in_all(spent),
        "is_over": year < now.year,
        "now": now,
        "received": taxes.received(request.user, year),
        "spent": spent,
        "has_spent": any(one.rewards or one.bonuses or one.commission or one.promotions for _number, one in spent),
    }
    return render(request, "wallet/year.html", context)


@login_required
@require_safe
def deposit_receipt(request: SignedIn, public_id: str) -> HttpResponse:
    arrived = Deposit.objects.filter(state__in=[Deposit.State.SETTLED, Deposit.State.REVERSED])
    made = get_object_or_404(arrived, person=request.user, public_id=public_id)
    return as_pdf(printing.deposit_receipt(made, now=timezone.now()), name=f"deposit-{public_id}.pdf")


@login_required
@require_safe
def payout_receipt(request: SignedIn, public_id: str) -> HttpResponse:
    paid = Payout.objects.filter(state__in=[Payout.State.PAID, Payout.State.REVERSED])
    asked = get_object_or_404(paid, person=request.user, public_id=public_id)
    return as_pdf(printing.payout_receipt(asked, now=timezone.now()), name=f"payout-{public_id}.pdf")
