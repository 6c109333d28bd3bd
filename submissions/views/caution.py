"""The page before the claim of a task that can cost a worker more than it pays."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from tasks import cautions, reports
from tasks.models import Task


@login_required
@require_safe
def caution(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.ever_published(), public_id=public_id)
    said = cautions.of(task)
    if not said:
        return redirect(task)
    context = {"task": task, "cautions": said, "can_report": reports.can_report(task, request.user), "nav": "feed"}
    return render(request, "submissions/caution.html", context)
