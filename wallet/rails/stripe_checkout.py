"""Cards, by Stripe Checkout: deposits are paid on Stripe's own page, and given back to the card they came from.

The market's key of a deposit travels as ``client_reference_id`` and as metadata of the payment, a refund's as metadata
of the refund. Stripe forgets idempotency keys after a day, so a refund is looked for by its metadata before it is made.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
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
from wallet.rails.stripe_api import UNREADABLE, Denied, StripeApi, StripeRefused, readable

log = logging.getLogger(__name__)

SIGNATURE_HEADER = "Stripe-Signature"
# A webhook older than this may be a recorded one, played again.
OLDEST_WEBHOOK_SECONDS = 300

CURRENCY = "usd"
# The name under which the wallet's key stands in the metadata of what Stripe keeps.
KEY = "picomarket_key"

# A refund Stripe has sent may still come back from the card's bank, so a failed one is one that was reversed.
REFUND_FATES = {
    "pending": Fate.WAITING,
    "requires_action": Fate.WAITING,
    "succeeded": Fate.PAID,
    "failed": Fate.REVERSED,
    "canceled": Fate.REVERSED,
}
REASONS = {
    "charge_already_refunded": gettext_lazy("The card payment was given back already."),
    "charge_disputed": gettext_lazy("The card's holder contests the payment at their bank."),
}
# No answer to this refund but to any: it passes when the account has money again.
AILS_THE_ACCOUNT = ("balance_insufficient", "insufficient_funds")
DISPUTE_TOOK = "charge.dispute.funds_withdrawn"
DISPUTE_GAVE_BACK = "charge.dispute.funds_reinstated"


class StripeCheckout(Rail):
    facts = Facts(
        code="stripe",
        label=gettext_lazy("Card"),
        deposit_fee=gettext_lazy("Free"),
        deposit_speed=gettext_lazy("At once"),
        payout_fee=gettext_lazy("Free"),
        payout_speed=gettext_lazy("Back on the card within 5 to 10 days"),
        payout_days=10,
        minimum_payout=usd("0.01"),
        destination_label=gettext_lazy("Card"),
        destination_help=gettext_lazy("A deposit goes back to the card it came from."),
        sends_payouts=False,
        refunds=Refunds.TO_SOURCE,
        # Each refund is three questions to Stripe.
        items_per_call=10,
    )

    def __init__(self, *, url: str, secret_key: str, webhook_secret: str) -> None:
        self._api = StripeApi(url=url, secret_key=secret_key)
        self._webhook_secret = webhook_secret

    def check_destination(self, text: str) -> str:
        raise BadDestination(_("Payouts do not go to cards. Choose another way."))

    # -- money in

    def start_deposit(self, *, key: str, amount: Money, return_url: str) -> Invitation:
        try:
            session = self._api.post("/v1/checkout/sessions", _checkout(key, amount, return_url), key=key)
        except StripeRefused as no:
            raise RailRefused(str(no)) from no
        with readable():
            until = datetime.fromtimestamp(session["expires_at"], UTC)
            return Invitation(reference=session["id"], url=session["url"] or "", until=until)

    def deposit_outcome(self, bill: Bill) -> Outcome:
        if not bill.reference:
            return Outcome(key=bill.key, fate=Fate.UNSEEN)
        session = self._api.get(f"/v1/checkout/sessions/{bill.reference}")
        with readable():
            return _paid_or_not(session)

    # -- money back

    def send(self, call: Call) -> list[Outcome]:
        """Refund deposits, one by one. After a silence the rest is left for later, so as not to wait for each."""
        outcomes: list[Outcome] = []
        for item in call.open:
            try:
                outcomes.append(self._refund(item))
            except Denied as no:
                log.error("refund %s: %s", item.key, no)
            except RailSilent:
                if not outcomes:
                    raise
                break
        return outcomes

    def _refund(self, item: Item) -> Outcome:
        payment, found = self._find(item)
        if found is not None:
            return found
        if not payment:
            return Outcome(key=item.key, fate=Fate.FAILED, reason=_("There is no card payment to give back."))
        asked = {
            "payment_intent": payment,
            "amount": item.amount // CENT,
            "reason": "requested_by_customer",
            "metadata": {KEY: item.key},
        }
        try:
            made = self._api.post("/v1/refunds", asked, key=item.key)
        except StripeRefused as no:
            log.warning("refund %s: %s", item.key, no)
            if no.code in AILS_THE_ACCOUNT:
                raise Denied(str(no)) from no
            reason = REASONS.get(no.code) or _("The card's bank does not take the money back.")
            return Outcome(key=item.key, fate=Fate.FAILED, reason=str(reason))
        with readable():
            return _refunded(made)

    def look_up(self, call: Call) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for item in call.items:
            try:
                outcomes.append(self._find(item)[1] or Outcome(key=item.key, fate=Fate.UNSEEN))
            except Denied as no:
                log.error("refund %s: %s", item.key, no)
        return outcomes

    def _find(self, item: Item) -> tuple[str, Outcome | None]:
        """The payment a refund gives back, and what became of the refund where it was made before."""
        if item.refund_of is None or not item.refund_of.reference:
            return "", None
        session = self._api.get(f"/v1/checkout/sessions/{item.refund_of.reference}")
        with readable():
            payment = session["payment_intent"] or ""
            refunds = self._api.each("/v1/refunds", payment_intent=payment) if payment else iter(())
            found = next((one for one in refunds if _key(one) == item.key), None)
            return payment, _refunded(found) if found else None

    def funds(self) -> Money:
        """What the account at Stripe holds, what is not yet available included."""
        balance = self._api.get("/v1/balance")
        with readable():
            rows = [*balance["available"], *balance["pending"]]
            return Money(sum(row["amount"] for row in rows if row["currency"] == CURRENCY) * CENT)

    # -- what Stripe tells

    def read_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event:
        self._check_signature(headers.get(SIGNATURE_HEADER, ""), body, now)
        try:
            told = json.loads(body)
            event_id, kind, about = str(told["id"]), str(told["type"]), told["data"]["object"]
            subject, outcome = self._told(kind, about)
        except UNREADABLE as error:
            raise BadWebhook("The event is malformed.") from error
        except RailSilent as silence:
            # Stripe brings it again later.
            raise BadWebhook("Stripe does not answer what the event is about.", status=503) from silence
        return Event(id=event_id, subject=subject, outcome=outcome)

    def _check_signature(self, header: str, body: bytes, now: datetime) -> None:
        parts = [part.partition("=")[::2] for part in header.split(",")]
        stamp = next((value for name, value in parts if name.strip() == "t"), "")
        given = [value for name, value in parts if name.strip() == "v1"]
        if not re.fullmatch(r"[0-9]{1,12}", stamp) or not given:
            raise BadWebhook("The signature is missing or malformed.", status=401)
        signed = stamp.encode() + b"." + body
        right = hmac.new(self._webhook_secret.encode(), signed, hashlib.sha256).hexdigest().encode()
        # While a secret is being changed, Stripe signs with the old and the new one.
        if not any(hmac.compare_digest(right, one.encode()) for one in given):
            raise BadWebhook("The signature is wrong.", status=401)
        if abs(now.timestamp() - int(stamp)) > OLDEST_WEBHOOK_SECONDS:
            raise BadWebhook("The timestamp is too old.", status=400)

    def _told(self, kind: str, about: Mapping[str, Any]) -> tuple[Subject, Outcome | None]:
        if kind.startswith("checkout.session."):
            if _key(about):
                return Subject.DEPOSIT, _paid_or_not(about, failed=kind.endswith("async_payment_failed"))
        elif kind.startswith("refund."):
            if _key(about):
                return Subject.PAYOUT, _refunded(about)
        elif kind == "charge.refunded":
            return self._taken_back(about, reason="refunded at Stripe")
        elif kind == DISPUTE_TOOK:
            return self._taken_back(about, reason=f"contested: {about['reason']}", dispute=about)
        elif kind == DISPUTE_GAVE_BACK:
            return self._given_again(about)
        return Subject.OTHER, None

    def _given_again(self, about: Mapping[str, Any]) -> tuple[Subject, Outcome | None]:
        """A dispute that was won, or of what had gone back in part: people give what came to whom it was taken from."""
        key = _key(self._payment_of(about))
        if not key:
            return Subject.OTHER, None
        log.error("dispute %s: the market has money again, its person does not yet", about["id"])
        reason = _("Stripe gave money of a contested payment back. Give it to the person by a correction.")
        return Subject.LOOK, Outcome(key=key, fate=Fate.WAITING, reason=reason)

    def _payment_of(self, about: Mapping[str, Any]) -> dict[str, Any]:
        payment = about["payment_intent"]
        return self._api.get(f"/v1/payment_intents/{payment}") if payment else {"metadata": {}}

    def _taken_back(
        self, about: Mapping[str, Any], *, reason: str, dispute: Mapping[str, Any] | None = None
    ) -> tuple[Subject, Outcome | None]:
        """A payment that went back without the market: contested by its payer, or refunded on Stripe's own pages.

        What is told is all that went back so far, in whichever way, and however often.
        """
        payment = self._payment_of(about)
        key = _key(payment)
        if not key:
            return Subject.OTHER, None
        refunds = [one for one in self._api.each("/v1/refunds", payment_intent=payment["id"]) if _stands(one)]
        by_hand = sum(one["amount"] for one in refunds if not _key(one))
        ours = sum(one["amount"] for one in refunds if _key(one))
        cents = by_hand + self._contested(payment["id"], dispute)
        if not cents:
            return Subject.OTHER, None
        outcome = Outcome(key=key, fate=Fate.REVERSED, reason=reason, amount=Money(cents * CENT))
        if cents > payment["amount_received"] - ours:
            return self._too_much(outcome)
        return Subject.DEPOSIT, outcome

    def _contested(self, payment: str, dispute: Mapping[str, Any] | None) -> int:
        """What all disputes of a payment withdrew; one that is told about did so, also where the list does not say."""
        withdrew = {one["id"]: _withdrew(one) for one in self._api.each("/v1/disputes", payment_intent=payment)}
        if dispute is not None:
            withdrew[dispute["id"]] = max(dispute["amount"], withdrew.get(dispute["id"], 0))
        return sum(withdrew.values())

    def _too_much(self, outcome: Outcome) -> tuple[Subject, Outcome]:
        """What was won came back to the market, and went again: people know what of it its person was given."""
        log.error("deposit %s: more went back than ever came: %s", outcome.key, outcome.amount)
        words = _(
            "%(amount)s of it went back at Stripe in all, more than came. Take from the person what they have again."
        )
        return Subject.LOOK, Outcome(key=outcome.key, fate=Fate.WAITING, reason=words % {"amount": outcome.amount})


def _key(about: Mapping[str, Any]) -> str:
    """The wallet's key of a session, payment or refund; empty where it is none of the market's."""
    return str((about["metadata"] or {}).get(KEY, ""))


def _checkout(key: str, amount: Money, return_url: str) -> dict[str, Any]:
    """A session for one deposit. The same key must always carry the same words, so nothing in it is translated or
    taken from the clock: Stripe's own limit of a day holds."""
    return {
        "mode": "payment",
        "client_reference_id": key,
        "metadata": {KEY: key},
        "payment_intent_data": {"metadata": {KEY: key}},
        # Methods that take days could fail after the money was spent.
        "allowed_payment_method_types": ["card"],
        # What is charged is what arrives: no exchange into the payer's currency.
        "adaptive_pricing": {"enabled": False},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": amount // CENT,
                    "product_data": {"name": f"{settings.MARKET_NAME}: wallet deposit"},
                },
            }
        ],
        "success_url": return_url,
        "cancel_url": return_url,
    }


def _paid_or_not(session: Mapping[str, Any], *, failed: bool = False) -> Outcome:
    if session["currency"] != CURRENCY:
        raise ValueError("the session is in another currency")
    fate, reason = Fate.WAITING, ""
    if session["payment_status"] == "paid":
        fate = Fate.PAID
    elif failed:
        fate, reason = Fate.FAILED, _("The payment did not go through.")
    elif session["status"] == "expired":
        fate, reason = Fate.FAILED, _("The page was closed before anything was paid.")
    return Outcome(
        key=_key(session),
        fate=fate,
        reason=reason,
        reference=session["id"],
        amount=Money(session["amount_total"] * CENT),
    )


def _stands(refund: Mapping[str, Any]) -> bool:
    """Whether a refund took its money, or will; not one that failed."""
    return REFUND_FATES[refund["status"]] != Fate.REVERSED


def _withdrew(dispute: Mapping[str, Any]) -> int:
    """The cents a dispute took out of the account, and took again; what it gave back is not counted against it."""
    taken = [one for one in dispute["balance_transactions"] if one["amount"] < 0]
    # An account kept in another currency was charged in that one.
    return sum(-one["amount"] if one["currency"] == CURRENCY else dispute["amount"] for one in taken)


def _refunded(refund: Mapping[str, Any]) -> Outcome:
    if refund["currency"] != CURRENCY:
        raise ValueError("the refund is in another currency")
    return Outcome(
        key=_key(refund),
        fate=REFUND_FATES[refund["status"]],
        reason=str(refund.get("failure_reason") or "").replace("_", " "),
        reference=refund["id"],
        amount=Money(refund["amount"] * CENT),
    )
