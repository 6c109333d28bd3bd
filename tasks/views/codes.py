"""The employer's page about completion codes: the secret, what to put on their site, and a link to try it with."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from tasks import codes as making
from tasks import snippets

TRIED = dict.fromkeys(making.PARTS, "example")


@login_required
@require_safe
@never_cache
def codes(request: SignedIn) -> HttpResponse:
    key = making.key_of(request.user, now=timezone.now())
    context = {
        "key": key,
        "changing_over": key.former_until is not None and key.former_until > timezone.now(),
        "snippets": snippets.with_secret(key.secret),
        "tried": making.link("https://example.com/survey", **TRIED),
        "code": making.code(key.secret, **TRIED),
        "nav": "tasks",
    }
    return render(request, "tasks/codes.html", context)


@login_required
@require_POST
def renew_code_key(request: SignedIn) -> HttpResponse:
    making.renew(request.user, now=timezone.now())
    messages.success(
        request, _("You have a new secret. The old one is good for one day more: put the new one in your site.")
    )
    return redirect("tasks:codes")
