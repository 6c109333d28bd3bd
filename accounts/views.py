"""A person's own profile, and what others see of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inbox.models import Notice
from picomarket.lib import whereabouts
from picomarket.lib.images import BadPicture
from picomarket.lib.refusals import Refused

from . import devices, households, levels, places, profiles, spoken
from .forms import HouseholdForm, MoveForm, ProfileForm, TravelForm
from .models import Household, StaffEntry, User
from .requests import SignedIn

ENTRIES_PER_PAGE = 30


@login_required
@require_safe
def profile(request: SignedIn) -> HttpResponse:
    person = request.user
    context = {
        "person": person,
        "verdicts": levels.latest_verdicts(person),
        "rolling_rate": levels.rolling_rates([person.pk]).get(person.pk),
        "at_risk": levels.at_risk(person),
        "languages": spoken.told(person.languages),
        "judged": person.judged_approved + person.judged_rejected,
        "referral_link": request.build_absolute_uri(reverse("referrals:arrive", args=[person.public_id])),
        "unread": Notice.objects.of(person).unread().count(),
        "rules": settings.RULES,
    }
    return render(request, "accounts/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn) -> HttpResponse:
    person = request.user
    form = ProfileForm(person, request.POST or None, request.FILES or None)
    if form.is_valid():
        photo, remove = form.cleaned_data["photo"], form.cleaned_data.get("remove_photo", False)
        try:
            profiles.edit(person, fields=form.told, photo=photo, remove_photo=remove)
        except BadPicture as refused:
            form.add_error("photo", refused)
        else:
            messages.success(request, _("Your profile is saved."))
            return _in_their_language(redirect("accounts:profile"), form.told.get("language", ""))
    return render(request, "accounts/edit.html", {"form": form, "person": person})


@login_required
@require_safe
def log(request: SignedIn) -> HttpResponse:
    """What the staff did that concerns this person: in what role, why and when, and never who it was."""
    page = Paginator(StaffEntry.objects.about(request.user), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/log.html", {"page": page})


def _in_their_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        year, secure = 365 * 86400, settings.LANGUAGE_COOKIE_SECURE
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, language, max_age=year, httponly=True, secure=secure, samesite="Lax")
    return response


@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    whom = get_object_or_404(User.objects.filter(is_active=True), public_id=public_id)
    context = {
        "person": whom,
        "languages": spoken.told(whom.languages),
        "judged": whom.judged_approved + whom.judged_rejected,
        "rules": settings.RULES,
    }
    return render(request, "accounts/person.html", context)


@require_safe
@cache_control(public=True, max_age=86400)
def photo(request: HttpRequest, public_id: str) -> FileResponse:  # noqa: ARG001 - everybody may see it
    """A profile's photo: public, as the profile is."""
    whom = get_object_or_404(User.objects.filter(is_active=True), public_id=public_id)
    try:
        return FileResponse(whom.photo.open(), content_type="image/webp")
    except (FileNotFoundError, ValueError) as missing:
        raise Http404 from missing


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
            form.add_error("whose", refusal)
        else:
            messages.success(request, _("They are asked to confirm it. Until then nothing changes."))
            return redirect("accounts:household")
    return render(request, "accounts/household.html", {"form": form, "said": households.of(request.user)})


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
    form = MoveForm(request.POST, auto_id="move_%s")
    if form.is_valid():
        try:
            places.move(request.user, country=form.cleaned_data["country"], now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your country is changed."))
            return redirect("accounts:place")
    return _place(request, TravelForm(), form)


def _place(request: SignedIn, travelling: TravelForm, moving: MoveForm) -> HttpResponse:
    person, seen = request.user, whereabouts.country_of(devices.address_of(request))
    context = {
        "person": person,
        "seen": places.name_of(seen) if seen else "",
        "is_home": whereabouts.are_one(seen, str(person.country)),
        "travels": places.travels(person, now=timezone.now()),
        "travelling": travelling,
        "moving": moving,
        "rules": settings.RULES,
    }
    return render(request, "accounts/place.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the market keeps about people, for how long, and who sees it."""
    return render(request, "accounts/privacy.html", {"rules": settings.RULES, "device_days": devices.KEPT.days})
