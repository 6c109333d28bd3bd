"""Posting from a layout of another marketplace: it is given, and what came over of it is listed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib import rates
from picomarket.lib.refusals import Refused
from tasks import taking_over
from tasks.forms import LayoutForm
from tasks.layouts import notes, source
from tasks.models import Layout, Task

from .posting import told_suspended


@login_required
@require_http_methods(["GET", "POST"])
def layout(request: SignedIn) -> HttpResponse:
    """The file or the source of a layout; a POST makes a draft of it."""
    if request.user.suspended_at:
        return told_suspended(request)
    if request.method == "GET":
        return render(request, "tasks/layout.html", {"form": LayoutForm(), "nav": "post"})
    form, status = LayoutForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            draft = _begin(request.user, form)
            return redirect("tasks:taken_over", draft.public_id)
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "text", refusal)
            status = refusal.status
    return render(request, "tasks/layout.html", {"form": form, "nav": "post"}, status=status)


def _begin(person: User, form: LayoutForm) -> Task:
    """A draft of what was given; what stands in a file is kept for the next try. Raises Refused."""
    now = timezone.now()
    rates.check(person.pk, "layout", most=settings.RULES.uploads_an_hour, within=rates.HOUR, now=now)
    text, file = form.cleaned_data["text"], form.cleaned_data["file"]
    if file:
        source.check_size(file.size)
        text = source.text_of(file.read())
        form.keep(text)
    return taking_over.begin(text, by=person, now=now)


@login_required
@require_safe
def taken_over(request: SignedIn, public_id: str) -> HttpResponse:
    """What was taken over from a layout, what came otherwise and what did not come, with the lines."""
    own = Layout.objects.of(request.user).exclude(task__state=Task.State.DISCARDED).select_related("task")
    found = get_object_or_404(own, task__public_id=public_id)
    context = {
        "task": found.task,
        "layout": found,
        "left_out": notes.said(found.notes, otherwise=False),
        "otherwise": notes.said(found.notes, otherwise=True),
        "nav": "post",
    }
    return render(request, "tasks/taken_over.html", context)
