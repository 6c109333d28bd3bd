"""What waits while somebody confirms that it is them: each sent form by a key of its own.

Allauth keeps one per session, so that confirming in one tab would do what another tab sent, or whoever else has the
session.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.views import BaseReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from allauth.core.internal.urlkit import script_aware_resolve
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedIn
from picomarket.lib.public import new_public_id

# Kept in the session: what waits by its key, what it is in words by where it goes on, and where what was done led to.
WAITING, DEEDS, DONE = "waiting", "deeds", "done"
# Of more than these of each the oldest is forgotten.
MOST_WAITING = 5
ASKING = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
# What the pages of allauth do that ask for a confirmation.
PAGES = {
    "account_email": gettext_lazy("Change your e-mail address"),
    "account_change_password": gettext_lazy("Change your password"),
    "socialaccount_connections": gettext_lazy("Change how you sign in"),
    "mfa_activate_totp": gettext_lazy("Set up a code app"),
    "mfa_deactivate_totp": gettext_lazy("Remove your code app"),
    "mfa_view_recovery_codes": gettext_lazy("See your recovery codes"),
    "mfa_generate_recovery_codes": gettext_lazy("Make new recovery codes"),
    "mfa_download_recovery_codes": gettext_lazy("Download your recovery codes"),
    "mfa_list_webauthn": gettext_lazy("See your passkeys and security keys"),
    "mfa_add_webauthn": gettext_lazy("Add a passkey or security key"),
    "mfa_edit_webauthn": gettext_lazy("Rename a passkey or security key"),
    "mfa_remove_webauthn": gettext_lazy("Remove a passkey or security key"),
}


class KeepApart:
    """Middleware: a form that needs a confirmation waits under a key, which the page that asks for it carries.

    What is typed into that page is always answered by another address, so that going back shows it again. Who goes back
    to it when it is done is led on to what came of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _asks(request):
            response = _once_more(request, response) or response
            patch_cache_control(response, no_store=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ReauthenticationRequired):
            return None
        match = request.resolver_match
        deed = str(getattr(exception, "deed", "") or PAGES.get(match.view_name if match else "", ""))
        if request.method != "POST":
            _remember(request, DEEDS, request.get_full_path(), deed)
            return None
        ways = get_adapter().get_reauthentication_methods(request.user)
        return redirect(_asking(_keep(request, deed), ways[0]["url"])) if ways else None

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method != "GET" or not _asks(request):
            return None
        goes_on = _goes_on(request)
        led_to = request.session.get(DONE, {}).get(goes_on)
        if not led_to and goes_on in request.session.get(DEEDS, {}) and _waiting(request) is None:
            # A page that was only to be seen: it asks by itself where the confirmation is too long ago.
            led_to = goes_on if request.user.is_authenticated and did_recently_reauthenticate(request) else ""
        return redirect(led_to) if led_to else None


def _asks(request: HttpRequest) -> bool:
    """Whether this is a page that asks for a confirmation."""
    match = request.resolver_match
    return match is not None and match.view_name in ASKING


def deed(request: HttpRequest) -> str:
    """What the page that asks for a confirmation asks it for; empty where nobody said."""
    return str(request.session.get(DEEDS, {}).get(_goes_on(request), ""))


def typed(request: HttpRequest) -> bool:
    """Whether something that somebody filled in waits for the confirmation."""
    kept = _waiting(request)
    return kept is not None and any(text for name, text in parse_qsl(kept["POST"]) if name != "csrfmiddlewaretoken")


def _waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The form that goes on after this confirmation; nothing where it leads to a page alone."""
    goes_on, waiting = _goes_on(request), request.session.get(WAITING, {})
    return next((kept for key, kept in waiting.items() if reverse("accounts:go_on", args=[key]) == goes_on), None)


def _once_more(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Where a confirmation was refused: the way to the page that asks, with what is wrong."""
    view = (getattr(response, "context_data", None) or {}).get("view")
    if not isinstance(view, BaseReauthenticateView) or request.method != "POST":
        return None
    for words in chain.from_iterable(response.context_data["form"].errors.values()):  # type: ignore[attr-defined]
        messages.error(request, words)
    return redirect(_asking(_goes_on(request), request.path))


def _goes_on(request: HttpRequest) -> str:
    return str(request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, ""))


def _remember(request: HttpRequest, where: str, key: str, kept: Any) -> None:
    before = {name: one for name, one in request.session.get(where, {}).items() if name != key}
    request.session[where] = dict([*list(before.items())[1 - MOST_WAITING :], (key, kept)])


def _keep(request: HttpRequest, deed: str) -> str:
    """Where it goes on, and allauth leads to."""
    key, kept = new_public_id(), json.loads(serialize_request(request))
    goes_on = reverse("accounts:go_on", args=[key])
    _remember(request, WAITING, key, kept)
    _remember(request, DEEDS, goes_on, deed)
    return goes_on


def _asking(goes_on: str, url: str) -> str:
    return f"{url}?{urlencode({REDIRECT_FIELD_NAME: goes_on})}" if goes_on else url


@login_required
def go_on(request: SignedIn, key: str) -> HttpResponse:
    """Do what waits under this key, once, for whoever confirmed a short while ago."""
    waiting = request.session.get(WAITING, {})
    ways = get_adapter().get_reauthentication_methods(request.user)
    if key not in waiting or not ways:
        messages.info(request, _("This was done already, or it is too old. Look first, then send it again."))
        return redirect(request.session.get(DONE, {}).get(request.path, reverse("accounts:profile")))
    if not did_recently_reauthenticate(request):
        return redirect(_asking(request.path, ways[0]["url"]))
    kept = waiting.pop(key)
    request.session[WAITING] = waiting
    sent = deserialize_request(json.dumps(kept), request)
    found = script_aware_resolve(sent.path)
    response: HttpResponse = found.func(sent, *found.args, **found.kwargs)
    _remember(request, DONE, reverse("accounts:go_on", args=[key]), response.get("Location") or sent.path)
    return response
