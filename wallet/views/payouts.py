"""The pages of money out: payouts, and where they go."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.money import Money
from wallet import ledger, methods, payouts, rails, runs
from wallet.forms import MethodForm, PayoutForm
from wallet.models import Payout, PayoutMethod
from wallet.rails.interface import Facts

from .shared import LINES_PER_PAGE, refusals_in


@login_required
@require_http_methods(["GET", "POST"])
def payout(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    earned = ledger.balance_of(ledger.earned(request.user.pk))
    ways = methods.usable(request.user, now=now)
    form = PayoutForm(request.POST or None, ways=ways, amount=earned.floor_to_cents())
    if form.is_valid():
        with refusals_in(form):
            return redirect(payouts.request(request.user, **form.cleaned_data, now=now))
    context = {
        "form": form,
        "earned": earned,
        "usable": ways,
        "ways": _all_ways(request.user),
        "enough": any(earned >= payouts.least(way.rail) for way in ways),
        "least": settings.RULES.minimum_payout,
        "waiting": Payout.objects.waiting().filter(person=request.user).first(),
        "payouts": Payout.objects.filter(person=request.user).order_by("-pk")[:LINES_PER_PAGE],
        "next_run": runs.next_run(now),
        "promised_for": runs.promised_for(now),
    }
    return render(request, "wallet/payout.html", context)


def _all_ways(person: User) -> list[tuple[Facts, Money, PayoutMethod | None]]:
    """Every rail that pays out, with its least payout and where this person's money would go."""
    kept = {way.rail: way for way in PayoutMethod.objects.filter(person=person)}
    facts = [rail.facts for rail in rails.offered().values() if rail.facts.sends_payouts]
    return [(one, payouts.least(one.code), kept.get(one.code)) for one in facts]


@login_required
@require_safe
def payout_state(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(Payout, person=request.user, public_id=public_id)
    context = {
        "payout": asked,
        "facts": rails.facts(asked.rail),
        "place": runs.place_of(asked),
        "steps": runs.steps(asked),
        "next_run": runs.next_run(timezone.now()),
    }
    return render(request, "wallet/payout_state.html", context)


@login_required
@require_POST
def cancel_payout(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(Payout, person=request.user, public_id=public_id)
    payouts.cancel(asked, by=request.user, now=timezone.now())
    return redirect(asked)


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def method(request: SignedIn) -> HttpResponse:
    """Where payouts go: one form per rail, each with what is there now."""
    ways = [(facts, way, _method_form(request, facts, way)) for facts, _least, way in _all_ways(request.user)]
    for _facts, _way, form in ways:
        if form.is_valid():
            with refusals_in(form):
                methods.choose(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
                return redirect("wallet:payout")
    return render(request, "wallet/method.html", {"ways": ways, "now": timezone.now()})


def _method_form(request: SignedIn, facts: Facts, way: PayoutMethod | None) -> MethodForm:
    mine = request.method == "POST" and request.POST.get("rail") == facts.code
    return MethodForm(request.POST if mine else None, facts=facts, destination=way.destination if way else "")
