"""Posting on one page, and advice while somebody types."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_countries import countries

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.money import Money
from tasks import advice, drafts, importing, policy
from tasks.forms import QuickForm, WhoForm, typed
from tasks.models import Task

from .posting import check_typing, reach_so_far, share_of_a_country, slot_price, told_suspended


@login_required
@require_http_methods(["GET", "POST"])
def quick(request: SignedIn) -> HttpResponse:
    """A task on one page; what is written becomes a draft, whose quote comes next."""
    if request.user.suspended_at:
        return told_suspended(request)
    form = QuickForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = drafts.begin(request.user, now=timezone.now())
        drafts.write(draft, by=request.user, fields=form.fields_to_save(), proofs=form.proofs_to_save())
        # What the browser kept of this form can go: the next page forgets it, once.
        request.session["written"] = draft.public_id
        return redirect("tasks:draft", draft.public_id, "quote")
    context = {"form": form, "country_names": [name for _code, name in countries], "nav": "post"}
    if request.method == "POST":
        context |= {"charges": _charges(request.POST)} | _said(request.POST, None, request.user)
    return render(request, "tasks/quick.html", context)


def _charges(sent: QueryDict) -> list[policy.Charge]:
    """What the policy says of what is typed."""
    return policy.judge_pieces(QuickForm.pieces(sent), now=timezone.now()).within("what", "proof")


@login_required
@require_POST
def judge_quick(request: SignedIn) -> HttpResponse:
    """What the policy says of what is being typed, as a piece of a page. Nothing is saved."""
    check_typing(request.user, "judge")
    return render(request, "tasks/_charges.html", {"charges": _charges(request.POST)})


@login_required
@require_POST
def advise(request: SignedIn) -> HttpResponse:
    """Advice on what is typed so far and what a slot comes to, as a piece of a page; in a draft the rest counts too."""
    check_typing(request.user, "advise")
    draft = Task.objects.of(request.user).kept().filter(public_id=request.POST.get("draft", "")).first()
    return render(request, "tasks/_advice_list.html", _said(request.POST, draft, request.user))


def _said(sent: QueryDict, draft: Task | None, person: User) -> dict[str, Any]:
    """Of one step of the wizard, or of all where none is named."""
    written, step = typed(sent, draft), sent.get("at", "")
    labels = [proof.label for proof in written.proofs]
    batch = importing.of(draft) if draft else None
    unknown = importing.unknown_in(batch, title=written.title, steps=written.steps, labels=labels)
    said: list[importing.Lacking | advice.Advice] = [*unknown, *advice.on(written)]
    context: dict[str, Any] = {"advice": [one for one in said if step in ("", one.step)]}
    if step == "who" and draft:
        context |= {"at": "who"} | reach_so_far(WhoForm(sent, draft=draft), draft)
    if step == "pay" or (not step and written.reward):
        context |= slot_price(written.reward, least=written.least, slots=_can_be_had(written, draft), by=person)
    slots = sent.get("slots", "")
    if step == "pay" and draft and slots.isdecimal():
        context |= share_of_a_country(draft, slots=min(int(slots[:9]), settings.RULES.maximum_slots))
    return context


def _can_be_had(written: advice.Written, draft: Task | None) -> int:
    """The slots whose sum is said: none where they, or what is typed for each, would be refused anyway."""
    most = importing.most_slots(draft) if draft else settings.RULES.maximum_slots
    is_too_little = Money(0) < written.reward < written.least
    return 0 if is_too_little or written.slots > most else written.slots
