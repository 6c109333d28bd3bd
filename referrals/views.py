from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def arrive(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError
