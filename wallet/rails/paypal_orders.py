"""Deposits by PayPal: an order its payer approves on PayPal's page, captured by us, given back by refunds of it.

The wallet's key of a deposit is the order's ``custom_id``; that of a refund is the refund's ``custom_id``, marked as
ours: what else was given back was taken from us.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picomarket.lib.money import Money, total, usd
from wallet.rails.interface import Bill, Fate, Invitation, Item, Outcome, RailSilent
from wallet.rails.paypal_api import CURRENCY, Denied, PayPalApi, Said, fixed, link, money, readable, words

log = logging.getLogger(__name__)

ORDERS = "/v2/checkout/orders"
CAPTURES = "/v2/payments/captures"
REFUNDS = "/v2/payments/refunds"

# Stands before the wallet's key in the ``custom_id`` of a refund the wallet asked for.
OURS = "refund-"

# The payer's bank or PayPal itself does not let this payment happen; the payer can begin another.
DECLINES = {
    "INSTRUMENT_DECLINED",
    "TRANSACTION_REFUSED",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
    "PAYER_ACCOUNT_RESTRICTED",
    "PAYER_CANNOT_PAY",
    "TRANSACTION_BLOCKED_BY_PAYEE",
    "COMPLIANCE_VIOLATION",
    "ORDER_EXPIRED",
}
# A refund PayPal completed can still fail, so a failed one is one that was reversed.
REFUND_FATES = {
    "COMPLETED": Fate.PAID,
    "PENDING": Fate.WAITING,
    "FAILED": Fate.REVERSED,
    "CANCELLED": Fate.REVERSED,
}
DECLINED = {"DECLINED", "FAILED"}
DESCRIPTION = gettext_lazy("Deposit to your {market} wallet")
NOTE = gettext_lazy("What you did not spend of your deposit.")
NOTHING = usd("0")


class Orders:
    """Money in."""

    def __init__(self, api: PayPalApi, *, market: str) -> None:
        self._api = api
        self._market = market

    def start(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        """An order nobody has approved. PayPal answers the same to the same key for six hours."""
        page = {
            "brand_name": self._market[:127],
            "shipping_preference": "NO_SHIPPING",
            "user_action": "PAY_NOW",
            "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
            "return_url": return_url,
            "cancel_url": return_url,
        }
        unit = {
            "custom_id": key,
            # Two orders of one number are not both paid.
            "invoice_id": key,
            "description": fixed(format_lazy(DESCRIPTION, market=self._market), 127),
            "amount": {"currency_code": CURRENCY, "value": words(amount)},
        }
        source = {"paypal": {"experience_context": page}}
        asked = {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": source}
        order = self._api.post(ORDERS, asked, key=key)
        with readable():
            return Invitation(reference=order["id"], url=link(order, "payer-action", "approve"))

    def outcome(self, reference: str, *, reversal: Said | None = None, least: Money = NOTHING) -> Outcome:
        """What became of the deposit of this order; an approved one is captured first.

        A reversal that PayPal told of counts where the order does not list it, and at least ``least`` was taken back.
        """
        order = self._api.get(f"{ORDERS}/{reference}")
        with readable():
            if order["status"] == "APPROVED":
                try:
                    order = self._capture(order)
                except Denied as no:
                    return _not_captured(order, no)
            return _outcome(order, reversal=reversal, least=least)

    def _capture(self, order: Said) -> dict[str, Any]:
        path = f"{ORDERS}/{order['id']}"
        try:
            return self._api.post(f"{path}/capture", {}, key=f"{_key(order)}-capture")
        except Denied as no:
            if "ORDER_ALREADY_CAPTURED" in no.issues:
                return self._api.get(path)
            raise


class Refunds:
    """Money back the way it came. PayPal forgets our keys after 45 days: a refund is looked for before it is made."""

    def __init__(self, api: PayPalApi) -> None:
        self._api = api

    def give(self, items: Iterable[Item]) -> list[Outcome]:
        """Give back one by one; after a silence the rest is left for later, as waiting for each would take too long."""
        outcomes: list[Outcome] = []
        for item in items:
            try:
                outcomes.append(self._give(item))
            except Denied as no:
                # PayPal speaks, but of this one it knows nothing just now.
                log.warning("refund %s: %s", item.key, no)
            except RailSilent as silence:
                log.warning("refund %s: %s", item.key, silence)
                break
        return outcomes

    def look_up(self, items: Iterable[Item]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for item in items:
            try:
                outcomes.append(self._find(item)[1] or Outcome(key=item.key, fate=Fate.UNSEEN))
            except Denied as no:
                log.error("refund %s: %s", item.key, no)
        return outcomes

    def _give(self, item: Item) -> Outcome:
        capture, made = self._find(item)
        if made is not None:
            return made
        if not capture:
            return Outcome(key=item.key, fate=Fate.FAILED, reason=_("PayPal has no payment to give back."))
        asked = {
            "amount": {"currency_code": CURRENCY, "value": words(item.amount)},
            "custom_id": f"{OURS}{item.key}",
            "note_to_payer": fixed(NOTE, 255),
        }
        try:
            refund = self._api.post(f"{CAPTURES}/{capture}/refund", asked, key=f"{OURS}{item.key}")
        except Denied as no:
            return self._not_given(item, no)
        with readable():
            return refund_outcome(refund, key=item.key)

    def _not_given(self, item: Item, no: Denied) -> Outcome:
        # Busy with it, or out of money: both pass.
        if no.status != 422 or any("IN_PROGRESS" in issue or "INSUFFICIENT" in issue for issue in no.issues):
            raise no
        log.warning("refund %s: %s", item.key, no)
        # It may be refused because it was made before, and that answer was lost.
        made = self._find(item)[1]
        reason = _("PayPal does not give this payment back any more.")
        return made or Outcome(key=item.key, fate=Fate.FAILED, reason=reason)

    def _find(self, item: Item) -> tuple[str, Outcome | None]:
        """The number of the capture a refund is of, and what became of the refund where it was made before."""
        deposit = item.refund_of
        if deposit is None or not deposit.reference:
            return "", None
        order = self._api.get(f"{ORDERS}/{deposit.reference}")
        with readable():
            captures, refunds = _payments(order)
            made = [one for one in refunds if one.get("custom_id") == f"{OURS}{item.key}"]
            found = refund_outcome(made[0], key=item.key) if made else None
            return (str(captures[-1]["id"]) if captures else ""), found


def check_key(outcome: Outcome, bill: Bill) -> Outcome:
    """The outcome, if it speaks of this deposit. Raises RailSilent where the order is another's."""
    if outcome.key != bill.key:
        raise RailSilent(f"order {bill.reference} is of {outcome.key}, not of {bill.key}")
    return outcome


