"""What a person was told, newest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import notices as telling
from .models import Notice

NOTICES_PER_PAGE = 30


class SignedIn(HttpRequest):
    """A request of a person who is signed in."""

    # A row of accounts.User, which this app does not import.
    user: Any


@login_required
@require_safe
def notices(request: SignedIn) -> HttpResponse:
    mine = Notice.objects.of(request.user)
    page = Paginator(mine, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "inbox/notices.html", {"page": page, "unread": mine.unread().count()})


@login_required
@require_POST
def read(request: SignedIn) -> HttpResponse:
    telling.mark_read(request.user, now=timezone.now())
    messages.success(request, _("All notices are marked as read."))
    return redirect("inbox:notices")


@login_required
@require_safe
def follow(request: SignedIn, public_id: str) -> HttpResponse:
    """To what a notice is about. Reading it is the point, so following it may mark it read."""
    notice = get_object_or_404(Notice.objects.of(request.user), public_id=public_id)
    return redirect(telling.follow(notice, now=timezone.now()) or "inbox:notices")
