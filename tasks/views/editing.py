"""Changing a task that is live."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from tasks import edits, pricing
from tasks.forms import (
    AgreedRaiseForm,
    DraftForm,
    LiveCheckForm,
    LivePaceForm,
    LiveWhatForm,
    LiveWhoForm,
    RaiseForm,
    RowedForm,
)
from tasks.models import Change, Task
from wallet import pockets

from .posting import beside

PARTS: dict[str, tuple[type[DraftForm], str]] = {
    "who": (LiveWhoForm, Change.Kind.AIMED),
    "pace": (LivePaceForm, Change.Kind.PACED),
    "what": (LiveWhatForm, Change.Kind.REWRITTEN),
    "checked": (LiveCheckForm, Change.Kind.CHECKED),
}
DONE = {
    Change.Kind.AIMED: gettext_lazy("Changed. Whoever holds a slot keeps it."),
    Change.Kind.PACED: gettext_lazy("Changed. It counts from the next claim on."),
    Change.Kind.REWRITTEN: gettext_lazy("Changed. The next worker reads the new words."),
    Change.Kind.CHECKED: gettext_lazy("Changed. It counts for what is handed in from now on."),
}


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, public_id: str, part: str) -> HttpResponse:
    """One part of a live task, as in the wizard."""
    task = _live(request, public_id)
    if part not in PARTS:
        raise Http404
    shape, kind = PARTS[part]
    form = _form(request, shape, task)
    if form.is_bound and form.is_valid() and "stay" not in request.POST:
        form.check_seen(request.POST.get("seen", ""))
    if isinstance(form, LiveWhoForm) and form.is_valid() and "stay" not in request.POST:
        form.check_reach()
    if form.is_valid() and "stay" not in request.POST:
        try:
            changed = edits.change(task, kind=kind, fields=form.fields_to_save(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.info(request, DONE[Change.Kind(kind)] if changed else _("Nothing is different."))
            return redirect("tasks:manage", task.public_id)
    # Where rows or countries are only added, nothing is saved: what the page was opened on stays.
    seen = "" if form.errors else request.POST.get("seen", "")
    if form.is_valid() and part == "who":
        # A country was added: the form shows it as a tick, and its name is no longer typed.
        form = shape(draft=task, typed={**form.cleaned_data, "countries_more": "", "excluded_more": ""})
    back = reverse("tasks:manage", args=[task.public_id])
    context = {"task": task, "form": form, "live": True, "here": part, "seen": seen, "back": back, "nav": "tasks"}
    if kind == Change.Kind.REWRITTEN:
        context |= {"judged": True, "stands": "" if form.errors else edits.why_words_stand(task)}
    return render(request, f"tasks/draft_{part}.html", context | beside(part, task, form))


def _form(request: SignedIn, shape: type[DraftForm], task: Task) -> DraftForm:
    if request.method != "POST":
        return shape(draft=task)
    if issubclass(shape, RowedForm) and {"add", "remove"} & request.POST.keys():
        return shape.rowed(request.POST, draft=task)
    return shape(request.POST, draft=task)


@login_required
@require_POST
def undo(request: SignedIn, public_id: str) -> HttpResponse:
    """Put back the last change, if it is still the one the button named."""
    task = _live(request, public_id)
    named = request.POST.get("change", "")
    undone = edits.undo(task, change_id=int(named) if named.isdecimal() else 0, by=request.user, now=timezone.now())
    messages.info(request, _("Put back: %(what)s.") % {"what": undone.get_kind_display().lower()})
    return redirect("tasks:manage", task.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def raise_reward(request: SignedIn, public_id: str) -> HttpResponse:
    """Asks for the new reward and shows the sum; a POST raises it."""
    task = _live(request, public_id)
    if request.method == "GET":
        return _quote_raise(request, task)
    agreed = AgreedRaiseForm(request.POST)
    if not agreed.is_valid():
        return redirect("tasks:raise_reward", task.public_id)
    given = agreed.cleaned_data
    edits.raise_reward(
        task, reward=given["reward"], key=given["key"], agreed=given["total"], by=request.user, now=timezone.now()
    )
    messages.success(request, _("Each slot pays %(reward)s now.") % {"reward": given["reward"]})
    return redirect("tasks:manage", task.public_id)


def _quote_raise(request: SignedIn, task: Task) -> HttpResponse:
    rules = settings.RULES
    form = RaiseForm(request.GET if "reward" in request.GET else None, most=rules.maximum_reward)
    context: dict[str, Any] = {"task": task, "form": form, "nav": "tasks"}
    if form.is_valid():
        try:
            edits.check_raise(task, form.cleaned_data["reward"])
        except edits.NotARaise as refusal:
            form.add_error("reward", refusal.words)
        else:
            context |= _cost_of(request, task, form.cleaned_data["reward"])
    return render(request, "tasks/raise.html", context)


def _cost_of(request: SignedIn, task: Task, reward: Money) -> dict[str, Any]:
    quote, purse = pricing.Quote(edits.raised_by(task, reward), task.slots - task.paid), pockets.purse(request.user)
    missing, rules = quote.missing(purse.for_tasks), settings.RULES
    return {
        "quote": quote,
        "purse": purse,
        "credit": min(purse.promo, quote.total),
        "missing": missing,
        "to_deposit": min(max(missing, rules.minimum_deposit), rules.maximum_deposit),
        "agreed": AgreedRaiseForm(initial={"reward": reward, "total": quote.total}, auto_id=False),
        "reward": reward,
    }


def _live(request: SignedIn, public_id: str) -> Task:
    live = [Task.State.PUBLISHED, Task.State.PAUSED]
    return get_object_or_404(Task.objects.of(request.user).filter(state__in=live), public_id=public_id)
