"""What becomes of a draft that is written: published, taken back from a look, discarded, or copied."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn
from picomarket.lib.refusals import Refused
from tasks import drafts, looks, pricing, publishing, throttles
from tasks.forms import AgreedForm
from tasks.models import Task
from wallet import ledger, pockets


@login_required
@require_POST
def publish(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    quote_page = redirect("tasks:draft", task.public_id, "quote")
    agreed = AgreedForm(request.POST)
    # The second press of the button comes here too: it finds the task published and shows it.
    if task.published_at or not agreed.is_valid():
        return quote_page
    given = agreed.cleaned_data
    try:
        task = publishing.publish(
            task, by=request.user, now=timezone.now(), agreed=given["total"], edition=given["edition"]
        )
    except ledger.InsufficientFunds:
        missing = pricing.quote(task).missing(pockets.purse(request.user).for_tasks)
        words = _("Nothing was charged: %(missing)s more is needed. Your draft is kept.")
        messages.error(request, words % {"missing": missing})
        return quote_page
    except Refused as refusal:
        messages.error(request, refusal.words)
        return quote_page
    if task.state == Task.State.QUEUED:
        messages.info(request, _("Somebody looks at your task first. Nothing was charged; you are told."))
        return quote_page
    shut = throttles.lock_of(task, now=timezone.now())
    seen = str(shut) if shut else _("Workers see it now.")
    messages.success(request, _("Your task is published. %(when)s") % {"when": seen})
    return redirect("tasks:manage", task.public_id)


@login_required
@require_POST
def take_back(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    looks.take_back(task, by=request.user, now=timezone.now())
    messages.info(request, _("It is a draft again. Change what you like and publish it when it is ready."))
    return redirect("tasks:draft", task.public_id, "what")


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
