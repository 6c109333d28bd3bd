"""Second steps in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from picomarket.lib import sealing

PURPOSE = "second steps"


class StepsAdapter(DefaultMFAAdapter):
    """Says no as the other sign-in pages do, and keeps what codes are made of sealed."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This second step cannot be turned off."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: the codes are for when it is lost."),
        "incorrect_code": _("This code is wrong or used up. Wait for the next one and type that."),
        "unverified_email": _("Confirm your address first, then add a second step."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text, purpose=PURPOSE)
