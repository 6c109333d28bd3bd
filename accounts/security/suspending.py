"""What waits while somebody confirms that it is them: each sent form by a key of its own.

Allauth keeps one per session, so that confirming in one tab would do what another tab sent, or whoever else has the
session.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from allauth.core.internal.urlkit import script_aware_resolve
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.requests import SignedIn
from picomarket.lib.public import new_public_id

WAITING = "waiting"
# Of more than these the oldest is forgotten.
MOST_WAITING = 5


class KeepApart:
    """Middleware: a form that needs a confirmation waits under a key, which the page that asks for it carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ReauthenticationRequired) or request.method != "POST":
            return None
        ways = get_adapter().get_reauthentication_methods(request.user)
        return redirect(_asking(_keep(request), ways[0]["url"])) if ways else None


def _keep(request: HttpRequest) -> str:
    """Where it goes on; allauth goes there at once with the last one kept, and leads there with the others."""
    key, kept = new_public_id(), json.loads(serialize_request(request))
    before = list(request.session.get(WAITING, {}).items())
    request.session[WAITING] = dict([*before[1 - MOST_WAITING :], (key, kept)])
    goes_on = reverse("accounts:go_on", args=[key])
    request.session[STATE_SESSION_KEY] = {"request": json.dumps({**kept, "path": goes_on})}
    return goes_on


def _asking(goes_on: str, url: str) -> str:
    return f"{url}?{urlencode({REDIRECT_FIELD_NAME: goes_on})}"


@login_required
def go_on(request: SignedIn, key: str) -> HttpResponse:
    """Do what waits under this key, once, for whoever confirmed a short while ago."""
    waiting = request.session.get(WAITING, {})
    ways = get_adapter().get_reauthentication_methods(request.user)
    if key not in waiting or not ways:
        messages.info(request, _("This was done already, or it is too old. Look first, then send it again."))
        return redirect("accounts:profile")
    if not did_recently_reauthenticate(request):
        return redirect(_asking(request.path, ways[0]["url"]))
    kept = waiting.pop(key)
    request.session[WAITING] = waiting
    sent = deserialize_request(json.dumps(kept), request)
    found = script_aware_resolve(sent.path)
    response: HttpResponse = found.func(sent, *found.args, **found.kwargs)
    return response
