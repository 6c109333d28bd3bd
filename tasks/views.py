from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def feed(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def mine(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def post(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def draft(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    raise NotImplementedError


def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def manage(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError
