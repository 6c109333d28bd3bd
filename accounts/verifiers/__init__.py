"""What can be verified of a person, and by what: a phone by a code that a verifier carries, who they are by hand.

What is not configured is offered to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .interface import Verifier, VerifierSilent
from .mailbox import Mailbox
from .sms_gateway import SmsGateway

__all__ = ["STEPS", "Step", "Verifier", "VerifierSilent", "by_hand", "offered"]


def offered() -> Verifier | None:
    """The one that sends codes to phones now."""
    if settings.SMS_GATEWAY_URL and settings.SMS_GATEWAY_TOKEN:
        return SmsGateway(url=settings.SMS_GATEWAY_URL, token=settings.SMS_GATEWAY_TOKEN)
    return Mailbox() if settings.SMS_BY_MAIL else None


def by_hand() -> bool:
    """Whether the staff looks at documents now."""
    return bool(settings.IDENTITY_BY_HAND)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody can have verified: as what they need, as what they do, on which page.

    ``column`` of a person says since when it is done, ``waits`` by when somebody is promised to look at what they sent.
    """

    code: str
    needed: Promise
    todo: Promise
    page: str
    column: str
    is_offered: Callable[[], bool]
    waits: Callable[[User], datetime | None] = lambda _person: None

    def is_done(self, person: User) -> bool:
        return getattr(person, self.column) is not None


STEPS = {
    step.code: step
    for step in (
        Step(
            "phone",
            _("a confirmed phone"),
            _("Confirm your phone"),
            "accounts:verify",
            "phone_confirmed_at",
            lambda: offered() is not None,
        ),
        Step(
            "identity",
            _("a checked identity"),
            _("Have your identity checked"),
            "accounts:identity",
            "identity_confirmed_at",
            by_hand,
            lambda person: person.identity_due,
        ),
    )
}
