"""The pages that send unspent deposits back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from picomarket.lib.confirming import NOT_DONE, confirmed, sent
from wallet import ledger, methods, refunds, runs, ways
from wallet.forms import RefundForm
from wallet.models import Deposit

from .shared import refusals_in


@login_required
@require_safe
def refundable(request: SignedIn) -> HttpResponse:
    """The deposits of which something can go back."""
    offers, now = refunds.offers(request.user), timezone.now()
    context = {
        "offers": offers,
        "spendable": ledger.balance_of(ledger.spendable(request.user.pk)),
        "promised_for": max((runs.promised_for(now, rail=offer.deposit.rail) for offer in offers), default=None),
    }
    return render(request, "wallet/refundable.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def refund(request: SignedIn, public_id: str) -> HttpResponse:
    made = get_object_or_404(Deposit.objects.select_related("person"), person=request.user, public_id=public_id)
    return _confirmed_refund(request, made)


def _not_asked(request: SignedIn, made: Deposit) -> HttpResponse:
    return _refund(request, made, wrong=[str(NOT_DONE)])


@confirmed(deed=_("Get a deposit back"), when=sent, otherwise=_not_asked)
def _confirmed_refund(request: SignedIn, made: Deposit) -> HttpResponse:
    return _refund(request, made)


def _refund(request: SignedIn, made: Deposit, *, wrong: Iterable[str] = ()) -> HttpResponse:
    """The form, or what was asked for by it; nothing is where it is ``wrong`` already."""
    offer, now = refunds.offer(made), timezone.now()
    if offer is None:
        raise Http404
    found = ways.out(offer.amount, country=str(request.user.country), methods=methods.of(request.user), now=now)
    open_ways = [way for way in found if way.can_go(now)]
    form = RefundForm(request.POST or None, offer=offer, ways=open_ways)
    for words in wrong:
        form.add_error(None, words)
    if form.is_valid():
        with refusals_in(form):
            return redirect(refunds.request(made, **form.cleaned_data, by=request.user, now=now))
    context = {
        "deposit": made,
        "offer": offer,
        "form": form,
        "stuck": offer.goes_elsewhere and not open_ways,
        "next_run": runs.next_run(now),
        "promised_for": max(_promises(offer, open_ways, now), default=None),
    }
    return render(request, "wallet/refund.html", context)


def _promises(offer: refunds.Offer, open_ways: list[ways.Way], now: datetime) -> list[datetime]:
    """When it would arrive at the latest, by each way it may go."""
    if offer.goes_elsewhere:
        return [way.promised_for for way in open_ways if way.promised_for]
    return [runs.promised_for(now, rail=offer.deposit.rail)]
