"""The ways a code reaches a phone. Without one that is configured nothing is offered."""

from django.conf import settings

from .interface import Verifier, VerifierSilent
from .mailbox import Mailbox
from .sms_gateway import SmsGateway

__all__ = ["Verifier", "VerifierSilent", "offered"]


def offered() -> Verifier | None:
    """The one that sends codes now."""
    if settings.SMS_GATEWAY_URL and settings.SMS_GATEWAY_TOKEN:
        return SmsGateway(url=settings.SMS_GATEWAY_URL, token=settings.SMS_GATEWAY_TOKEN)
    return Mailbox() if settings.SMS_BY_MAIL else None
