"""The wizard: a task is written step by step, quoted, and published."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
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
from picomarket.lib import rates
from picomarket.lib.money import Money
from tasks import (
    advice,
    cards,
    drafts,
    filling,
    importing,
    looks,
    policy,
    pricing,
    publishing,
    quotes,
    reaching,
    suspects,
)
from tasks.forms import AgreedForm, BatchPayForm, DraftForm, PayForm, ProofForm, RowedForm, TimeForm, WhatForm, WhoForm
from tasks.models import Layout, Look, StandingQuote, Task
from wallet import pockets
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
    "rows": gettext_lazy("Rows"),
    "who": gettext_lazy("Who"),
    "proof": gettext_lazy("Proof"),
    "pay": gettext_lazy("Pay"),
    "review": gettext_lazy("Time"),
    "quote": gettext_lazy("Quote"),
}
DRAFTS_SHOWN = 50
# The steps whose words the policy engine reads.
JUDGED = ("what", "proof")


@login_required
@require_http_methods(["GET", "POST"])
def post(request: SignedIn) -> HttpResponse:
    """The person's unfinished drafts; a POST starts a new one, or goes on with one nothing was written in."""
    if request.user.suspended_at:
        return told_suspended(request)
    mine = Task.objects.of(request.user).drafts().order_by("-drafted_at")
    if request.method == "POST":
        draft = drafts.begin(request.user, now=timezone.now())
        return redirect("tasks:draft", draft.public_id, "rows" if "rows" in request.POST else "what")
    written = mine.written().select_related("category", "batch").prefetch_related("proof_fields")[:DRAFTS_SHOWN]
    context = {"drafts": [(draft, _where_to_go_on(draft)) for draft in written], "nav": "post"}
    return render(request, "tasks/post.html", context)


def told_suspended(request: SignedIn) -> HttpResponse:
    """In place of a form that would be refused: nothing can be offered now, and what still can be done."""
    return render(request, "tasks/suspended.html", {"nav": "post"})


def _where_to_go_on(draft: Task) -> str:
    lacking = publishing.lacks(draft)
    return reverse("tasks:draft", args=[draft.public_id, lacking[0].step if lacking else "quote"])


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: SignedIn, public_id: str, step: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).select_related("batch"), public_id=public_id)
    if gone := _went_on(request, task):
        return gone
    if request.user.suspended_at:
        return told_suspended(request)
    if step == "quote":
        return _quote(request, task)
    if step not in FORMS:
        raise Http404
    if task.state == Task.State.QUEUED:
        return redirect("tasks:draft", task.public_id, "quote")
    return _write(request, task, step)


def _write(request: SignedIn, task: Task, step: str) -> HttpResponse:
    """One step of the wizard: its form, and where to go once that is saved."""
    form = _form(request, BatchPayForm if step == "pay" and importing.of(task) else FORMS[step], task)
    if form.is_bound and form.is_valid():
        form.check_seen(request.POST.get("seen", ""))
    if form.is_valid():
        task = drafts.write(task, by=request.user, fields=form.fields_to_save(), proofs=form.proofs_to_save())
        if "preview" in request.POST:
            return redirect("submissions:preview", task.public_id)
        return redirect("tasks:draft", task.public_id, _onward(request, task, step))
    said = [*_unknown(task, step), *(one for one in advice.on_draft(task) if one.step == step)] if task.title else []
    charges = _charges_typed(request.POST, task, step) if form.is_bound else _charges(task, step)
    context = {"form": form, "advice": said, "charges": charges, "declined": looks.declined(task)}
    # Where rows are only rearranged, nothing is saved: what the page was opened on stays.
    seen = "" if form.is_bound else request.POST.get("seen", "")
    context |= {"here": step, "judged": step in JUDGED, "seen": seen}
    return render(request, f"tasks/draft_{step}.html", frame(task, step) | context | beside(step, task, form))


def _onward(request: SignedIn, task: Task, step: str) -> str:
    """The step that comes after one that was saved; what should be known of it before is said there."""
    if "stay" in request.POST:
        return step
    # What can never be published is shown at once, where it was written.
    if any(charge.blocks for charge in _charges(task, step)):
        messages.warning(request, _("This is saved. Change what is marked before you go on."))
        return step
    onward = "rows" if "rows" in request.POST else _after(task, step)
    # The step of the rows says it itself.
    for lack in _unknown(task, step) if onward != "rows" else ():
        messages.warning(request, lack.words)
    return onward


