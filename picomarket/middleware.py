"""What holds for every page: how large a request may be, who may keep the answer, whose clock it shows."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from accounts.models import User
from picomarket.lib.refusals import way_back

# Where somebody who is signed in shows once more who they are.
AGAIN = ("account_reauthenticate", "mfa_reauthenticate")


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


class KeepPrivate:
    """What a signed-in person sees is kept in no cache that others share, unless the view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class BackToThePage:
    """A form that asks to sign in first, or for the password again, leads by way of that back to the form's page.

    Django would lead to the form's own address, which often answers nothing but POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not response.has_header("Location"):
            return response
        to, page = urlsplit(response["Location"]), urlsplit(way_back(request))
        asks = to.path in (reverse(settings.LOGIN_URL), *map(reverse, AGAIN))
        if asks and parse_qs(to.query).get("next") == [request.get_full_path()]:
            return redirect_to_login(urlunsplit(("", "", page.path, page.query, "")), to.path)
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
