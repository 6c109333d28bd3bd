from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def open_case(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def case(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def concede(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError
