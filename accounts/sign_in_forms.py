"""Allauth's forms in our words, with what this market asks of an address.

A module of its own, because they are made of ``JoiningFields``.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.webauthn import forms as key_forms
from allauth.socialaccount import forms as social_forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import mail_domains

RULES = _("At least 8 characters, none of the common passwords and nothing like your address.")


class KeptAddress:
    """An address its person will still read in a year."""

    def clean_email(self) -> str:
        address: str = super().clean_email()  # type: ignore[misc]
        mail_domains.check(address)
        return address


class PlainWords:
    """Labels as this market has them, and a password's rules in one sentence."""

    LABELS = {
        "email": _("E-mail address"),
        "login": _("E-mail address"),
        "remember": _("Keep me signed in on this device"),
        "oldpassword": _("Your password of today"),
        "password2": _("The new password once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name in self.LABELS.keys() & fields.keys():
            fields[name].label = self.LABELS[name]
            # The label says it already.
            fields[name].widget.attrs.pop("placeholder", None)
        if "password1" in fields:
            fields["password1"].widget.attrs.pop("placeholder", None)
            fields["password1"].help_text = RULES


class LoginForm(PlainWords, account_forms.LoginForm):
    """Signing in with a password."""


class SignupForm(PlainWords, KeptAddress, account_forms.SignupForm):
    """Joining with a password."""

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has an account takes as long as a new one: else the clock would tell who is here."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SocialSignupForm(PlainWords, KeptAddress, social_forms.SignupForm):
    """Joining by another site's account: country, date of birth and consent are asked all the same."""


class AddEmailForm(PlainWords, KeptAddress, account_forms.AddEmailForm):
    """Another address for somebody who is here."""


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):
    """Another password, by somebody who knows the one of today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class ResetPasswordForm(PlainWords, account_forms.ResetPasswordForm):
    """A link to a new password."""


class ResetPasswordKeyForm(PlainWords, account_forms.ResetPasswordKeyForm):
    """A new password, by somebody who got the link: typed once, as when one joins, since it can be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")


class AddKeyForm(key_forms.AddWebAuthnForm):
    """A passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _(
            "Then no password is asked. The key asks for your finger, your face or its own PIN instead."
        )
