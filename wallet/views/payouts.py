"""The pages of money out: payouts, and where one of them stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.confirming import NOT_DONE, confirmed
from picomarket.lib.money import Money
from wallet import ledger, methods, payouts, rails, runs, sending
from wallet import ways as finding
from wallet.forms import PayoutForm
from wallet.models import Payout

from .shared import LINES_PER_PAGE, refusals_in


def asks_for_money(request: HttpRequest) -> bool:
    """Whether money would leave: looking at what would arrive needs no password."""
    return request.method == "POST" and "look" not in request.POST


def deed(request: SignedIn) -> str:
    """What somebody confirms who asks for a payout."""
    amount = _typed(request)
    return _("Send a payout of %(amount)s") % {"amount": amount} if amount else _("Send a payout")


def _not_asked(request: SignedIn) -> HttpResponse:
    return _payout(request, wrong=[str(NOT_DONE)])


@login_required
@require_http_methods(["GET", "POST"])
@confirmed(deed=deed, when=asks_for_money, otherwise=_not_asked)
def payout(request: SignedIn) -> HttpResponse:
    return _payout(request)


def _payout(request: SignedIn, *, wrong: Iterable[str] = ()) -> HttpResponse:
    """The form, or what was asked for by it; nothing is where it is ``wrong`` already."""
    now = timezone.now()
    earned = ledger.balance_of(ledger.earned(request.user.pk))
    enough = earned >= settings.RULES.minimum_payout
    ways = finding.out(
        _typed(request) or (earned.floor_to_cents() if enough else finding.SHOWN),
        country=str(request.user.country),
        methods=methods.of(request.user),
        now=now,
    )
    open_ways = [way for way in ways if way.can_go(now)]
    form = PayoutForm(request.POST or None, ways=open_ways, amount=earned.floor_to_cents())
    for words in wrong:
        form.add_error(None, words)
    if form.is_valid() and asks_for_money(request):
        with refusals_in(form):
            return redirect(payouts.request(request.user, **form.cleaned_data, now=now))
    waiting = Payout.objects.unsent().filter(person=request.user, purpose=Payout.Purpose.PAYOUT)
    context = {
        "form": form,
        "earned": earned,
        "usable": open_ways,
        "opens_at": min((way.method.usable_from for way in ways if way.method and not way.no), default=None),
        "ways": ways,
        "enough": any(earned >= way.least for way in open_ways),
        "least": settings.RULES.minimum_payout,
        "waiting": waiting.first(),
        "is_deposit_only": not earned and bool(ledger.balance_of(ledger.spendable(request.user.pk))),
        "payouts": Payout.objects.filter(person=request.user).order_by("-pk")[:LINES_PER_PAGE],
        "next_run": runs.next_run(now),
        "now": now,
    }
    return render(request, "wallet/payout.html", context)


def _typed(request: SignedIn) -> Money | None:
    """The amount that was typed, where it can be read."""
    form = PayoutForm(request.POST or None, ways=[], amount=Money(0))
    form.is_valid()
    return form.cleaned_data.get("amount") if form.is_bound else None


@login_required
@require_safe
def payout_state(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(
        Payout.objects.select_related("batch", "call", "deposit"), person=request.user, public_id=public_id
    )
    now = timezone.now()
    context = {
        "payout": asked,
        "facts": rails.facts(asked.rail),
        "place": runs.place_of(asked),
        "steps": runs.steps(asked),
        "sent_as": sending.sent_as(asked),
        "next_run": runs.next_run(now),
        "is_late": not asked.closed_at and asked.promised_for <= now,
        "now": now,
    }
    return render(request, "wallet/payout_state.html", context)


@login_required
@require_POST
def cancel_payout(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(Payout, person=request.user, public_id=public_id)
    payouts.cancel(asked, by=request.user, now=timezone.now())
    return redirect(asked)
