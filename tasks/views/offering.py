"""Where an author offers pay for trying a test: how much and how often, the sum, and the button."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from tasks import offering
from tasks.forms.testing import AgreedOfferForm, OfferForm
from tasks.models import Qualification
from wallet import pockets


@login_required
@require_http_methods(["GET", "POST"])
def pay_test(request: SignedIn, public_id: str) -> HttpResponse:
    """Asks how much for how many attempts and shows the sum; a POST sets it aside, and publishes a draft with it."""
    rows = Qualification.objects.of(request.user).filter(state__in=offering.OFFERED_FOR)
    test = get_object_or_404(rows, public_id=public_id)
    if request.method == "POST":
        return _offer(request, test)
    form = OfferForm(request.GET if "places" in request.GET else None)
    context: dict[str, Any] = {"test": test, "form": form, "rules": settings.RULES, "nav": "tasks"}
    if form.is_valid():
        context |= _sums(request, form.cleaned_data)
    return render(request, "tasks/test_pay.html", context)


def _sums(request: SignedIn, asked: dict[str, Any]) -> dict[str, Any]:
    sum_ = asked["reward"] * asked["places"]
    missing = max(sum_ - pockets.purse(request.user).spendable, 0)
    return {
        "asked": asked,
        "sum": sum_,
        "missing": missing,
        "to_deposit": min(max(missing, settings.RULES.minimum_deposit), settings.RULES.maximum_deposit),
        "agreed": AgreedOfferForm(initial=asked, auto_id=False),
    }


def _offer(request: SignedIn, test: Qualification) -> HttpResponse:
    agreed = AgreedOfferForm(request.POST)
    if not agreed.is_valid():
        return redirect("tasks:pay_test", test.public_id)
    try:
        offering.offer(test, **agreed.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _("The money is set aside: people are paid for trying the test."))
    return redirect("tasks:lead_test", test.public_id)
