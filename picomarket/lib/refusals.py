"""When a rule says no, the person is told in words; it is not a bug."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


class Refused(ValidationError):
    """A rule said no. The message is written for the person who asked.

    Being a ValidationError, a form shows it; one that escapes a view becomes a message and a way back.
    """

    # What a page answers with that shows it in a form.
    status = 422

    @property
    def words(self) -> str:
        return " ".join(str(message) for message in self.messages)


class TooOften(Refused):
    """Somebody asked for what costs the market something again and again. In so many ``seconds`` they can once more."""

    status = 429

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class RefusalMiddleware:
    """Turns a refusal that escaped a view into a message and a redirect to where the person came from; who asked too
    often gets a page of its own, because to go back would ask again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if isinstance(exception, TooOften):
            return answer_too_often(request, exception)
        messages.error(request, exception.words)
        return redirect(way_back(request))


def answer_too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    answer = render(request, "429.html", {"words": refusal.words, "back": way_back(request)}, status=refusal.status)
    answer["Retry-After"] = str(refusal.seconds)
    return answer


def way_back(request: HttpRequest) -> str:
    """The page the person came from when it is one of ours and not this one; the front page otherwise."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    if not ours or (request.method == "GET" and came_from == request.build_absolute_uri()):
        return "/"
    return came_from
