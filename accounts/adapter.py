"""How sign-up and sign-in fit this market."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


class AccountAdapter(DefaultAccountAdapter):
    """People sign in by e-mail; there are no user names."""

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """No user name to make up."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A person is stored whole: with the country and date of birth the form asked for."""
        user.country, user.birth_date = form.cleaned_data["country"], form.cleaned_data["birth_date"]
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit=commit)
