"""The wizard: a task is written step by step, quoted, and published."""

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
from django_countries import countries

from accounts import spoken
from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from tasks import advice, cards, drafts, pricing, publishing, quotes, targeting
from tasks.forms import AgreedForm, DraftForm, PayForm, ProofForm, RowedForm, TimeForm, WhatForm, WhoForm
from tasks.models import StandingQuote, Task
from wallet import ledger, pockets
from wallet.commission import price_of

FORMS: dict[str, type[DraftForm]] = {
    "what": WhatForm,
    "who": WhoForm,
    "proof": ProofForm,
    "pay": PayForm,
    "review": TimeForm,
}
STEPS = {
    "what": gettext_lazy("What"),
    "who": gettext_lazy("Who"),
    "proof": gettext_lazy("Proof"),
    "pay": gettext_lazy("Pay"),
    "review": gettext_lazy("Time"),
    "quote": gettext_lazy("Quote"),
}
ORDER = list(STEPS)
DRAFTS_SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def post(request: SignedIn) -> HttpResponse:
    """The person's unfinished drafts; a POST starts a new one, or goes on with one nothing was written in."""
    mine = Task.objects.of(request.user).drafts().order_by("-drafted_at")
    if request.method == "POST":
        draft = drafts.begin(request.user, now=timezone.now())
        return redirect("tasks:draft", draft.public_id, "what")
    written = mine.written().select_related("category").prefetch_related("proof_fields")[:DRAFTS_SHOWN]
    context = {"drafts": [(draft, _where_to_go_on(draft)) for draft in written], "nav": "post"}
    return render(request, "tasks/post.html", context)


def _where_to_go_on(draft: Task) -> str:
    lacking = publishing.lacks(draft)
    return reverse("tasks:draft", args=[draft.public_id, lacking[0].step if lacking else "quote"])


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: SignedIn, public_id: str, step: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    if task.published_at:
        return redirect("tasks:manage", task.public_id)
    if step == "quote":
        return _quote(request, task)
    if step not in FORMS:
        raise Http404
    form = _form(request, FORMS[step], task)
    if form.is_valid():
        drafts.write(task, by=request.user, fields=form.fields_to_save(), proofs=form.proofs_to_save())
        if "preview" in request.POST:
            return redirect("submissions:preview", task.public_id)
        onward = step if "stay" in request.POST else ORDER[ORDER.index(step) + 1]
        return redirect("tasks:draft", task.public_id, onward)
    said = [one for one in advice.on_draft(task) if one.step == step] if task.title else []
    context = _frame(task, step) | {"form": form, "advice": said, "at": step} | beside(step, task)
    return render(request, f"tasks/draft_{step}.html", context)


def _form(request: SignedIn, form: type[DraftForm], task: Task) -> DraftForm:
    if request.method != "POST":
        return form(draft=task)
    if issubclass(form, RowedForm) and {"add", "remove"} & request.POST.keys():
        return form(draft=task, typed=form.rearranged(request.POST))
    return form(request.POST, draft=task)


def _frame(task: Task, here: str) -> dict[str, Any]:
    """What every step shows around its form."""
    number = ORDER.index(here)
    steps = [
        {
            "label": label,
            "state": "here" if step == here else "done" if ORDER.index(step) < number else "next",
            "url": reverse("tasks:draft", args=[task.public_id, step]),
        }
        for step, label in STEPS.items()
    ]
    back = steps[number - 1]["url"] if number else reverse("tasks:post")
    return {"task": task, "steps": steps, "back": back, "nav": "post"}


def beside(step: str, task: Task) -> dict[str, Any]:
    """What one step shows beside its form."""
    if step == "what":
        return {"table": pricing.table(now=timezone.now())}
    if step == "who":
        return {
            "country_names": [name for _code, name in countries],
            "reach": targeting.reach(task),
            "language_names": [name for _code, name in spoken.choices()],
        }
    if step == "pay":
        least = pricing.least_for(task)
        return {"least": least, "example": price_of(max(task.reward, least)), "rules": settings.RULES}
    return {}


def _quote(request: SignedIn, task: Task) -> HttpResponse:
    """The price line by line, and the task as workers will see it."""
    standing, lacks = _standing_quote(request.user, task)
    quote = pricing.Quote(standing.price, standing.slots) if standing else pricing.quote(task)
    purse = pockets.purse(request.user)
    missing = quote.missing(purse.for_tasks)
    context = _frame(task, "quote") | {
        "quote": quote,
        "lacks": lacks,
        "advice": advice.on_draft(task),
        "reach": targeting.reach(task),
        "standing": standing,
        "purse": purse,
        "credit": min(purse.promo, quote.total),
        "missing": missing,
        "left": purse.for_tasks - quote.total,
        "to_deposit": min(max(missing, settings.RULES.minimum_deposit), settings.RULES.maximum_deposit),
        "agreed": AgreedForm(initial={"total": quote.total}),
        "card": cards.Card(task),
        "rules": settings.RULES,
    }
    return render(request, "tasks/quote.html", context)


def _standing_quote(employer: User, task: Task) -> tuple[StandingQuote | None, list[publishing.Lack]]:
    """The quote that holds now, or all that keeps the draft from having one."""
    lacks = publishing.lacks(task)
    try:
        if not lacks:
            return quotes.give(task, by=employer, now=timezone.now()), []
        pricing.check_reward(task)
    except pricing.BelowMinimum as refusal:
        lacks.append(publishing.Lack("pay", refusal.words))
    return None, lacks


@login_required
@require_POST
def publish(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    quote_page = redirect("tasks:draft", task.public_id, "quote")
    agreed = AgreedForm(request.POST)
    # The second press of the button comes here too: it finds the task published and shows it.
    if task.published_at or not agreed.is_valid():
        return quote_page
    try:
        publishing.publish(task, by=request.user, now=timezone.now(), agreed=agreed.cleaned_data["total"])
    except ledger.InsufficientFunds:
        missing = pricing.quote(task).missing(pockets.purse(request.user).for_tasks)
        words = _("Nothing was charged: %(missing)s more is needed. Your draft is kept.")
        messages.error(request, words % {"missing": missing})
        return quote_page
    except Refused as refusal:
        messages.error(request, refusal.words)
        return quote_page
    messages.success(request, _("Your task is published. Workers see it now."))
    return redirect("tasks:manage", task.public_id)


@login_required
@require_POST
def discard(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).drafts(), public_id=public_id)
    drafts.discard(task, by=request.user, now=timezone.now())
    messages.info(request, _("The draft is discarded."))
    return redirect("tasks:post")


@login_required
@require_POST
def duplicate(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    copy = drafts.duplicate(task, by=request.user, now=timezone.now())
    messages.info(request, _("This is a copy. Change what you like; the first task stays as it is."))
    return redirect("tasks:draft", copy.public_id, "what")
