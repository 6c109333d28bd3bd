"""What holds for every page: its number in the log, how large a request may be, who may keep the answer, whose clock it
shows."""

from __future__ import annotations

import hashlib
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from structlog.contextvars import bind_contextvars, clear_contextvars

from accounts import devices, rule_changes
from accounts.models import User
from accounts.security import sessions
from picomarket import metrics
from picomarket.lib.confirming import can_confirm
from picomarket.lib.refusals import way_back

log = logging.getLogger(__name__)


class Traced:
    """Gives each request a number, which stands in every line of the log that comes of it, in those of the jobs it
    begins and in the answer; and counts it.

    A proxy that gives numbers is believed where the settings say that there is one.
    """

    NUMBER = re.compile(r"[\w-]{8,64}")
    # Asked every few seconds, by programs.
    PROBES = ("healthz", "readyz", "metrics")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        number = given if self.NUMBER.fullmatch(given) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=number)
        began = time.monotonic()
        response = self.get_response(request)
        self._note(request, response.status_code, time.monotonic() - began)
        response["X-Request-ID"] = number
        return response

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        """The view and never the address, which may hold what lets its reader in. Files of the site are not noted."""
        view = request.resolver_match.view_name if request.resolver_match else ""
        if view in self.PROBES or (not view and status < HTTPStatus.BAD_REQUEST):
            return
        method = request.method if request.method in ("GET", "POST", "HEAD") else "other"
        metrics.note(view or "none", method=method, status=status, seconds=seconds)
        facts = {"view": view, "method": method, "status": status, "milliseconds": round(seconds * 1000)}
        session = getattr(request, "session", None)
        # The number of whoever is signed in, where the session was read anyway; never a name.
        if session is not None and session.accessed and (person := session.get(SESSION_KEY)):
            facts["person"] = person
        log.log(
            logging.WARNING if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO, "answered", extra=facts
        )


class AsBefore:
    """Sends nothing where the browser has the very same page from before: a repeat visit to the feed costs no bytes.

    The tokens of forms are another writing of one secret each time, and hold as long as the secret does. So they are
    left aside and the secret counts: who signs in anew, or as somebody else, gets the page anew. What a browser is not
    to keep is not compared.
    """

    OWN_POLICY = frozenset({"Content-Security-Policy", "X-Frame-Options"})
    TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != HTTPStatus.OK or not self._may_be_kept(response):
            return response
        read = hashlib.blake2b(self.TOKEN.sub(b"", response.content), digest_size=16)
        read.update(str(request.META.get("CSRF_COOKIE", "")).encode())
        tag = response.headers["ETag"] = f'W/"{read.hexdigest()}"'
        answer = get_conditional_response(request, etag=tag, response=response) or response
        # A browser takes these over from the short answer too: a page with a policy of its own keeps it.
        for name in self.OWN_POLICY & response.headers.keys():
            answer.headers[name] = response.headers[name]
        return answer

    def _may_be_kept(self, response: HttpResponse) -> bool:
        if response.streaming or response.has_header("ETag") or "no-store" in response.get("Cache-Control", ""):
            return False
        return response.get("Content-Type", "").startswith("text/html")


class NoHugeBodies:
    """Turns away a body that is too large: Django itself would write files of any size to the disk.

    What nobody read of a body is let go by before the answer: the server would close the connection on whoever still
    sends, and a browser or a proxy that is cut off reads no answer at all. After so many times the largest it is.
    """

    LET_BY, PIECE = 4, 64 * 1024

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A length that is missing or no number is read as nothing.
        length = str(request.META.get("CONTENT_LENGTH") or "")
        too_large = length.isdecimal() and int(length) > settings.LARGEST_BODY
        answer = render(request, "errors/413.html", status=413) if too_large else self.get_response(request)
        self._let_by(request)
        return answer

    def _let_by(self, request: HttpRequest) -> None:
        left = self.LET_BY * settings.LARGEST_BODY
        # Whoever went away in the middle waits for no answer.
        with suppress(OSError):
            while left > 0 and (piece := request.read(self.PIECE)):
                left -= len(piece)


class NothingForOthers:
    """No other site loads what is answered here, and no page asks for a camera, a place or a payment."""

    UNUSED = (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
        *("microphone", "midi", "payment", "serial", "usb"),
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = ", ".join(f"{feature}=()" for feature in self.UNUSED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", self.policy)
        return response


class RulesOfNow:
    """Has a rule that was changed on the desk before the page is made by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        rule_changes.look()
        return self.get_response(request)


class NoNul:
    """Turns away an address that asks for a NUL: PostgreSQL holds none, and would break off at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class NotForEver:
    """Whoever signed in long ago does so anew, however much they come: the device may be somebody else's by now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sessions.is_over(request, now=timezone.now()):
            logout(request)
            messages.info(request, _("You signed in here long ago. Please do it once more."))
        return self.get_response(request)


class KeepPrivate:
    """What a signed-in person sees is kept in no cache that others share, unless the view says otherwise.

    Of money, of what one signs in with and of the desk the browser keeps nothing either: the next one at a shared
    computer would read it there.
    """

    NOT_EVEN_THERE = ("wallet:", "admin:", "account_", "mfa_", "usersessions_")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            name = request.resolver_match.view_name if request.resolver_match else ""
            stored = {"no_store": True} if name.startswith(self.NOT_EVEN_THERE) else {}
            patch_cache_control(response, private=True, no_cache=True, **stored)
        return response


class SayWhatItTakes:
    """Puts words on the empty answer to somebody who opens an address that only takes what a form sends.

    And where DEBUG is on, an address with nothing at it shows the market's own page all the same; Django's technical
    one, which lists all addresses, comes for ``?technical``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and not response.content:
            return render(request, "errors/405.html", status=response.status_code)
        # No page of the market's own is of this class.
        if settings.DEBUG and isinstance(response, HttpResponseNotFound) and "technical" not in request.GET:
            return render(request, "404.html", status=response.status_code)
        return response


class BackToThePage:
    """A form sent after the session ended leads, by way of signing in, back to the form's page.

    Django would lead to the form's own address, which often answers nothing but POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST":
            return response
        sign_in = reverse(settings.LOGIN_URL)
        back_here = redirect_to_login(request.get_full_path(), sign_in)["Location"]
        if response.get("Location") == back_here:
            messages.info(request, _("You were signed out meanwhile, so this was not done. Please do it once more."))
            page = urlsplit(way_back(request))
            # What was typed stands in the form again (unsent.js).
            return redirect_to_login(urlunsplit(("", "", page.path, page.query, "unsent")), sign_in)
        return response


class SeenLately:
    """Notes, once in some minutes, that a session is in use: the list of devices says when each was last seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.user.is_authenticated and AUTHENTICATION_METHODS_SESSION_KEY in request.session:
            sessions.note_seen(key, ip=devices.address_of(request), now=timezone.now())
        return response


class AskFirst:
    """An open session is not enough to add a way in, or an address, where its person has nothing to confirm with.

    Allauth asks everybody else; to these it would say yes.
    """

    ADDING = ("account_email", "mfa_activate_totp", "mfa_add_webauthn", "socialaccount_connections")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        adds = match is not None and match.view_name in self.ADDING and request.method == "POST"
        if adds and request.user.is_authenticated and not can_confirm(request.user):
            return redirect("account_set_password")
        return None


class TheirLanguage:
    """Speaks to whoever is signed in as their profile says, on every device; to others as their browser asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (isinstance(request.user, User) and request.user.is_authenticated):
            return self.get_response(request)
        language = (
            request.user.language if request.user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        )
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class TheirTimeZone:
    """Activates the signed-in person's time zone for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_authenticated:
            with timezone.override(request.user.tz):
                return self.get_response(request)
        return self.get_response(request)
