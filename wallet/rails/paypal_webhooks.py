"""What PayPal tells unasked.

Of money in, an event is only a hint: what became of the deposit is asked of PayPal, so that events in any order end at
the same. Of money out, the event says it all.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from picomarket.lib.money import usd
from wallet.rails import paypal_signature
from wallet.rails.interface import BadWebhook, Event, Fate, Outcome, RailSilent, Subject
from wallet.rails.paypal_api import UNREADABLE, PayPalApi, Said, money, number_in
from wallet.rails.paypal_orders import CAPTURES, ORDERS, OURS, REFUNDS, Orders, refund_outcome
from wallet.rails.paypal_payouts import item_outcome

log = logging.getLogger(__name__)

Told = tuple[Subject, Outcome | None]
NOTHING_OF_OURS: Told = (Subject.OTHER, None)

ORDER_EVENTS = {"CHECKOUT.ORDER.APPROVED", "CHECKOUT.ORDER.COMPLETED", "CHECKOUT.ORDER.VOIDED"}
CAPTURE_EVENTS = {
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.DECLINED",
}
LOST_DISPUTE, WON_DISPUTE = "RESOLVED_BUYER_FAVOUR", "RESOLVED_SELLER_FAVOUR"


class Webhooks:
    """The door PayPal knocks at."""

    def __init__(self, api: PayPalApi, orders: Orders, *, webhook_id: str) -> None:
        self._api = api
        self._orders = orders
        self._webhook_id = webhook_id

    def read(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        """The event. Raises BadWebhook unless PayPal signed it; with 503 where PayPal does not answer questions."""
        paypal_signature.check(headers, body, webhook_id=self._webhook_id, api_url=self._api.url, now=now)
        try:
            told = json.loads(body)
            number, kind, about = str(told["id"]), str(told["event_type"]), told["resource"]
            subject, outcome = self._told(kind, about)
        except UNREADABLE as error:
            raise BadWebhook("The event is malformed.") from error
        except RailSilent as silence:
            log.warning("a webhook of PayPal could not be followed: %s", silence)
            raise BadWebhook("PayPal does not answer what the event is about.", status=503) from silence
        return Event(id=number, subject=subject, outcome=outcome)

    def _told(self, kind: str, about: Said) -> Told:
        if kind in ORDER_EVENTS:
            return self._deposit(str(about["id"]))
        if kind in CAPTURE_EVENTS:
            return self._deposit(_order_of(about))
        if kind in ("PAYMENT.CAPTURE.REFUNDED", "PAYMENT.CAPTURE.REVERSED"):
            return self._given_back(kind, about)
        if kind in ("CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.RESOLVED"):
            return self._disputed(kind, about)
        if kind.startswith("PAYMENT.PAYOUTS-ITEM."):
            return Subject.PAYOUT, item_outcome(about)
        return NOTHING_OF_OURS

    def _deposit(self, order: str, **more: Any) -> Told:
        if not order:
            return NOTHING_OF_OURS
        return Subject.DEPOSIT, self._orders.outcome(order, **more)

    def _given_back(self, kind: str, about: Said) -> Told:
        """A refund the wallet asked for is a payout's; any other, and a reversal, takes a deposit back."""
        refund = about
        if kind == "PAYMENT.CAPTURE.REFUNDED":
            refund = self._api.get(f"{REFUNDS}/{about['id']}")
        if str(refund.get("custom_id", "")).startswith(OURS):
            return Subject.PAYOUT, refund_outcome(refund, key=refund["custom_id"].removeprefix(OURS))
        numbers = [number_in(str(link["href"]), CAPTURES) for link in about.get("links") or []]
        capture = next(filter(None, numbers), "")
        return self._deposit(self._order_of_capture(capture), reversal=refund)

    def _disputed(self, kind: str, about: Said) -> Told:
        """A dispute that was lost takes back what PayPal gave to the buyer. Any other takes nothing, or not yet."""
        if kind == "CUSTOMER.DISPUTE.CREATED":
            words = _("This payment is contested; PayPal holds the money meanwhile. Hold the person's payouts.")
            return self._look(about, words)
        outcome, disputed = about.get("dispute_outcome") or {}, about.get("disputed_transactions") or []
        if outcome.get("outcome_code") == WON_DISPUTE:
            words = _(
                "The dispute was won. Where PayPal had taken the money before, give it to the person by a correction."
            )
            return self._look(about, words)
        if outcome.get("outcome_code") != LOST_DISPUTE or not disputed:
            return NOTHING_OF_OURS
        if len(disputed) > 1:
            return self._look(
                about, _("A dispute about this payment and others was lost. See at PayPal what was taken.")
            )
        order = self._order_of_capture(str(disputed[0]["seller_transaction_id"]))
        refunded = outcome.get("amount_refunded")
        return self._deposit(order, least=money(refunded) if refunded else usd("0"))

    def _look(self, about: Said, words: str) -> Told:
        """Leave it to people, with the key of the first deposit it is about."""
        for one in about.get("disputed_transactions") or []:
            _subject, outcome = self._deposit(self._order_of_capture(str(one["seller_transaction_id"])))
            if outcome is not None:
                log.error("PayPal's dispute %s, deposit %s: %s", about.get("dispute_id"), outcome.key, words)
                return Subject.LOOK, Outcome(key=outcome.key, fate=Fate.WAITING, reason=words)
        return NOTHING_OF_OURS

    def _order_of_capture(self, capture: str) -> str:
        return _order_of(self._api.get(f"{CAPTURES}/{capture}")) if capture else ""


def _order_of(capture: Said) -> str:
    """PayPal's number of the order a capture is of; empty for a payment that was made without one."""
    related = (capture.get("supplementary_data") or {}).get("related_ids") or {}
    links = [number_in(str(link["href"]), ORDERS) for link in capture.get("links") or []]
    return str(related.get("order_id") or next(filter(None, links), ""))
