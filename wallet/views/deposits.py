"""The pages of money in: deposits, and a move between one's own pockets."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from wallet import deadlines, ledger, pockets, rails, ways
from wallet import deposits as depositing
from wallet.forms import DepositForm, MoveForm
from wallet.models import Deposit

from .shared import note_errand, refusals_in


@login_required
@require_http_methods(["GET", "POST"])
def deposit(request: SignedIn) -> HttpResponse:
    note_errand(request)
    offered = [facts.code for facts in ways.into()]
    asked = request.GET.get("rail", "")
    start = {"rail": asked if asked in offered else next(iter(offered), ""), "amount": request.GET.get("amount", "")}
    form = DepositForm(request.POST or None, initial=start)
    if form.is_valid():
        with refusals_in(form):
            return redirect(depositing.start(request.user, **form.cleaned_data, now=timezone.now()))
    return render(request, "wallet/deposit.html", {"form": form, "rails": offered})


@login_required
@require_http_methods(["GET", "POST"])
def deposit_state(request: SignedIn, public_id: str) -> HttpResponse:
    """Shows where a deposit stands; a POST asks the rail again."""
    made = get_object_or_404(Deposit, person=request.user, public_id=public_id)
    if request.method == "POST":
        if not depositing.ask(made, now=timezone.now()):
            messages.warning(request, _("The rail does not answer just now. Nothing is lost; try again in a minute."))
        return redirect(made)
    context = {
        "deposit": made,
        "facts": rails.facts(made.rail),
        "errand": request.session.get("errand", ""),
        "missing": made.asked - made.amount,
        "taken_back": depositing.taken_back(made) if made.state == Deposit.State.REVERSED else None,
        "owed": made.shortfall - made.recovered,
        "closes_at": deadlines.closes_at(made) if made.state == Deposit.State.STARTED else None,
        "terms_over": made.terms_until is not None and made.terms_until <= timezone.now(),
    }
    return render(request, "wallet/deposit_state.html", context)


@login_required
@require_safe
def deposit_back(request: SignedIn, public_id: str) -> HttpResponse:
    """Where the rail sends the payer back to: what it knows by now is taken in before the page is shown."""
    made = get_object_or_404(Deposit, person=request.user, public_id=public_id)
    depositing.ask(made, now=timezone.now())
    return redirect(made)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: SignedIn) -> HttpResponse:
    note_errand(request)
    form = MoveForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            pockets.move(request.user, **form.cleaned_data, now=timezone.now())
            return redirect(request.session.get("errand") or "wallet:home")
    earned = ledger.balance_of(ledger.earned(request.user.pk))
    return render(request, "wallet/move.html", {"form": form, "earned": earned})
