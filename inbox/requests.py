"""What a view of signed-in people is asked with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class SignedIn(HttpRequest):
    """A request of a person who is signed in, as login_required makes sure."""

    # A row of accounts.User, which this app does not import.
    user: Any
