"""The policy, for anybody to read: what is in force, and every version there was."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks import policy as engine
from tasks.models import Edition


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What is in force now."""
    in_force = engine.edition(now=timezone.now())
    if in_force is None:
        raise Http404
    return _page(request, in_force, in_force, is_version=False)


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """One version: it was in force, is, or will be from a day on that is set."""
    shown = get_object_or_404(Edition.objects.exclude(effective_at=None), number=number)
    return _page(request, shown, engine.edition(now=timezone.now()), is_version=True)


def _page(request: HttpRequest, shown: Edition, in_force: Edition | None, *, is_version: bool) -> HttpResponse:
    context = {
        "edition": shown,
        "is_version": is_version,
        "in_force": in_force,
        "rules": shown.rules.order_by("number"),
        "editions": Edition.objects.exclude(effective_at=None).order_by("-number"),
        "risks": engine.advice(),
    }
    return render(request, "tasks/policy.html", context)
