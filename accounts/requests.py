"""What a view of signed-in people is asked with."""

from __future__ import annotations

from django.http import HttpRequest

from .models import User


class SignedIn(HttpRequest):
    """A request of a person who is signed in, as login_required makes sure."""

    user: User
