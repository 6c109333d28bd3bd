from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def profile(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def edit(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def person(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError
