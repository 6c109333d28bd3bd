"""Signing in by another site's account."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SocialAdapter(DefaultSocialAccountAdapter):
    """Country and date of birth are asked of everybody, so nobody joins without the form."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Set a password first: without it nothing would let you in any more."),
        "no_verified_email": _("Confirm your address first: without it nothing would let you in any more."),
        "disconnect_last": _("This is your only way in. Set a password first."),
        "connected_other": _("This account signs somebody else in here already."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Nothing but the address is taken over: what others call them is theirs to say."""
        return super().populate_user(request, sociallogin, {"email": data.get("email")})
