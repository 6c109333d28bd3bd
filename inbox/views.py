from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def notices(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def read(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
