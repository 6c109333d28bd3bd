"""What an employer sees of published tasks, and what can be done to one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.counting import figure
from tasks import (
    changes,
    edits,
    floor,
    looks,
    marking,
    pricing,
    promotions,
    publishing,
    questions,
    reaching,
    reports,
    tabs,
)
from tasks.forms import AddSlotsForm, MoreSlotsForm
from tasks.models import Task
from wallet import pockets

PER_PAGE = 20


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    here, counts = tabs.chosen(request.GET.get("view", "")), tabs.counts(request.user)
    tasks = questions.with_open(tabs.of(request.user, here))
    drafts = looks.with_last_look(Task.objects.of(request.user).unpublished().written())
    context = {
        "page": Paginator(tasks, PER_PAGE).get_page(request.GET.get("page")),
        "drafts": drafts.order_by("-drafted_at")[:PER_PAGE],
        "tabs": tabs.shown(here, counts),
        "here": here,
        "nav": "tasks",
    }
    return render(request, "tasks/mine.html", context)


@login_required
@require_safe
def manage(request: SignedIn, public_id: str) -> HttpResponse:
    tasks = questions.with_open(Task.objects.of(request.user).kept().with_waiting()).select_related("category")
    task = get_object_or_404(tasks.prefetch_related("proof_fields"), public_id=public_id)
    if not task.published_at:
        return redirect("tasks:draft", task.public_id, "quote" if task.looks.exists() else "what")
    look = task.looks.order_by("-asked_at", "-pk").first()
    context = {
        "task": task,
        "returned": publishing.returned_by_stopping(task),
        "rules": settings.RULES,
        "below": floor.is_below(task) and task.state == Task.State.PAUSED,
        "hourly": floor.hourly(task),
        "floor": floor.of(task),
        "promotion": promotions.running(task, now=timezone.now()),
        "has_known": task.has_gold or marking.why_not(task) is None,
        "events": changes.events(task),
        "topped_up": changes.topped_up(task),
        "undoable": edits.undoable(task) if task.can_become(Task.State.STOPPED) else None,
        "reach": reaching.reach(task) if _is_stuck(task) else None,
        "look": look,
        "reported": reports.reasons(look) if look and task.state == Task.State.HELD else [],
        "nav": "tasks",
    }
    return render(request, "tasks/manage.html", context)


def _is_stuck(task: Task) -> bool:
    """Whether it may be that nobody can take its slots: none was taken, or a country gets so many at most."""
    return task.state == Task.State.PUBLISHED and task.slots_left > 0 and (not task.taken or bool(task.country_share))


@login_required
@require_POST
def pause(request: SignedIn, public_id: str) -> HttpResponse:
    task = publishing.pause(_own(request.user, public_id), by=request.user)
    messages.info(request, _("Paused: nobody can take a slot. Work that is under way goes on."))
    return redirect("tasks:manage", task.public_id)


@login_required
@require_POST
def resume(request: SignedIn, public_id: str) -> HttpResponse:
    task = publishing.resume(_own(request.user, public_id), by=request.user)
    messages.info(request, _("Workers can take slots again."))
    return redirect("tasks:manage", task.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: SignedIn, public_id: str) -> HttpResponse:
    """Asks once, naming the sum that comes back; a POST stops the task."""
    task = _own(request.user, public_id)
    if request.method == "GET" and not task.can_become(Task.State.STOPPED):
        return redirect("tasks:manage", task.public_id)
    now = timezone.now()
    promoted = promotions.returned_by_stopping(task, now=now)
    if request.method == "GET":
        returned = publishing.returned_by_stopping(task) + promoted
        context = {"task": task, "returned": returned, "promoted": promoted, "nav": "tasks"}
        return render(request, "tasks/stop.html", context)
    stopped = publishing.stop(task, by=request.user, now=now)
    returned = task.price.cost * (task.slots - stopped.slots) + promoted
    words = _("Stopped. %(sum)s is back in your balance.") % {"sum": returned} if returned else _("Stopped.")
    messages.info(request, words)
    return redirect("tasks:manage", task.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedIn, public_id: str) -> HttpResponse:
    """Asks how many slots and shows what they cost; a POST adds them."""
    task = _own(request.user, public_id)
    if request.method == "GET":
        return _quote_slots(request, task)
    agreed = AddSlotsForm(request.POST)
    if not agreed.is_valid():
        return redirect("tasks:add", task.public_id)
    given = agreed.cleaned_data
    publishing.add_slots(
        task, slots=given["slots"], key=given["key"], agreed=given["total"], by=request.user, now=timezone.now()
    )
    words = ngettext("%(count)s slot added.", "%(count)s slots added.", given["slots"])
    messages.success(request, words % {"count": figure(given["slots"])})
    return redirect("tasks:manage", task.public_id)


def _quote_slots(request: SignedIn, task: Task) -> HttpResponse:
    most = settings.RULES.maximum_slots - task.slots
    if task.state not in (Task.State.PUBLISHED, Task.State.PAUSED) or most <= 0:
        return redirect("tasks:manage", task.public_id)
    form = MoreSlotsForm(request.GET if "slots" in request.GET else None, most=most)
    context: dict[str, Any] = {"task": task, "form": form, "most": most, "nav": "tasks"}
    if form.is_valid():
        context |= cost_of(request.user, task, form.cleaned_data["slots"])
    return render(request, "tasks/add.html", context)


def cost_of(employer: User, task: Task, slots: int) -> dict[str, Any]:
    """What a page needs that asks whether so many slots are to be added."""
    quote = pricing.Quote(task.price, slots)
    purse = pockets.purse(employer)
    missing = quote.missing(purse.for_tasks)
    return {
        "quote": quote,
        "purse": purse,
        "credit": min(purse.promo, quote.total),
        "missing": missing,
        "to_deposit": min(max(missing, settings.RULES.minimum_deposit), settings.RULES.maximum_deposit),
        "agreed": AddSlotsForm(initial={"slots": slots, "total": quote.total}, auto_id=False),
    }


def _own(employer: User, public_id: str) -> Task:
    return get_object_or_404(Task.objects.of(employer).ever_published(), public_id=public_id)
