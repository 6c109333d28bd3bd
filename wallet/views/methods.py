"""The pages of the ways in and out, and of where somebody's payouts go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from picomarket.lib.confirming import confirmed
from wallet import methods, runs
from wallet import ways as finding
from wallet.forms import MethodForm, WaysForm

from .shared import refusals_in


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Every way money comes in and goes out, with what each costs: for anybody, before the first task."""
    start: dict[str, Any] = {"country": str(getattr(request.user, "country", "")), "amount": finding.SHOWN}
    asked = {name: request.GET[name] for name in ("country", "amount") if name in request.GET}
    form = WaysForm({**start, "amount": finding.SHOWN.plain(), **asked} if asked else None, initial=start)
    chosen = {**start, **form.cleaned_data} if form.is_bound and form.is_valid() else start
    now = timezone.now()
    context = {
        "form": form,
        "amount": chosen["amount"],
        "out": finding.out(chosen["amount"], country=chosen["country"], now=now),
        "into": finding.into(),
        "wait": settings.RULES.payout_change_hours,
        "next_run": runs.next_run(now),
    }
    return render(request, "wallet/ways.html", context)


@login_required
@confirmed(deed=gettext_lazy("See and change where your payouts go"))
@require_http_methods(["GET", "POST"])
def method(request: SignedIn) -> HttpResponse:
    """Where payouts go: one form per rail, each with what is there now."""
    kept = methods.of(request.user)
    found = finding.out(finding.SHOWN, country=str(request.user.country), methods=kept, now=timezone.now())
    ways = [(way, _method_form(request, way)) for way in found]
    for _way, form in ways:
        if form.is_valid():
            with refusals_in(form, "destination"):
                methods.choose(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
                return redirect("wallet:payout")
    shown = {way.facts.code for way in found}
    context = {"ways": ways, "now": timezone.now(), "closed": [one for one in kept if one.rail not in shown]}
    return render(request, "wallet/method.html", context)


def _method_form(request: SignedIn, way: finding.Way) -> MethodForm:
    mine = request.method == "POST" and request.POST.get("rail") == way.facts.code
    destination = way.method.destination if way.method else ""
    return MethodForm(request.POST if mine else None, facts=way.facts, destination=destination)


@login_required
@require_POST
@confirmed(deed=gettext_lazy("Remove where your payouts go"))
def remove_method(request: SignedIn) -> HttpResponse:
    methods.remove(request.user, rail=request.POST.get("rail", ""), by=request.user, now=timezone.now())
    messages.success(request, _("The destination is removed. You get a mail about it."))
    return redirect("wallet:method")
