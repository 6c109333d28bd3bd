"""The rails that a person of the staff carries: they receive and pay by hand, and say so in admin.

Nothing is sent by a machine, so nothing is known until a person imports the results; what each service takes as a file
is in ``wallet.mass_files``.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.counting import percent_lazy
from picomarket.lib.money import Money, usd
from wallet.iban import split_iban
from wallet.rails.interface import BadDestination, BadWebhook, Bill, Call, Event, Facts, Fate, Invitation, Outcome, Rail

LONGEST_DESTINATION = 120


class ByHand(Rail):
    """Each by its own facts and its own check of destinations. Nobody can pay in without being told where to."""

    def __init__(self, *, instructions: str) -> None:
        self._instructions = instructions
        self.facts = replace(type(self).facts, takes_deposits=bool(instructions.strip()))

    @abstractmethod
    def check_destination(self, text: str) -> str: ...

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


class BankTransfer(ByHand):
    facts = Facts(
        code="manual",
        label=gettext_lazy("Bank transfer"),
        deposit_fee=gettext_lazy("What your bank asks"),
        deposit_speed=gettext_lazy("1 to 3 business days"),
        payout_fee=gettext_lazy("Free"),
        payout_speed=gettext_lazy("1 to 5 business days after the payout run"),
        payout_days=5,
        minimum_payout=usd("5"),
        destination_label=gettext_lazy("Account and name"),
        destination_help=gettext_lazy("The IBAN, or the account number with its bank; then the name on the account."),
        by_hand=True,
    )

    def check_destination(self, text: str) -> str:
        words = re.sub(r"\s+", " ", text).strip()
        if len(words) > LONGEST_DESTINATION:
            raise BadDestination(_("Write the account in at most 120 characters."))
        found = split_iban(words)
        if found and not found.valid:
            raise BadDestination(_("This IBAN is not right: compare it with your bank's, digit by digit."))
        name = found.name if found else words
        if len(re.findall(r"\d", words)) < 4 or len(re.findall(r"[^\W\d_]", name)) < 2:
            raise BadDestination(_("Write the whole account: its IBAN or number, and the name on it."))
        return f"{found.grouped}, {name}" if found else words


class ByMail(ByHand):
    """A service that knows its people by their e-mail address."""

    def check_destination(self, text: str) -> str:
        address = text.strip().lower()
        try:
            validate_email(address)
        except ValidationError:
            raise BadDestination(self._say()) from None
        # A spreadsheet runs what starts with a sign; no such service knows such an address.
        if len(address) > LONGEST_DESTINATION or not address[0].isalnum():
            raise BadDestination(self._say())
        return address

    def _say(self) -> str:
        return _("Write the e-mail address you use with %(service)s.") % {"service": self.facts.label}


class Skrill(ByMail):
    facts = Facts(
        code="skrill",
        label="Skrill",
        deposit_fee=gettext_lazy("What Skrill asks"),
        deposit_speed=gettext_lazy("1 business day"),
        payout_fee=percent_lazy(2),
        payout_speed=gettext_lazy("1 business day after the payout run"),
        minimum_payout=usd("5"),
        destination_label=gettext_lazy("E-mail address at Skrill"),
        destination_help=gettext_lazy("The address you sign in to Skrill with."),
        by_hand=True,
        fee_ppm=20_000,
    )


class Payoneer(ByMail):
    facts = Facts(
        code="payoneer",
        label="Payoneer",
        deposit_fee=gettext_lazy("What Payoneer asks"),
        deposit_speed=gettext_lazy("1 business day"),
        payout_fee=gettext_lazy("$1.00"),
        payout_speed=gettext_lazy("1 to 2 business days after the payout run"),
        payout_days=2,
        minimum_payout=usd("20"),
        destination_label=gettext_lazy("E-mail address at Payoneer"),
        destination_help=gettext_lazy("The address you sign in to Payoneer with."),
        by_hand=True,
        fee_fixed=usd("1"),
    )


# By the names the operator lists in MANUAL_RAILS.
BY_HAND: dict[str, type[ByHand]] = {"bank": BankTransfer, "skrill": Skrill, "payoneer": Payoneer}
