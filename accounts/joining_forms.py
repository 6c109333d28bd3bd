"""Allauth's forms with what this market asks of an address. A module of its own: they are made of ``JoiningFields``."""

from __future__ import annotations

from allauth.account import forms as account_forms
from allauth.socialaccount import forms as social_forms

from . import mail_domains


class KeptAddress:
    """An address its person will still read in a year."""

    def clean_email(self) -> str:
        address: str = super().clean_email()  # type: ignore[misc]
        mail_domains.check(address)
        return address


class SignupForm(KeptAddress, account_forms.SignupForm):
    """Joining with a password."""


class SocialSignupForm(KeptAddress, social_forms.SignupForm):
    """Joining by another site's account: country, date of birth and consent are asked all the same."""


class AddEmailForm(KeptAddress, account_forms.AddEmailForm):
    """Another address for somebody who is here."""