def _unknown(task: Task, step: str) -> list[importing.Lacking]:
    """Variables written in this step that no file has a column for."""
    return [one for one in importing.lacks(task) if one.step == step]


def _went_on(request: SignedIn, task: Task) -> HttpResponse | None:
    """Where to go for a draft that is one no more, and what that means for what somebody typed in another tab."""
    if task.state == Task.State.DISCARDED:
        if request.method != "POST":
            raise Http404
        messages.error(request, _("This draft was discarded meanwhile. What you typed was not saved."))
        return redirect("tasks:post")
    if not task.published_at:
        return None
    if request.method == "POST":
        words = _("This task was published meanwhile. What you typed was not saved: change the task here.")
        messages.error(request, words)
    return redirect("tasks:manage", task.public_id)


def _charges(task: Task, step: str) -> list[policy.Charge]:
    """What the policy says of what is written in this step."""
    return policy.judge(task, now=timezone.now()).within(step) if step in JUDGED else []


@login_required
@require_POST
def judge(request: SignedIn, public_id: str, step: str) -> HttpResponse:
    """What the policy says of what is being typed, with what is saved of the other step. Nothing is saved."""
    check_typing(request.user, "judge")
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    if step not in JUDGED:
        raise Http404
    context = {"charges": _charges_typed(request.POST, task, step), "declined": looks.declined(task)}
    return render(request, "tasks/_charges.html", context)


def _charges_typed(sent: QueryDict, task: Task, step: str) -> list[policy.Charge]:
    """What the policy says of what is typed in this step, with what is saved of the other one."""
    form = FORMS[step]
    if step not in JUDGED or not issubclass(form, RowedForm):
        return []
    saved = [piece for piece in policy.pieces_of(task) if piece.step != step]
    return policy.judge_pieces([*form.pieces(sent), *saved], now=timezone.now()).within(step)


def check_typing(person: User, what: str) -> None:
    """Raises TooOften where what this person types is asked about again and again."""
    most, now = settings.RULES.advice_a_minute, timezone.now()
    words = _("You type faster than it can be looked at. That goes on at %(time)s; what you type stays.")
    rates.check(person.pk, what, most=most, within=rates.MINUTE, now=now, words=words)


def _form(request: SignedIn, form: type[DraftForm], task: Task) -> DraftForm:
    if request.method != "POST":
        return form(draft=task)
    if issubclass(form, RowedForm) and {"add", "remove"} & request.POST.keys():
        return form.rowed(request.POST, draft=task)
    return form(request.POST, draft=task)


def _order(task: Task, here: str) -> list[str]:
    """The steps of the wizard: the one about rows where there is a file, or is about to be one."""
    return [step for step in STEPS if step != "rows" or here == "rows" or importing.of(task)]


def _after(task: Task, step: str) -> str:
    order = _order(task, step)
    return order[order.index(step) + 1]


def frame(task: Task, here: str, lacks: list[publishing.Lack] | None = None) -> dict[str, Any]:
    """What every step shows around its form. A step that was passed by is not done while it ``lacks`` something."""
    order = _order(task, here)
    number = order.index(here)
    lacking = {lack.step for lack in (publishing.lacks(task) if lacks is None else lacks)}
    done = {*order[:number], *(["rows"] if task.rows else [])} - lacking
    steps = [
        {
            "label": label,
            "state": "here" if step == here else "done" if step in done else "next",
            "url": reverse("tasks:draft", args=[task.public_id, step]),
        }
        for step, label in STEPS.items()
        if step in order
    ]
    back = steps[number - 1]["url"] if number else reverse("tasks:post")
    batch = importing.of(task)
    return {"task": task, "steps": steps, "back": back, "columns": batch.columns if batch else [], "nav": "post"}


def beside(step: str, task: Task, form: DraftForm) -> dict[str, Any]:
    """What one step shows beside its form."""
    if step == "what":
        return {
            "table": pricing.table(now=timezone.now()),
            "has_layout": Layout.objects.filter(task=task).exists(),
            # A layout is written into a draft that is still empty, and makes a new one otherwise.
            "takes_layout": Task.objects.untouched().filter(pk=task.pk).exists(),
        }
    if isinstance(form, WhoForm):
        return reach_so_far(form, task) | {
            "country_names": [name for _code, name in countries],
            "language_names": [name for _code, name in spoken.choices()],
        }
    if step == "pay":
        costs = slot_price(task.reward, least=pricing.least_for(task), slots=task.slots, by=task.employer)
        return costs | share_of_a_country(task, slots=task.slots)
    return {}


