"""Templates: an employer's own, and the gallery everybody may read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from tasks import templates
from tasks.models import Task, Template

PER_PAGE = 20


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    rows = Template.objects.of(request.user).order_by("title", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/templates.html", {"page": page, "nav": "post"})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Good examples, to read and to start from."""
    page = Paginator(Template.objects.gallery().order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/gallery.html", {"page": page, "nav": "post"})


@login_required
@require_POST
def keep(request: SignedIn, public_id: str) -> HttpResponse:
    task = get_object_or_404(Task.objects.of(request.user).kept(), public_id=public_id)
    templates.keep(task, by=request.user, now=timezone.now())
    messages.info(request, _("Kept as a template. The next task can start from it."))
    return redirect("tasks:templates")


@login_required
@require_POST
def use(request: SignedIn, public_id: str) -> HttpResponse:
    template = get_object_or_404(Template.objects.open_to(request.user), public_id=public_id)
    draft = templates.use(template, by=request.user, now=timezone.now())
    messages.info(request, _("This is a draft of your own. Change what you like."))
    return redirect("tasks:draft", draft.public_id, "what")


@login_required
@require_POST
def forget(request: SignedIn, public_id: str) -> HttpResponse:
    template = get_object_or_404(Template.objects.of(request.user), public_id=public_id)
    templates.forget(template, by=request.user)
    messages.info(request, _("The template is taken out."))
    return redirect("tasks:templates")
