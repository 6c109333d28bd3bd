"""Payouts by PayPal: one batch per call, known to PayPal by the call's key, its items by theirs.

PayPal pays a ``sender_batch_id`` once within 30 days: posted again it names the batch it made, so a call whose answer
was lost is sent again and found. After that it might pay anew; such a call is left for people.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.money import usd
from wallet.rails.interface import Call, Fate, Item, Outcome, RailRefused, RailSilent
from wallet.rails.paypal_api import CURRENCY, Denied, PayPalApi, Said, fixed, money, number_in, readable, words

log = logging.getLogger(__name__)

PAYOUTS = "/v1/payments/payouts"
ITEMS = "/v1/payments/payouts-item"
PAGE_SIZE = 1000
# A day less than PayPal's 30: its clock and the market's may differ.
REMEMBERED = timedelta(days=29)
PREPARED_AT = "prepared_at"
# Stands before PayPal's number of a batch, where it is all the wallet knows of an item.
BATCH = "batch:"

FATES = {
    "SUCCESS": Fate.PAID,
    "FAILED": Fate.FAILED,
    "BLOCKED": Fate.FAILED,
    "DENIED": Fate.FAILED,
    # Each of these can follow SUCCESS; before it, the money comes back all the same.
    "RETURNED": Fate.REVERSED,
    "REFUNDED": Fate.REVERSED,
    "REVERSED": Fate.REVERSED,
    "PENDING": Fate.WAITING,
    "ONHOLD": Fate.WAITING,
    # Nobody took it yet; after 30 days PayPal sends it back by itself.
    "UNCLAIMED": Fate.WAITING,
}
# What PayPal did not let through as a whole, and so paid nothing of.
STOPPED = {"DENIED", "CANCELED"}
# PayPal found the request itself wrong, and took nothing.
INVALID = {"VALIDATION_ERROR", "INVALID_REQUEST"}
SUBJECT = gettext_lazy("{market} paid you")


class Payouts:
    """Money out."""

    def __init__(self, api: PayPalApi, *, market: str) -> None:
        self._api = api
        self._market = market

    def prepare(self) -> dict[str, Any]:
        return {PREPARED_AT: timezone.now().isoformat()}

    def send(self, call: Call, items: Sequence[Item]) -> list[Outcome]:
        """Send a batch once; what was sent before is looked up. Raises RailRefused where PayPal took nothing of it."""
        if batch := self._batch_of(items):
            return self._ask(batch, call, items)
        _check_age(call)
        try:
            made = self._api.post(PAYOUTS, self._request(call, items))
        except Denied as no:
            return self._ask(_duplicate(no), call, items)
        with readable():
            reference = f"{BATCH}{made['batch_header']['payout_batch_id']}"
        return [Outcome(key=item.key, fate=Fate.WAITING, reference=reference) for item in items]

    def look_up(self, call: Call, items: Sequence[Item]) -> list[Outcome]:
        """PayPal knows batches by its own numbers only. Without one the answer is to send again, while that is safe."""
        if batch := self._batch_of(items):
            return self._ask(batch, call, items)
        _check_age(call)
        return [Outcome(key=item.key, fate=Fate.UNSEEN) for item in items]

    def _request(self, call: Call, items: Sequence[Item]) -> dict[str, Any]:
        header = {
            "sender_batch_id": call.key,
            "email_subject": fixed(format_lazy(SUBJECT, market=self._market), 255),
        }
        return {"sender_batch_header": header, "items": [_line(item) for item in items]}

    def _batch_of(self, items: Sequence[Item]) -> str:
        """PayPal's number of the batch, as far as any item's reference tells; empty where none does."""
        references = [item.reference for item in items if item.reference]
        for reference in references:
            if reference.startswith(BATCH):
                return reference.removeprefix(BATCH)
        if not references:
            return ""
        item = self._api.get(f"{ITEMS}/{references[0]}")
        with readable():
            return str(item["payout_batch_id"])

    def _ask(self, batch: str, call: Call, items: Sequence[Item]) -> list[Outcome]:
        """What became of each item of a batch, as far as PayPal lists them."""
        outcomes: dict[str, Outcome] = {}
        status = ""
        for page in self._pages(batch):
            with readable():
                header = page["batch_header"]
                status, known = header["batch_status"], header["sender_batch_header"].get("sender_batch_id", call.key)
                if known != call.key:
                    raise RailSilent(f"PayPal's batch {batch} is of call {known}, not of {call.key}")
                for line in page.get("items") or []:
                    outcome = item_outcome(line)
                    outcomes[outcome.key] = outcome
        if status in STOPPED:
            outcomes = {key: one for key, one in outcomes.items() if one.fate != Fate.WAITING}
        return [outcomes.get(item.key) or _unlisted(item, batch, status) for item in items]

    def _pages(self, batch: str) -> Iterator[Said]:
        number, pages = 1, 1
        while number <= pages:
            page = self._api.get(f"{PAYOUTS}/{batch}", page=number, page_size=PAGE_SIZE, total_required="true")
            with readable():
                pages = int(page.get("total_pages", 1))
            yield page
            number += 1


def item_outcome(line: Said) -> Outcome:
    """What PayPal says of one item, in a batch or a webhook."""
    asked, status = line["payout_item"], str(line.get("transaction_status", "PENDING"))
    fate = FATES.get(status)
    if fate is None:
        log.error("payout %s: PayPal's status %r is not known here", asked.get("sender_item_id"), status)
    if fate in (None, Fate.WAITING):
        reference = f"{BATCH}{line['payout_batch_id']}"
        return Outcome(key=asked["sender_item_id"], fate=Fate.WAITING, reference=reference)
    return Outcome(
        key=asked["sender_item_id"],
        fate=fate or Fate.WAITING,
        reason="" if fate == Fate.PAID else _reason(line, status),
        reference=str(line["payout_item_id"]),
        amount=money(asked["amount"]),
        cost=money(line["payout_item_fee"]) if fate == Fate.PAID and line.get("payout_item_fee") else usd("0"),
    )


def _reason(line: Said, status: str) -> str:
    said = line.get("errors") or {}
    if status == "RETURNED":
        return _("Nobody with this address took the money within 30 days.")
    return _("PayPal could not pay it: %(why)s") % {"why": said.get("message") or said.get("name") or status}


def _unlisted(item: Item, batch: str, status: str) -> Outcome:
    if status in STOPPED:
        return Outcome(key=item.key, fate=Fate.FAILED, reason=_("PayPal did not let the whole batch through."))
    return Outcome(key=item.key, fate=Fate.WAITING, reference=f"{BATCH}{batch}")


def _line(item: Item) -> dict[str, Any]:
    return {
        "recipient_type": "EMAIL",
        "receiver": item.destination,
        "sender_item_id": item.key,
        "amount": {"currency": CURRENCY, "value": words(item.amount)},
    }


def _duplicate(no: Denied) -> str:
    """The number of the batch this key made before. Raises RailRefused where PayPal took nothing, else what it said."""
    for address in no.links:
        if number := number_in(address, PAYOUTS):
            return number
    # What is wrong with the key may be that it was used: then something was taken.
    about_the_key = any("sender_batch" in field.lower() for field in no.fields)
    if no.status == 400 and no.name in INVALID and not about_the_key:
        raise RailRefused(str(no)) from no
    raise no


def _check_age(call: Call) -> None:
    if not call.prepared:
        # It was never sent: what is sent was prepared before, and that was stored.
        return
    with readable():
        prepared_at = datetime.fromisoformat(call.prepared[PREPARED_AT])
    if timezone.now() - prepared_at > REMEMBERED:
        log.error("call %s is older than PayPal's memory: look for it in PayPal's activity, by its key", call.key)
        raise RailSilent("PayPal may have forgotten this call, so it is not sent again")
