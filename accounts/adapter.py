"""How sign-up and sign-in fit this market."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inbox import letters

from . import devices, time_zones
from .models import User
from .security import known

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """People sign in by e-mail; there are no user names."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to support if you think that is wrong."),
        "duplicate_email": _("This address is yours already."),
        "email_password_mismatch": _("This address and this password do not belong together. Look at both once more."),
        "enter_current_password": _("This is not your password of today."),
        "incorrect_code": _("This code is wrong or used up. Wait for the next one and type that."),
        "incorrect_password": _("This is not your password."),
        "max_email_addresses": _("You can have %d addresses. Remove one first."),
        "rate_limited": _("This was asked for very often. Try again in some minutes."),
        "too_many_login_attempts": _("This was tried very often. Try again in some minutes."),
        "unverified_primary_email": _("Confirm this address first, then make it the main one."),
    }

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """No user name to make up."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A person is stored whole: with what the form asked for and what can be guessed from it."""
        user.country, user.birth_date = form.cleaned_data["country"], form.cleaned_data["birth_date"]
        user.language = get_language() or settings.LANGUAGE_CODE
        user.time_zone = time_zones.guess(user.country)
        return super().save_user(request, user, form, commit=commit)

    def set_password(self, user: Any, password: str) -> None:
        """Nothing but the password is stored: verdicts may have moved this person's counters since they were read."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In its reader's language. A mail server that fails breaks no sign-up: signing in again sends another link."""
        language = getattr(context.get("user"), "language", None) or get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("%s could not be mailed.", template_prefix)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Whoever is in is told of where it was not seen before, and the device keeps by what it is known again."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        token = known.arrive(
            user,
            token=devices.key_of(request),
            user_agent=request.headers.get("User-Agent", "")[:200].replace("\0", ""),
            ip=devices.address_of(request),
            now=timezone.now(),
        )
        devices.remember(response, token)
        return response

    def render_mail(self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None) -> Any:
        """The same words as HTML beside the plain ones, as in every letter of this market.

        Links lead to the market's own address, whatever host the request named.
        """
        links = {name: _at_home(value) for name, value in context.items() if name.endswith("_url")}
        said = {**context, **links, "market_url": settings.SITE_URL}
        return letters.dress(super().render_mail(template_prefix, email, said, headers))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth passes it
        """A newcomer first sees what to do next and what it costs."""
        return reverse("accounts:profile")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """So does one who confirmed the address in another browser and signs in there."""
        if isinstance(request.user, User) and request.user.is_newcomer and not request.user.name:
            return reverse("accounts:profile")
        return str(super().get_login_redirect_url(request))


def _at_home(url: str) -> str:
    parts = urlsplit(url)
    return f"{settings.SITE_URL}{urlunsplit(('', '', parts.path, parts.query, ''))}"
