"""What holds for every page: how large a request may be, who may keep the answer, whose clock it shows."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from accounts import rule_changes
from accounts.models import User
from accounts.security import confirming, sessions
from picomarket.lib.refusals import way_back


class NoHugeBodies:
    """Turns a body away before a byte of it is read: Django itself would write files of any size to the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A length that is missing or no number is read as nothing.
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if length.isdecimal() and int(length) > settings.LARGEST_BODY:
            return render(request, "errors/413.html", status=413)
        return self.get_response(request)


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


class KeepPrivate:
    """What a signed-in person sees is kept in no cache that others share, unless the view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class SayWhatItTakes:
    """Puts words on the empty answer to somebody who opens an address that only takes what a form sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and not response.content:
            return render(request, "errors/405.html", status=response.status_code)
        return response


class BackToThePage:
    """A form sent after the session ended leads, by way of signing in, back to the form's page.

    Django would lead to the form's own address, which often answers nothing but POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = reverse(settings.LOGIN_URL)
        back_here = redirect_to_login(request.get_full_path(), sign_in)["Location"]
        if request.method == "POST" and response.get("Location") == back_here:
            messages.info(request, _("You were signed out meanwhile, so this was not done. Please do it once more."))
            page = urlsplit(way_back(request))
            return redirect_to_login(urlunsplit(("", "", page.path, page.query, "")), sign_in)
        return response


class SeenLately:
    """Notes, once in some minutes, that a session is in use: the list of devices says when each was last seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.user.is_authenticated and AUTHENTICATION_METHODS_SESSION_KEY in request.session:
            sessions.note_seen(key, ip=get_adapter().get_client_ip(request) or "", now=timezone.now())
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
        if adds and request.user.is_authenticated and not confirming.can_confirm(request.user):
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
