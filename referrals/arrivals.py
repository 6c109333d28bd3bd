"""Whose link brought a visitor here, remembered in a signed cookie until they join."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE = "referrer"
KEPT = timedelta(days=30)


def remember(response: HttpResponse, referrer: User) -> None:
    response.set_signed_cookie(
        COOKIE, referrer.public_id, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def referrer_of(request: HttpRequest) -> User | None:
    """Who brought this visitor; None where nobody did, the cookie is forged or old, or the referrer has gone."""
    public_id = request.get_signed_cookie(COOKIE, default="", max_age=KEPT)
    return User.objects.filter(is_active=True, public_id=public_id).first() if public_id else None
