"""The demo bank's rail: the bank of wallet/demobank, known only by HTTP."""

import hashlib
import hmac
import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.money import CENT, Money, usd
from wallet.rails.interface import (
    BadDestination,
    BadWebhook,
    Bill,
    Call,
    Event,
    Facts,
    Fate,
    Invitation,
    Item,
    Outcome,
    Rail,
    RailRefused,
    RailSilent,
    Refunds,
    Subject,
)

TIMEOUT_SECONDS = 10
SIGNATURE_HEADER = "Demo-Bank-Signature"
# A webhook older than this may be a recorded one, played again.
OLDEST_WEBHOOK_SECONDS = 300

# What the bank answers to a request it will never do, however often it comes.
REFUSALS = (400, 409, 422)

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)

FATES = {
    "open": Fate.WAITING,
    "pending": Fate.WAITING,
    "paid": Fate.PAID,
    "cancelled": Fate.CANCELLED,
    "failed": Fate.FAILED,
    "charged_back": Fate.REVERSED,
    "returned": Fate.REVERSED,
}


class DemoBank(Rail):
    facts = Facts(
        code="demo_bank",
        label=gettext_lazy("Demo bank"),
        deposit_fee=gettext_lazy("Free"),
        deposit_speed=gettext_lazy("At once"),
        payout_fee=gettext_lazy("Free"),
        payout_speed=gettext_lazy("Within a minute of the payout run"),
        minimum_payout=usd("1"),
        destination_label=gettext_lazy("Account number"),
        destination_help=gettext_lazy("Eight digits, like 1234 5678."),
        refunds=Refunds.TO_SOURCE,
        for_trying=True,
    )

    def __init__(self, *, url: str, key: str, secret: str) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._secret = secret

    def check_destination(self, text: str) -> str:
        digits = re.sub(r"[\s-]", "", text)
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise BadDestination(_("A demo bank account number has eight digits, like 1234 5678."))
        return digits

    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        note = _("Deposit to your Picomarket wallet")
        asked = {"key": key, "amount_cents": amount // CENT, "note": note, "return_url": return_url}
        answer = self._call("POST", "/api/checkouts", asked)
        with _readable():
            return Invitation(reference=answer["id"], url=answer["url"])

    def deposit_outcome(self, bill: Bill) -> Outcome:
        if not bill.reference:
            return Outcome(key=bill.key, fate=Fate.UNSEEN)
        answer = self._call("GET", f"/api/checkouts/{bill.reference}")
        with _readable():
            return _deposit(answer)

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        self._check_signature(headers.get(SIGNATURE_HEADER, ""), body, now)
        try:
            told = json.loads(body)
            if told["type"].startswith("checkout."):
                return Event(id=str(told["id"]), subject=Subject.DEPOSIT, outcome=_deposit(told["data"]))
            return Event(id=str(told["id"]), subject=Subject.PAYOUT, outcome=_payout(told["data"]))
        except UNREADABLE as error:
            raise BadWebhook("The event is malformed.") from error

    def send(self, call: Call) -> list[Outcome]:
        answer = self._call("POST", "/api/payouts", {"items": [_line(item) for item in call.open]})
        with _readable():
            return [_payout(line) for line in answer["items"]]

    def look_up(self, call: Call) -> list[Outcome]:
        keys = [item.key for item in call.items]
        answer = self._call("POST", "/api/payouts/look-up", {"keys": keys})
        with _readable():
            known = {line["key"]: _payout(line) for line in answer["items"]}
            never_seen = set(answer["unknown"]) - known.keys()
        return [*known.values(), *(Outcome(key=key, fate=Fate.UNSEEN) for key in keys if key in never_seen)]

    def funds(self) -> Money | None:
        answer = self._call("GET", "/api/balance")
        with _readable():
            return Money(answer["amount_cents"] * CENT)

    def _check_signature(self, header: str, body: bytes, now: datetime) -> None:
        match = re.fullmatch(r"t=(\d{1,12}),v1=([0-9a-f]{64})", header)
        if not match:
            raise BadWebhook("The signature is missing or malformed.", status=401)
        stamp, given = match.groups()
        right = hmac.new(self._secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given, right):
            raise BadWebhook("The signature is wrong.", status=401)
        if abs(now.timestamp() - int(stamp)) > OLDEST_WEBHOOK_SECONDS:
            raise BadWebhook("The timestamp is too old.", status=400)

    def _call(self, method: str, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            answer = requests.request(method, f"{self._url}{path}", json=data, headers=headers, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
        except requests.RequestException as error:
            if error.response is not None and error.response.status_code in REFUSALS:
                raise RailRefused(str(error)) from error
            raise RailSilent(str(error)) from error
        return said


@contextmanager
def _readable() -> Generator[None]:
    """An answer that cannot be read says nothing."""
    try:
        yield
    except UNREADABLE as error:
        raise RailSilent(f"the answer cannot be read: {error!r}") from error


def _line(item: Item) -> dict[str, Any]:
    line: dict[str, Any] = {"key": item.key, "amount_cents": item.amount // CENT}
    if item.refund_of and not item.destination:
        return line | {"refund_of": item.refund_of.reference}
    return line | {"destination": item.destination}


def _deposit(said: Mapping[str, Any]) -> Outcome:
    # What is taken back is all that was received, so it is both.
    received = Money(said["received_cents"] * CENT)
    return Outcome(
        key=said["key"],
        fate=FATES[said["state"]],
        reason=said["reason"],
        reference=said["id"],
        amount=received,
        arrived=received,
    )


def _payout(said: Mapping[str, Any]) -> Outcome:
    return Outcome(
        key=said["key"],
        fate=FATES[said["state"]],
        reason=said["reason"],
        reference=said["reference"],
        amount=Money(said["amount_cents"] * CENT),
        cost=Money(said["fee_cents"] * CENT),
    )
