"""The wallet at a glance, and every line of it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from picomarket.lib.sheets import as_text
from wallet import deposits, pockets, promo, runs
from wallet import lines as reading
from wallet.models import Deposit, Payout, PayoutMethod

from .shared import as_csv

LINES_SHOWN = 5
COLUMNS = ["at", "pocket", "what", "about", "amount", "balance", "reference"]


@login_required
@require_safe
def home(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    overview = pockets.overview(request.user)
    context = {
        "overview": overview,
        "promo": promo.standing(request.user, balance=overview.promo, now=now),
        "owes": deposits.owes(request.user),
        "lines": reading.page(request.user, most=LINES_SHOWN).lines,
        "deposits": Deposit.objects.filter(person=request.user, state=Deposit.State.STARTED).order_by("-pk")[:3],
        "payouts": list(Payout.objects.on_the_way().filter(person=request.user).order_by("promised_for", "pk")),
        "next_run": runs.next_run(now),
    }
    return render(request, "wallet/home.html", context)


@login_required
@require_safe
def lines(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    pocket = request.GET.get("pocket", "")
    if pocket not in reading.Pocket.values:
        pocket = ""
    if request.GET.get("format") == "csv":
        # The time zone of a request is gone while its answer streams.
        rows = (_row(line, request.user.tz) for line in reading.every(request.user, pocket=pocket))
        return as_csv(COLUMNS, rows, name="lines.csv")
    before = _key(request.GET.get("before", ""))
    context = {
        "page": reading.page(request.user, pocket=pocket, before=before),
        "newest": before == reading.NEWEST,
        "tabs": _tabs(pocket),
        "pocket": pocket,
    }
    return render(request, "wallet/lines.html", context)


@login_required
@require_safe
def why(request: SignedIn) -> HttpResponse:
    """Why each sum is where it is, and what moves it."""
    now = timezone.now()
    context = {
        "overview": pockets.overview(request.user),
        "payouts": Payout.objects.on_the_way().filter(person=request.user).order_by("promised_for", "pk"),
        "waiting_methods": PayoutMethod.objects.filter(person=request.user, usable_from__gt=now).order_by("pk"),
        "owes": deposits.owes(request.user),
        "next_run": runs.next_run(now),
        "rules": settings.RULES,
    }
    return render(request, "wallet/why.html", context)


def _key(text: str) -> int:
    """The key in an address; one that is none leads to the newest lines."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else reading.NEWEST


def _row(line: reading.Line, zone: ZoneInfo) -> list[str]:
    balance = "" if line.balance is None else line.balance.plain()
    at = line.at.astimezone(zone).isoformat(timespec="seconds")
    return [at, line.pocket, line.words, as_text(line.about), line.amount.plain(), balance, line.reference]


def _tabs(pocket: str) -> list[dict[str, object]]:
    names = [("", _("All")), *reading.Pocket.choices]
    return [
        {"label": label, "url": f"?pocket={code}" if code else "?", "here": code == pocket} for code, label in names
    ]
