from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def mine(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def work(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def deliver(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def desk(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def review(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def reject(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError
