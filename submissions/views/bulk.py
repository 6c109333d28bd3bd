"""Approving all that waits, and how far that is."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from submissions import bulk
from submissions.models import BulkApproval
from submissions.sift_forms import SiftForm
from tasks.models import Task


@login_required
@require_POST
def approve_all(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user), public_id=public_id)
    return redirect(bulk.ask(task, SiftForm(task, request.GET).queue.rows, by=request.user, now=timezone.now()))


@login_required
@require_safe
def approving(request: SignedIn, public_id: str) -> HttpResponse:
    row = _own(request, public_id)
    running = row.state == BulkApproval.State.ASKED
    context = {
        "bulk": row,
        "task": row.task,
        "begun": not running or row.due_at <= timezone.now(),
        "running": running,
        "received": row.task.price.receives * row.done,
        "nav": "tasks",
    }
    return render(request, "submissions/approving.html", context)


@login_required
@require_POST
def stop_approving(request: SignedIn, public_id: str) -> HttpResponse:
    stopped = bulk.stop(_own(request, public_id), by=request.user, now=timezone.now())
    if stopped.place:
        messages.info(request, _("Stopped. What was approved until now stays so."))
        return redirect(stopped)
    messages.info(request, _("Undone: they wait for your verdict again."))
    return redirect("submissions:desk", stopped.task.public_id)


def _own(request: SignedIn, public_id: str) -> BulkApproval:
    rows = BulkApproval.objects.of(request.user).defer("keys").select_related("task")
    return get_object_or_404(rows, public_id=public_id)
