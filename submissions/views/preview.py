"""A task as its workers will meet it, before it is published."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from submissions.forms import ProofsForm
from submissions.models import Submission
from tasks import cards, filling
from tasks.models import Task


@login_required
@require_safe
def preview(request: SignedIn, public_id: str) -> HttpResponse:
    """The card, the task's page and the page it is done on, of the person's own draft. Nothing can be sent."""
    tasks = Task.objects.of(request.user).kept().select_related("category", "batch").prefetch_related("proof_fields")
    task = get_object_or_404(tasks, public_id=public_id)
    if task.published_at:
        return redirect(task)
    filling.show_names(task)
    submission = Submission(task=task, worker=request.user, claimed_at=timezone.now())
    context = {
        "task": task,
        "card": cards.Card(task),
        "submission": submission,
        "form": ProofsForm(submission),
        "nav": "post",
    }
    return render(request, "submissions/preview.html", context)
