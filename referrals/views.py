"""Bringing others: the link, what it earned, and where it leads."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedIn

from . import arrivals, clicks, codes, figures
from .models import Referral

PEOPLE_PER_PAGE = 30


@login_required
@require_safe
def home(request: SignedIn) -> HttpResponse:
    brought = Referral.objects.by(request.user).select_related("referred")
    context = {
        "link": request.build_absolute_uri(reverse("referrals:arrive", args=[request.user.public_id])),
        "page": Paginator(brought, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "code": codes.of(request.user),
        "figures": figures.of(request.user, now=timezone.now()),
        "now": timezone.now(),
        "rules": settings.RULES,
    }
    return render(request, "referrals/home.html", context)


@require_safe
def arrive(request: HttpRequest, public_id: str) -> HttpResponse:
    """A visitor came by somebody's link: remember whose, and offer to join."""
    if request.user.is_authenticated:
        messages.info(request, _("You have an account already, so this link changes nothing."))
        return redirect("home")
    referrer = User.objects.filter(is_active=True, public_id=public_id).first()
    if referrer is None:
        messages.info(request, _("This link is not complete, but you can look around and join without it."))
        return redirect("home")
    clicks.count(request, referrer, now=timezone.now())
    response = redirect("account_signup")
    arrivals.remember(response, referrer)
    return response
