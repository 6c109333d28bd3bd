"""The pages of the tasks app: finding work, posting it, managing it."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of a person who is signed in."""

    user: User
