"""The step of the wizard about a file of rows: upload it, see it checked, go on with what is good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib import rates
from picomarket.lib.refusals import Refused
from tasks import filling, importing
from tasks.forms import FileForm
from tasks.models import Batch, Task

from .posting import frame

LINES_PER_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def rows(request: SignedIn, public_id: str) -> HttpResponse:
    """How the file of a draft fares; a POST puts a file in its place."""
    task = _own(request, public_id)
    if task.published_at:
        return redirect("tasks:manage", task.public_id)
    if task.state != Task.State.DRAFTED:
        # It waits for a look: nothing about it changes meanwhile.
        return redirect("tasks:draft", task.public_id, "quote")
    if request.method == "GET":
        return _page(request, task, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, task, form, status=422)
    try:
        check_upload(request.user, now=timezone.now())
        importing.upload(task, file=form.cleaned_data["file"], by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error("file", refusal)
        return _page(request, task, form, status=refusal.status)
    return redirect("tasks:rows", task.public_id)


@login_required
@require_POST
def check_again(request: SignedIn, public_id: str) -> HttpResponse:
    task = _own(request, public_id)
    importing.check_again(task, by=request.user, now=timezone.now())
    return redirect("tasks:rows", task.public_id)


@login_required
@require_POST
def remove_file(request: SignedIn, public_id: str) -> HttpResponse:
    task = _own(request, public_id)
    importing.remove(task, by=request.user)
    messages.info(request, _("The file is taken away. The task is done in slots, all alike."))
    return redirect("tasks:draft", task.public_id, "what")


def check_upload(person: User, *, now: datetime) -> None:
    """Raises TooOften where this person uploads file after file."""
    rates.check(person.pk, "upload", most=settings.RULES.uploads_an_hour, within=rates.HOUR, now=now)


def _own(request: SignedIn, public_id: str) -> Task:
    return get_object_or_404(Task.objects.of(request.user).kept().select_related("batch"), public_id=public_id)


def _labels(task: Task) -> list[str]:
    return [asked.label for asked in task.proof_fields.all()]


def _onward(task: Task, batch: Batch) -> str:
    """To the words, until they name a variable, each of them a column, and the kind of work is chosen."""
    named = filling.variables(task.title, *task.steps)
    return "who" if task.category_id and named and set(named) <= set(batch.columns) else "what"


def _page(request: SignedIn, task: Task, form: FileForm, *, status: int = 200) -> HttpResponse:
    batch = importing.of(task)
    context: dict[str, Any] = frame(task, "rows") | {
        "form": form,
        "batch": batch,
        "named": [] if batch else filling.variables(task.title, *task.steps, *_labels(task)),
        "running": batch is not None and batch.state == Batch.State.UPLOADED,
    }
    if batch is not None and batch.state != Batch.State.UPLOADED:
        lacks = importing.lacks(task)
        context["lacks"] = lacks
        context["stale"] = any(one.step == "rows" for one in lacks)
        context["onward"] = reverse("tasks:draft", args=[task.public_id, _onward(task, batch)])
        bad = Paginator(batch.bad_lines.order_by("line"), LINES_PER_PAGE)
        context["page"] = bad.get_page(request.GET.get("page"))
    return render(request, "tasks/draft_rows.html", context, status=status)