def reach_so_far(form: WhoForm, task: Task) -> dict[str, Any]:
    """How many people could do it, as far as what is ticked and typed can be read, and what cannot be yet."""
    if not form.is_bound:
        return {"reach": reaching.reach(task)}
    form.is_valid()
    typed = copy(task)
    for name, value in form.said_so_far.items():
        setattr(typed, name, value)
    return {"reach": reaching.reach(typed), "unread": form.unread}


def share_of_a_country(task: Task, *, slots: int) -> dict[str, Any]:
    """Of a task that limits what goes to one country: how far its slots can be taken, if there are so many."""
    if not task.country_share or slots < 1:
        return {}
    typed = copy(task)
    typed.slots = slots
    return {"share": reaching.reach(typed)}


def slot_price(reward: Money, *, least: Money, slots: int, by: User) -> dict[str, Any]:
    """What one slot at this reward, or at the least one, comes to for both sides, and all of them for who pays."""
    price = price_of(max(reward, least))
    every = pricing.Quote(price, slots)
    return {
        "example": price,
        "every": every,
        "beyond": every.missing(pockets.purse(by).for_tasks),
        "rules": settings.RULES,
    }


def _quote(request: SignedIn, task: Task) -> HttpResponse:
    """The price line by line, and the task as workers will see it."""
    standing, lacks = _standing_quote(request.user, task)
    quote = pricing.Quote(standing.price, standing.slots) if standing else pricing.quote(task)
    purse = pockets.purse(request.user)
    missing = quote.missing(purse.for_tasks)
    judged = _by_policy(task, quote, lacks)
    context = frame(task, "quote", judged["lacks"]) | {
        "quote": quote,
        "advice": advice.on_draft(task),
        "reach": reaching.reach(task),
        "standing": standing,
        "purse": purse,
        "credit": min(purse.promo, quote.total),
        "missing": missing,
        "left": purse.for_tasks - quote.total,
        "to_deposit": min(max(missing, settings.RULES.minimum_deposit), settings.RULES.maximum_deposit),
        "card": cards.Card(task),
        "risks": policy.advice(task.risks),
        "rules": settings.RULES,
    }
    context |= judged
    filling.show_names(task)
    task.title = task.title or _("Untitled draft")
    if is_just_written := request.session.get("written") == task.public_id:
        del request.session["written"]
    context["is_just_written"] = is_just_written
    return render(request, "tasks/quote.html", context)


def _by_policy(task: Task, quote: pricing.Quote, lacks: list[publishing.Lack]) -> dict[str, Any]:
    """What the policy says of the draft, what it lacks, and what its employer agrees to by the button."""
    book = policy.book(policy.edition(now=timezone.now()))
    judgement = policy.judge(task, now=timezone.now(), by=book)
    edition = judgement.edition
    lacking, why = list(lacks), ""
    reading = task.rows and task.state == Task.State.DRAFTED and not suspects.are_known(task, by=book.phrases)
    if reading:
        suspects.ask(task, by=book.phrases)
        lacking.append(publishing.Lack("rows", _("Wait until all rows of your file are read.")))
    # The rule and its words stand in the charge: here is only the way to where they are changed.
    marked = dict.fromkeys(one.piece for charge in judgement.blocked for one in charge.shown)
    change = _("%(where)s: change what is marked above.")
    lacking += [publishing.Lack(piece.step, change % {"where": piece.name}) for piece in marked]
    try:
        why = looks.cause(task, judgement)
    except looks.Unchanged as refusal:
        lacking.append(publishing.Lack("what", refusal.words))
    return {
        "charges": judgement.charges,
        "lacks": lacking,
        "reading": task.batch if reading else None,
        "needs_look": Look.Cause(why).label if why else "",
        "approved": looks.is_approved(task),
        "look": looks.open_look(task),
        "declined": looks.declined(task),
        "edition": edition,
        "agreed": AgreedForm(initial={"total": quote.total, "edition": edition.number if edition else None}),
    }


def _standing_quote(employer: User, task: Task) -> tuple[StandingQuote | None, list[publishing.Lack]]:
    """The quote that holds now, or all that keeps the draft from having one."""
    lacks = publishing.lacks(task)
    try:
        if not lacks and task.state == Task.State.DRAFTED:
            return quotes.give(task, by=employer, now=timezone.now()), []
        pricing.check_reward(task)
    except pricing.BelowMinimum as refusal:
        lacks.append(publishing.Lack("pay", refusal.words))
    return None, lacks
