"""A person's own profile, and what others see of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import identities, levels, phones, profiles, spoken
from accounts.forms import ProfileForm
from accounts.models import StaffEntry, User
from accounts.names import BadBio, BadName
from accounts.requests import SignedIn
from inbox.models import Notice
from picomarket.lib.images import BadPicture
from picomarket.lib.refusals import way_back

ENTRIES_PER_PAGE = 30


@login_required
@require_safe
def profile(request: SignedIn) -> HttpResponse:
    person, verdicts = request.user, levels.latest_verdicts(request.user)
    context = {
        "person": person,
        "verdicts": verdicts,
        "rolling_rate": levels.rate_of(verdicts),
        "at_risk": levels.would_fall(person, [one.approved for one in verdicts]),
        "languages": spoken.told(person.languages),
        "judged": person.judged_approved + person.judged_rejected,
        "referral_link": request.build_absolute_uri(reverse("referrals:arrive", args=[person.public_id])),
        "verify_offered": phones.is_offered(person),
        "identity_offered": identities.is_offered(person),
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
        except BadName as refused:
            form.add_error("name", refused)
        except BadBio as refused:
            form.add_error("bio", refused)
        else:
            language = form.told.get("language", "")
            with translation.override(language or translation.get_language()):
                messages.success(request, _("Your profile is saved."))
            return _in_their_language(redirect("accounts:profile"), language)
    status = 422 if form.errors else 200
    return render(request, "accounts/edit.html", {"form": form, "person": person}, status=status)


@login_required
@require_POST
def hide_steps(request: SignedIn, side: str) -> HttpResponse:
    if side not in profiles.SIDES:
        raise Http404
    profiles.hide_steps(request.user, side=side)
    messages.success(request, _("They stay on your profile."))
    return redirect(way_back(request))


@login_required
@require_safe
def log(request: SignedIn) -> HttpResponse:
    """What the staff did that concerns this person: in what role, why and when, and never who it was."""
    page = Paginator(StaffEntry.objects.about(request.user), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/log.html", {"page": page})


def _in_their_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        name, secure = settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_SECURE
        age = settings.LANGUAGE_COOKIE_AGE
        response.set_cookie(name, language, max_age=age, httponly=True, secure=secure, samesite="Lax")
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
