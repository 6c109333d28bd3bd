"""Devices: the signed cookie by which a browser is known again, and what it and its network leave behind.

One cookie serves both: a sign-in from a browser that is not known is told (``security.known``), and what accounts share
is noted when somebody signs in or sends a form, once an hour. Nobody who only looks around gets it, and it lets nobody
in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from picomarket.lib.public import new_public_id

from . import traces
from .models import User

COOKIE = settings.DEVICE_COOKIE_NAME
# Browsers keep none longer.
KEPT = timedelta(days=400)
AN_HOUR = 3600


class KnowDevice:
    """Middleware: notes the device and network of signed-in people who send something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        before, now = request.user, timezone.now()
        # Who is there already leaves it first, so that it counts in what they send; who signs out is among them.
        _note(request, before, now=now)
        response = self.get_response(request)
        if request.user != before:
            _note(request, request.user, now=now)
        somebody = isinstance(before, User) or isinstance(request.user, User)
        if somebody and not key_of(request) and COOKIE not in response.cookies:
            remember(response, new_public_id())
        return response


def key_of(request: HttpRequest) -> str:
    """By what the browser is known; empty where it is new, or somebody wrote the cookie themselves."""
    return str(request.get_signed_cookie(COOKIE, default="", max_age=KEPT) or "")


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, told by a proxy only where one is trusted; empty where nobody knows."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def remember(response: HttpResponse, key: str) -> None:
    """Know the browser by this from now on."""
    response.set_signed_cookie(
        COOKIE, key, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _note(request: HttpRequest, person: object, *, now: datetime) -> None:
    """A browser that does not bring its cookie back is no device, and who is not signed in leaves nothing."""
    if not isinstance(person, User):
        return
    key, network = key_of(request), traces.network(address_of(request), now=now)
    left = [mark for mark in (traces.device(key) if key else None, network) if mark]
    if left and caches["near"].add(f"traces:{person.pk}:{hash(tuple(left))}", 1, AN_HOUR):
        traces.note(person, *left, now=now)
