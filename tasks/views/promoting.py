"""Where an employer has a task promoted: the price, the days and what it would gain, and the button."""

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
from picomarket.lib.refusals import Refused
from tasks import promoting
from tasks.forms import AgreedPromotionForm
from tasks.models import Task
from wallet import pockets

from .finding import PER_PAGE


@login_required
@require_http_methods(["GET", "POST"])
def promote(request: SignedIn, public_id: str) -> HttpResponse:
    """Says what it costs and gains; a POST buys it."""
    task = get_object_or_404(Task.objects.of(request.user).ever_published(), public_id=public_id)
    now, rules = timezone.now(), settings.RULES
    if request.method == "POST":
        agreed = AgreedPromotionForm(request.POST)
        if not agreed.is_valid():
            return redirect("tasks:promote", task.public_id)
        given = agreed.cleaned_data
        promoting.promote(task, key=given["key"], agreed=given["total"], by=request.user, now=now)
        messages.success(request, _("The task is promoted."))
        return redirect("tasks:manage", task.public_id)
    try:
        promoting.check_can(task, now=now)
    except Refused as refused:
        messages.info(request, str(refused.messages[0]))
        return redirect("tasks:manage", task.public_id)
    missing = max(rules.promotion_price - pockets.purse(request.user).spendable, 0)
    context = {
        "task": task,
        "rules": rules,
        "position": promoting.predict(task, per_page=PER_PAGE, now=now),
        "missing": missing,
        "to_deposit": max(missing, rules.minimum_deposit),
        "agreed": AgreedPromotionForm(initial={"total": rules.promotion_price}),
        "nav": "tasks",
    }
    return render(request, "tasks/promote.html", context)
