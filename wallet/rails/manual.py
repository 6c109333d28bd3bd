"""The manual rail: a person of the staff receives and pays, and says so in admin.

Nothing is sent by a machine, so nothing is known until a person imports the results.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.money import Money, usd
from wallet.rails.interface import BadDestination, BadWebhook, Bill, Call, Event, Facts, Fate, Invitation, Outcome, Rail

LONGEST_DESTINATION = 120


class Manual(Rail):
    facts = Facts(
        code="manual",
        label=gettext_lazy("Bank transfer, by hand"),
        deposit_fee=gettext_lazy("What your bank asks"),
        deposit_speed=gettext_lazy("1 to 3 business days"),
        payout_fee=gettext_lazy("Free"),
        payout_speed=gettext_lazy("1 to 5 business days after the payout run"),
        minimum_payout=usd("5"),
        destination_label=gettext_lazy("Account and name"),
        destination_help=gettext_lazy("The IBAN or the account with its service, and the name on it."),
        by_hand=True,
    )

    def __init__(self, *, instructions: str) -> None:
        self._instructions = instructions

    def check_destination(self, text: str) -> str:
        words = re.sub(r"\s+", " ", text).strip()
        if len(words) < 6 or not re.search(r"\d|@", words):
            raise BadDestination(_("Write the whole account: its number or address, and the name on it."))
        if len(words) > LONGEST_DESTINATION:
            raise BadDestination(_("Write the account in at most 120 characters."))
        return words

    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        words = _("Send %(amount)s with the reference %(reference)s. %(instructions)s") % {
            "amount": amount,
            "reference": key,
            "instructions": self._instructions,
        }
        return Invitation(reference=key, instructions=words)

    def deposit_outcome(self, bill: Bill) -> Outcome:
        return Outcome(key=bill.key, fate=Fate.WAITING)

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        raise BadWebhook("This rail has no webhooks.", status=404)

    def send(self, call: Call) -> list[Outcome]:
        return []

    def look_up(self, call: Call) -> list[Outcome]:
        return []
