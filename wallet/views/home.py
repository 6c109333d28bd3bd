"""The wallet at a glance, and every line of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from wallet import lines as reading
from wallet import pockets, runs
from wallet.models import Deposit, Payout
from wallet.sheets import as_text

from .shared import LINES_PER_PAGE, as_csv

LINES_SHOWN = 10


@login_required
@require_safe
def home(request: SignedIn) -> HttpResponse:
    transfers = reading.transfers_of(request.user)[:LINES_SHOWN]
    context = {
        "overview": pockets.overview(request.user),
        "lines": list(reading.read(transfers, person=request.user)),
        "deposits": Deposit.objects.filter(person=request.user, state=Deposit.State.STARTED).order_by("-pk")[:3],
        "payouts": Payout.objects.on_the_way().filter(person=request.user).order_by("-pk"),
        "next_run": runs.next_run(timezone.now()),
    }
    return render(request, "wallet/home.html", context)


@login_required
@require_safe
def lines(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    pocket = request.GET.get("pocket", "")
    if pocket not in reading.Pocket.values:
        pocket = ""
    transfers = reading.transfers_of(request.user, pocket=pocket)
    if request.GET.get("format") == "csv":
        found = reading.read(transfers.iterator(), person=request.user, pocket=pocket)
        rows = ([one.at.isoformat(), one.pocket, one.words, as_text(one.about), one.amount.plain()] for one in found)
        return as_csv(["at", "pocket", "what", "about", "amount"], rows, name="lines.csv")
    page = Paginator(transfers, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": list(reading.read(page.object_list, person=request.user, pocket=pocket)),
        "tabs": _tabs(pocket),
        "pocket": pocket,
    }
    return render(request, "wallet/lines.html", context)


def _tabs(pocket: str) -> list[dict[str, object]]:
    names = [("", _("All")), *reading.Pocket.choices]
    return [
        {"label": label, "url": f"?pocket={code}" if code else "?", "here": code == pocket} for code, label in names
    ]
