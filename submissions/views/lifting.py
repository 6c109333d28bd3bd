"""Lifting a task to the hourly floor."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from submissions import lifting
from submissions.forms import AgreedLiftForm
from tasks import floor
from tasks.models import Task
from wallet import pockets


@login_required
@require_http_methods(["GET", "POST"])
def lift(request: SignedIn, public_id: str) -> HttpResponse:
    """Shows what it costs; a POST raises the reward and tops up who was paid."""
    task = get_object_or_404(Task.objects.of(request.user).ever_published(), public_id=public_id)
    if request.method == "GET":
        return _quote(request, task)
    agreed = AgreedLiftForm(request.POST)
    if not agreed.is_valid():
        return redirect("submissions:lift", task.public_id)
    given = agreed.cleaned_data
    lifting.lift(task, key=given["key"], agreed=given["total"], by=request.user, now=timezone.now())
    messages.success(request, _("Raised, and everybody you paid before is topped up. Workers can take slots again."))
    return redirect("tasks:manage", task.public_id)


def _quote(request: SignedIn, task: Task) -> HttpResponse:
    if not floor.is_below(task) or task.state not in (Task.State.PUBLISHED, Task.State.PAUSED):
        return redirect("tasks:manage", task.public_id)
    wanted, purse, rules = lifting.quote(task), pockets.purse(request.user), settings.RULES
    missing = wanted.missing(spendable=purse.spendable, promo=purse.promo)
    context = {
        "task": task,
        "lift": wanted,
        "hourly": floor.hourly(task),
        "floor": floor.of(task),
        "rules": rules,
        "purse": purse,
        "missing": missing,
        "to_deposit": min(max(missing, rules.minimum_deposit), rules.maximum_deposit),
        "agreed": AgreedLiftForm(initial={"total": wanted.total}),
        "nav": "tasks",
    }
    return render(request, "submissions/lift.html", context)
