"""What a worker hides and whom they follow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedIn
from tasks import following, hiding
from tasks.models import Category, Follow, Hidden, Task

PER_PAGE = 30


@login_required
@require_POST
def hide(request: SignedIn, kind: str, name: str) -> HttpResponse:
    """Hides a task, an employer or a category, and offers to undo it."""
    rows: dict[str, tuple[QuerySet[Any], str]] = {
        "task": (Task.objects.ever_published().others_than(request.user), "public_id"),
        "employer": (User.objects.filter(is_active=True).exclude(pk=request.user.pk), "public_id"),
        "category": (Category.objects.all(), "slug"),
    }
    if kind not in rows:
        raise Http404
    found, key = rows[kind]
    hidden = hiding.hide(get_object_or_404(found, **{key: name}), by=request.user, now=timezone.now())
    words = _('Hidden from you: {what}. <a href="{all}">What you hide</a> is all in one list.')
    said = format_html(words, what=hidden, all=reverse("tasks:hidden"))
    messages.info(request, said, extra_tags=reverse("tasks:show_again", args=[hidden.public_id]))
    return redirect(_back(request, reverse("tasks:feed")))


@login_required
@require_safe
def hidden(request: SignedIn) -> HttpResponse:
    page = Paginator(Hidden.objects.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/hidden.html", {"page": page, "nav": "feed"})


@login_required
@require_POST
def show_again(request: SignedIn, public_id: str) -> HttpResponse:
    row = get_object_or_404(Hidden.objects.of(request.user), public_id=public_id)
    hiding.show_again(row, by=request.user)
    messages.info(request, _("Shown to you again: %(what)s.") % {"what": row})
    return redirect(_back(request, reverse("tasks:hidden")))


@login_required
@require_safe
def followed(request: SignedIn) -> HttpResponse:
    page = Paginator(Follow.objects.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/followed.html", {"page": page, "nav": "feed"})


@login_required
@require_POST
def follow(request: SignedIn, public_id: str) -> HttpResponse:
    employer = get_object_or_404(User.objects.filter(is_active=True), public_id=public_id)
    following.follow(employer, by=request.user, now=timezone.now())
    messages.info(request, _("You follow %(name)s: each new task you can do is told to you.") % {"name": employer})
    return redirect(_back(request, employer.get_absolute_url()))


@login_required
@require_POST
def unfollow(request: SignedIn, public_id: str) -> HttpResponse:
    employer = get_object_or_404(User, public_id=public_id)
    following.unfollow(employer, by=request.user)
    messages.info(request, _("You do not follow %(name)s any more.") % {"name": employer})
    return redirect(_back(request, employer.get_absolute_url()))


def _back(request: SignedIn, otherwise: str) -> str:
    """The page they came from, where it is one of ours."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else otherwise
