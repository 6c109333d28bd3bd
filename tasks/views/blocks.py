"""Whom an employer offers nothing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import naming
from accounts.models import User
from accounts.requests import SignedIn
from picomarket.lib.refusals import way_back
from tasks import blocks as verbs
from tasks.forms.lists import BlockForm
from tasks.models import Block

PER_PAGE = 50


@login_required
@require_safe
def blocks(request: SignedIn) -> HttpResponse:
    rows = Block.objects.filter(employer=request.user).select_related("worker").order_by("-blocked_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    naming.tell_apart(row.worker for row in page)
    context = {"page": page, "nav": "tasks"}
    return render(request, "tasks/blocks.html", context)


@login_required
@require_POST
def block(request: SignedIn, public_id: str) -> HttpResponse:
    worker = _person(public_id)
    form = BlockForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a note of at most 200 characters."))
        return redirect(way_back(request))
    verbs.block(request.user, worker=worker, note=form.cleaned_data["note"], now=timezone.now())
    words = _("%(worker)s is blocked: your tasks are not offered to them. Work under way goes on.")
    messages.info(request, words % {"worker": worker})
    return redirect(way_back(request))


@login_required
@require_POST
def unblock(request: SignedIn, public_id: str) -> HttpResponse:
    worker = _person(public_id)
    verbs.unblock(request.user, worker=worker)
    messages.info(request, _("%(worker)s is offered your tasks again.") % {"worker": worker})
    return redirect(way_back(request))


def _person(public_id: str) -> User:
    return get_object_or_404(User.objects.all(), public_id=public_id)