def refund_outcome(refund: Said, *, key: str) -> Outcome:
    """What became of a refund of ours."""
    return Outcome(
        key=key,
        fate=REFUND_FATES[refund["status"]],
        reason="" if refund["status"] in ("COMPLETED", "PENDING") else _("PayPal could not give the money back."),
        reference=str(refund["id"]),
        amount=money(refund["amount"]) if "amount" in refund else None,
    )


def _outcome(order: Said, *, reversal: Said | None, least: Money) -> Outcome:
    captures, refunds = _payments(order)
    key, reference = _key(order), str(order["id"])
    if order["status"] == "VOIDED":
        return Outcome(key=key, fate=Fate.FAILED, reference=reference, reason=_("PayPal closed the payment."))
    if not captures or captures[-1]["status"] == "PENDING":
        return Outcome(key=key, fate=Fate.WAITING, reference=reference)
    capture = captures[-1]
    if capture["status"] in DECLINED:
        return Outcome(key=key, fate=Fate.FAILED, reference=reference, reason=_("PayPal declined the payment."))
    # What PayPal keeps of it never reached the market.
    arrived = money(capture["seller_receivable_breakdown"]["net_amount"])
    taken = _taken(capture, refunds, reversal, least)
    reason = _("PayPal took the payment back.")
    # What we gave back ourselves is a refund's, also where the market has not heard of it yet.
    left = arrived - total(money(one["amount"]) for one in refunds if _is_ours(one) and not _is_undone(one))
    if taken and taken >= left:
        return Outcome(key=key, fate=Fate.REVERSED, reference=reference, reason=reason, amount=left, arrived=arrived)
    if reversal is None and not least:
        # All that arrived; that a part of it went again is told by an event of its own.
        return Outcome(key=key, fate=Fate.PAID, reference=reference, amount=arrived)
    return Outcome(key=key, fate=Fate.REVERSED, reference=reference, reason=reason, amount=taken, arrived=arrived)


def _taken(capture: Said, refunds: list[Said], reversal: Said | None, least: Money) -> Money:
    """How much of a capture was given back by anybody but us."""
    everything = money(capture["amount"])
    if reversal is not None and reversal.get("id") not in {one["id"] for one in refunds}:
        refunds = [*refunds, {"amount": capture["amount"], **reversal}]
    if capture["status"] == "REFUNDED" and not refunds:
        return everything
    return max(least, total(money(one["amount"]) for one in refunds if not _is_ours(one) and not _is_undone(one)))


def _is_ours(refund: Said) -> bool:
    return str(refund.get("custom_id", "")).startswith(OURS)


def _is_undone(refund: Said) -> bool:
    return refund.get("status") in {"FAILED", "CANCELLED"}


def _not_captured(order: Said, no: Denied) -> Outcome:
    if no.status != 422:
        raise no
    if DECLINES.intersection(no.issues):
        log.warning("order %s: %s", order["id"], no)
        reason = _("PayPal declined the way you chose to pay. Start another deposit.")
        return Outcome(key=_key(order), fate=Fate.FAILED, reference=str(order["id"]), reason=reason)
    if "ORDER_NOT_APPROVED" in no.issues:
        return Outcome(key=_key(order), fate=Fate.WAITING, reference=str(order["id"]))
    raise no


def _payments(order: Said) -> tuple[list[Said], list[Said]]:
    payments = order["purchase_units"][0].get("payments") or {}
    return list(payments.get("captures") or []), list(payments.get("refunds") or [])


def _key(order: Said) -> str:
    unit = order["purchase_units"][0]
    captures, _refunds = _payments(order)
    return str(unit.get("custom_id") or captures[0]["custom_id"])
