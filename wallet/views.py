"""The wallet's pages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import BadWebhook, Facts

from . import deposits as depositing
from . import ledger, methods, payouts, pockets, runs, webhooks
from . import lines as reading
from .forms import DepositForm, MethodForm, MoveForm, PayoutForm
from .models import Deposit, Payout, PayoutMethod
from .sheets import as_text

LINES_SHOWN = 10
LINES_PER_PAGE = 50


class Echo:
    """A file that gives back what is written, so that a download streams."""

    def write(self, text: str) -> str:
        return text


@contextmanager
def refusals_in(form: forms.Form) -> Iterator[None]:
    """A rule's no is shown in the form, which keeps what was typed."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, refusal)


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
        return _as_csv(reading.read(transfers.iterator(), person=request.user, pocket=pocket))
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


def _as_csv(found: Iterator[reading.Line]) -> StreamingHttpResponse:
    writer = csv.writer(Echo())
    rows = ([one.at.isoformat(), one.pocket, one.words, as_text(one.about), one.amount.plain()] for one in found)
    head = ["at", "pocket", "what", "about", "amount"]
    return StreamingHttpResponse(
        (writer.writerow(row) for row in _chain(head, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lines.csv"'},
    )


def _chain(head: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield head
    yield from rows


@login_required
@require_http_methods(["GET", "POST"])
def deposit(request: SignedIn) -> HttpResponse:
    _note_errand(request)
    offered = rails.offered()
    start = {"rail": next(iter(offered), ""), "amount": request.GET.get("amount", "")}
    form = DepositForm(request.POST or None, initial=start)
    if form.is_valid():
        with refusals_in(form):
            return redirect(depositing.start(request.user, **form.cleaned_data, now=timezone.now()))
    return render(request, "wallet/deposit.html", {"form": form, "rails": offered})


def _note_errand(request: SignedIn) -> None:
    """Who was sent here to fetch money for something is led back to it afterwards."""
    if request.method == "GET":
        back = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        request.session["errand"] = back if ours else ""


@login_required
@require_http_methods(["GET", "POST"])
def deposit_state(request: SignedIn, public_id: str) -> HttpResponse:
    """Shows where a deposit stands; a POST asks the rail again."""
    made = get_object_or_404(Deposit, person=request.user, public_id=public_id)
    if request.method == "POST":
        if not depositing.ask(made, now=timezone.now()):
            messages.warning(request, _("The rail does not answer just now. Nothing is lost; try again in a minute."))
        return redirect(made)
    context = {"deposit": made, "facts": rails.facts(made.rail), "errand": request.session.get("errand", "")}
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
def payout(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    earned = ledger.balance_of(ledger.earned(request.user.pk))
    ways = methods.usable(request.user, now=now)
    form = PayoutForm(request.POST or None, ways=ways, amount=earned.floor_to_cents())
    if form.is_valid():
        with refusals_in(form):
            return redirect(payouts.request(request.user, **form.cleaned_data, now=now))
    context = {
        "form": form,
        "earned": earned,
        "usable": ways,
        "ways": _all_ways(request.user),
        "enough": any(earned >= payouts.least(way.rail) for way in ways),
        "least": settings.RULES.minimum_payout,
        "waiting": Payout.objects.waiting().filter(person=request.user).first(),
        "payouts": Payout.objects.filter(person=request.user).order_by("-pk")[:LINES_PER_PAGE],
        "next_run": runs.next_run(now),
        "promised_for": runs.promised_for(now),
    }
    return render(request, "wallet/payout.html", context)


def _all_ways(person: User) -> list[tuple[Facts, Money, PayoutMethod | None]]:
    """Every rail that pays out, with its least payout and where this person's money would go."""
    kept = {way.rail: way for way in PayoutMethod.objects.filter(person=person)}
    facts = [rail.facts for rail in rails.offered().values() if rail.facts.sends_payouts]
    return [(one, payouts.least(one.code), kept.get(one.code)) for one in facts]


@login_required
@require_safe
def payout_state(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(Payout, person=request.user, public_id=public_id)
    context = {
        "payout": asked,
        "facts": rails.facts(asked.rail),
        "place": runs.place_of(asked),
        "steps": runs.steps(asked),
        "next_run": runs.next_run(timezone.now()),
    }
    return render(request, "wallet/payout_state.html", context)


@login_required
@require_POST
def cancel_payout(request: SignedIn, public_id: str) -> HttpResponse:
    asked = get_object_or_404(Payout, person=request.user, public_id=public_id)
    payouts.cancel(asked, by=request.user, now=timezone.now())
    return redirect(asked)


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def method(request: SignedIn) -> HttpResponse:
    """Where payouts go: one form per rail, each with what is there now."""
    ways = [(facts, way, _method_form(request, facts, way)) for facts, _least, way in _all_ways(request.user)]
    for _facts, _way, form in ways:
        if form.is_valid():
            with refusals_in(form):
                methods.choose(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
                return redirect("wallet:payout")
    return render(request, "wallet/method.html", {"ways": ways, "now": timezone.now()})


def _method_form(request: SignedIn, facts: Facts, way: PayoutMethod | None) -> MethodForm:
    mine = request.method == "POST" and request.POST.get("rail") == facts.code
    return MethodForm(request.POST if mine else None, facts=facts, destination=way.destination if way else "")


@login_required
@require_http_methods(["GET", "POST"])
def move(request: SignedIn) -> HttpResponse:
    _note_errand(request)
    form = MoveForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            pockets.move(request.user, **form.cleaned_data, now=timezone.now())
            return redirect(request.session.get("errand") or "wallet:home")
    earned = ledger.balance_of(ledger.earned(request.user.pk))
    return render(request, "wallet/move.html", {"form": form, "earned": earned})


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, rail: str) -> JsonResponse:
    """A rail's own door: the signature says who speaks."""
    try:
        webhooks.receive(rail, headers=request.headers, body=request.body, now=timezone.now())
    except BadWebhook as bad:
        return JsonResponse({"error": str(bad)}, status=bad.status)
    return JsonResponse({"received": True})
