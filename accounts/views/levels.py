"""A person's level and points with why they are what they are, and the leaderboard."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import ladder, leaderboards, levels
from accounts import points as ledger_of_points
from accounts.requests import SignedIn

LINES_PER_PAGE = 30


@login_required
@require_safe
def level(request: SignedIn) -> HttpResponse:
    """Where somebody stands on the ladder of levels, why, and what comes next."""
    person, now = request.user, timezone.now()
    since = levels.recently(now)
    verdicts = levels.latest_verdicts(person)
    context = {
        "person": person,
        "verdicts": verdicts,
        "recent": [one for one in verdicts if one.given_at >= since],
        "older": [one for one in verdicts if one.given_at < since],
        "rolling_rate": levels.rate_of(verdicts),
        "recent_rate": levels.recent_rate(person, now=now),
        "at_risk": levels.would_fall(person, [one.approved for one in verdicts]),
        "rungs": ladder.rungs(person),
        "moves": ladder.moves(person),
        "rules": settings.RULES,
    }
    return render(request, "accounts/level.html", context)


@login_required
@require_safe
def points(request: SignedIn) -> HttpResponse:
    """The ledger of somebody's points, each line with its cause."""
    pages = Paginator(ledger_of_points.ledger(request.user), LINES_PER_PAGE)
    context = {
        "person": request.user,
        "page": pages.get_page(request.GET.get("page")),
        "examples": ledger_of_points.examples(),
        "praise": ledger_of_points.good_words(),
        "rules": settings.RULES,
    }
    return render(request, "accounts/points.html", context)


@login_required
@require_safe
def leaderboard(request: SignedIn) -> HttpResponse:
    here, country = request.GET.get("span", ""), request.GET.get("country", "")
    weekly, countries = here != "all", leaderboards.countries()
    country = country if country in countries else ""
    spans = (("week", _("This week")), ("all", _("All time")))
    tabs = [
        {"label": label, "url": f"?{urlencode({'span': span, 'country': country})}", "here": weekly == (span == "week")}
        for span, label in spans
    ]
    context = {
        "board": leaderboards.board(request.user, weekly=weekly, country=country, now=timezone.now()),
        "tabs": tabs,
        "span": "week" if weekly else "all",
        "country": country,
        "countries": countries,
    }
    return render(request, "accounts/leaderboard.html", context)


@login_required
@require_POST
def join_leaderboard(request: SignedIn) -> HttpResponse:
    leaderboards.join(request.user, now=timezone.now())
    messages.success(request, _("You are on the leaderboard. You can leave it at any time."))
    return redirect("accounts:leaderboard")


@login_required
@require_POST
def leave_leaderboard(request: SignedIn) -> HttpResponse:
    leaderboards.leave(request.user)
    messages.success(request, _("You are not on the leaderboard any more."))
    return redirect("accounts:leaderboard")
