"""Where people are and with whom they share a device, and what the market keeps about them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import devices, households, places
from accounts.forms import HouseholdForm, MoveForm, TravelForm
from accounts.models import Household
from accounts.requests import SignedIn
from picomarket.lib import whereabouts
from picomarket.lib.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: SignedIn) -> HttpResponse:
    """With whom one shares a device or a home, and saying so."""
    form = HouseholdForm(request.POST or None)
    if form.is_valid():
        whose, words = form.cleaned_data["whose"], form.cleaned_data["words"]
        try:
            households.declare(request.user, public_id=whose, words=words, now=timezone.now())
        except Refused as refusal:
            form.add_error("words" if isinstance(refusal, households.LeadsOutside) else "whose", refusal)
        else:
            messages.success(request, _("They are asked to confirm it. Until then nothing changes."))
            return redirect("accounts:household")
    context = {"form": form, "said": households.of(request.user)}
    return render(request, "accounts/household.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def confirm_household(request: SignedIn, public_id: str) -> HttpResponse:
    said = get_object_or_404(Household.objects.of(request.user.pk), public_id=public_id)
    households.confirm(said, by=request.user, now=timezone.now())
    messages.success(request, _("Confirmed. Your device and network count for nothing between you two from now on."))
    return redirect("accounts:household")


@login_required
@require_POST
def end_household(request: SignedIn, public_id: str) -> HttpResponse:
    said = get_object_or_404(Household.objects.of(request.user.pk), public_id=public_id)
    households.end(said, by=request.user, now=timezone.now())
    messages.info(request, _("It stands here no more. Nothing else follows."))
    return redirect("accounts:household")


@login_required
@require_safe
def place(request: SignedIn) -> HttpResponse:
    """Where one lives, travels and is seen."""
    return _place(request, TravelForm(), MoveForm(auto_id="move_%s"))


@login_required
@require_POST
def travel(request: SignedIn) -> HttpResponse:
    form, now = TravelForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            said = places.travel(request.user, **form.cleaned_data, now=now)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            words = _("Noted. You can work from %(country)s now.")
            messages.success(request, words % {"country": places.name_of(str(said.country))})
            return redirect("accounts:place")
    return _place(request, form, MoveForm(auto_id="move_%s"))


@login_required
@require_POST
def move(request: SignedIn) -> HttpResponse:
    """The first press asks, on a page of its own; the second changes the country."""
    form, now = MoveForm(request.POST, auto_id="move_%s"), timezone.now()
    if form.is_valid():
        try:
            return _move(request, form.cleaned_data["country"], now=now)
        except Refused as refusal:
            form.add_error(None, refusal)
    return _place(request, TravelForm(), form)


def _move(request: SignedIn, country: str, *, now: datetime) -> HttpResponse:
    if "sure" not in request.POST:
        places.check_move(request.user, country=country, now=now)
        open_on = now + timedelta(days=settings.RULES.country_days)
        context = {"country": country, "person": request.user, "rules": settings.RULES, "open_on": open_on}
        return render(request, "accounts/moving.html", context)
    places.move(request.user, country=country, now=now)
    messages.success(request, _("Your country is changed. Was it a slip? Within an hour you can go back below."))
    return redirect("accounts:place")


@login_required
@require_POST
def move_back(request: SignedIn) -> HttpResponse:
    places.move_back(request.user, now=timezone.now())
    messages.success(request, _("You live where you lived before; all is as it was."))
    return redirect("accounts:place")


def _place(request: SignedIn, travelling: TravelForm, moving: MoveForm) -> HttpResponse:
    person, seen = request.user, whereabouts.country_of(devices.address_of(request))
    context = {
        "person": person,
        "seen": places.name_of(seen) if seen else "",
        "is_home": whereabouts.are_one(seen, str(person.country)),
        "travels": places.travels(person, now=timezone.now()),
        "slip": places.slip(person, now=timezone.now()),
        "travelling": travelling,
        "moving": moving,
        "rules": settings.RULES,
    }
    status = 422 if travelling.errors or moving.errors else 200
    return render(request, "accounts/place.html", context, status=status)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the market keeps about people, for how long, and who sees it."""
    return render(request, "accounts/privacy.html", {"rules": settings.RULES, "device_days": devices.KEPT.days})
