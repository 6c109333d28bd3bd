"""One account at Stripe as far as the market sees it: sessions, payments, refunds, events. It lives in memory."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from threading import RLock
from typing import Any

API_VERSION = "2026-10-28.endive"
DAY = 24 * 3600
# A dispute in one of these keeps its charge from being refunded.
OPEN = ("needs_response", "under_review")

Row = dict[str, Any]


class Refusal(Exception):
    """Stripe's error: its HTTP status, its type and its code."""

    def __init__(self, status: int, kind: str, code: str = "", message: str = "") -> None:
        super().__init__(code or kind)
        self.status = status
        self.body = {"error": {"type": kind, "message": message or code} | ({"code": code} if code else {})}


def missing(key: str) -> Refusal:
    return Refusal(404, "invalid_request_error", "resource_missing", f"No such object: {key!r}")


class Account:
    def __init__(self, url: str) -> None:
        self.url = url
        self.sessions: dict[str, Row] = {}
        self.payments: dict[str, Row] = {}
        self.charges: dict[str, Row] = {}
        self.refunds: dict[str, Row] = {}
        self.disputes: dict[str, Row] = {}
        self.events: list[Row] = []
        # How often each fault still happens, and how many requests pass before it does.
        self.faults: Counter[str] = Counter()
        self.passing: Counter[str] = Counter()
        self.lock = RLock()
        self._opened = int(time.time())
        self._numbers = itertools.count(1)

    def take(self, fault: str) -> bool:
        """Use up one turn of a fault, where one is left."""
        with self.lock:
            due = self.faults[fault] > 0
            if due and self.passing[fault] > 0:
                self.passing[fault] -= 1
                return False
            self.faults[fault] -= due
        return due

    def _new(self, prefix: str, kind: str, **fields: Any) -> Row:
        number = next(self._numbers)
        return {"id": f"{prefix}_test_{number:06d}", "object": kind, "created": self._opened + number, **fields}

    # -- what the market asks

    def open_session(self, asked: Row) -> Row:
        (line,) = asked["line_items"]
        cents = int(line["quantity"]) * int(line["price_data"]["unit_amount"])
        if cents < 50:
            raise Refusal(400, "invalid_request_error", "amount_too_small")
        session = self._new(
            "cs",
            "checkout.session",
            livemode=False,
            mode=asked["mode"],
            client_reference_id=asked.get("client_reference_id"),
            metadata=dict(asked.get("metadata", {})),
            amount_subtotal=cents,
            amount_total=cents,
            currency=line["price_data"]["currency"],
            payment_method_types=asked.get("allowed_payment_method_types", ["card", "link"]),
            payment_intent=None,
            payment_status="unpaid",
            status="open",
            success_url=asked["success_url"],
            cancel_url=asked.get("cancel_url"),
            ui_mode="hosted_page",
        )
        session["expires_at"] = session["created"] + DAY
        session["url"] = f"{self.url}/c/pay/{session['id']}"
        # Not a part of the object: the payment that will be made takes it over.
        self.sessions[session["id"]] = session
        self.payments[f"of {session['id']}"] = dict(asked.get("payment_intent_data", {}))
        return session

    def refund(self, asked: Row) -> Row:
        payment = self.payments.get(asked["payment_intent"])
        if payment is None:
            raise missing(asked["payment_intent"])
        charge = self.charges[payment["latest_charge"]]
        cents = int(asked.get("amount", charge["amount"] - charge["amount_refunded"]))
        if any(row["charge"] == charge["id"] and row["status"] in OPEN for row in self.disputes.values()):
            raise Refusal(400, "invalid_request_error", "charge_disputed")
        if charge["refunded"]:
            raise Refusal(400, "invalid_request_error", "charge_already_refunded")
        if cents > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "invalid_request_error", "", "Refund amount is greater than unrefunded amount on charge")
        refund = self._new(
            "re",
            "refund",
            amount=cents,
            charge=charge["id"],
            currency=charge["currency"],
            failure_reason=None,
            metadata=dict(asked.get("metadata", {})),
            payment_intent=payment["id"],
            pending_reason=None,
            reason=asked.get("reason"),
            status="pending" if self.take("pending_refund") else "succeeded",
        )
        self.refunds[refund["id"]] = refund
        charge["amount_refunded"] += cents
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return refund

    def refunds_of(self, payment: str) -> list[Row]:
        """The latest first."""
        return [row for row in reversed(self.refunds.values()) if row["payment_intent"] == payment]

    def disputes_of(self, payment: str) -> list[Row]:
        """The latest first."""
        return [row for row in reversed(self.disputes.values()) if row["payment_intent"] == payment]

    def balance(self) -> Row:
        cents = sum(row["amount"] - row["amount_refunded"] for row in self.charges.values())
        cents += sum(moved["amount"] for row in self.disputes.values() for moved in row["balance_transactions"])
        return {
            "object": "balance",
            "livemode": False,
            "available": [{"amount": cents - 100, "currency": "usd"}, {"amount": 7, "currency": "eur"}],
            "pending": [{"amount": 100, "currency": "usd"}],
        }

    # -- what the payer, the card's bank and people at Stripe's pages do

    def pay(self, session_id: str) -> Row:
        session = self.sessions[session_id]
        carried = self.payments.pop(f"of {session_id}")
        payment = self._new(
            "pi",
            "payment_intent",
            livemode=False,
            amount=session["amount_total"],
            amount_received=session["amount_total"],
            currency=session["currency"],
            metadata=dict(carried.get("metadata", {})),
            status="succeeded",
        )
        charge = self._charge(payment)
        payment["latest_charge"] = charge["id"]
        self.payments[payment["id"]] = payment
        session |= {"payment_intent": payment["id"], "payment_status": "paid", "status": "complete", "url": None}
        return self.tell("checkout.session.completed", session)

    def _charge(self, payment: Row) -> Row:
        charge = self._new(
            "ch",
            "charge",
            livemode=False,
            amount=payment["amount"],
            amount_captured=payment["amount"],
            amount_refunded=0,
            captured=True,
            currency=payment["currency"],
            disputed=False,
            metadata=dict(payment["metadata"]),
            paid=True,
            payment_intent=payment["id"],
            refunded=False,
            status="succeeded",
        )
        self.charges[charge["id"]] = charge
        return charge

    def expire(self, session_id: str) -> Row:
        session = self.sessions[session_id]
        session |= {"status": "expired", "url": None}
        return self.tell("checkout.session.expired", session)

    def refund_by_hand(self, session_id: str, cents: int) -> Row:
        """Somebody refunds on Stripe's own pages; the event of it."""
        self.refund({"payment_intent": self.sessions[session_id]["payment_intent"], "amount": cents})
        return self.events[-1]

    def settle_refund(self, refund_id: str, status: str, reason: str | None = None) -> Row:
        refund = self.refunds[refund_id]
        refund |= {"status": status, "failure_reason": reason}
        return self.tell("refund.failed" if status == "failed" else "refund.updated", refund)

    def dispute(self, session_id: str, *, inquiry: bool = False, cents: int = 0) -> Row:
        """The card's holder contests the payment, or so many cents of it; the last event of it."""
        payment = self.payments[self.sessions[session_id]["payment_intent"]]
        charge = self.charges[payment["latest_charge"]]
        dispute = self._new(
            "du",
            "dispute",
            livemode=False,
            amount=cents or charge["amount"] - charge["amount_refunded"],
            balance_transactions=[],
            charge=charge["id"],
            currency=charge["currency"],
            is_charge_refundable=inquiry,
            metadata={},
            payment_intent=payment["id"],
            reason="fraudulent",
            status="warning_needs_response" if inquiry else "needs_response",
        )
        charge["disputed"] = True
        self.disputes[dispute["id"]] = dispute
        event = self.tell("charge.dispute.created", dispute)
        if inquiry:
            return event
        self._move(dispute, -dispute["amount"], fee=1500, category="dispute")
        return self.tell("charge.dispute.funds_withdrawn", dispute)

    def win(self, dispute_id: str) -> Row:
        """The card's bank decides for the market; the event of the money that comes back."""
        dispute = self.disputes[dispute_id]
        dispute["status"] = "won"
        self._move(dispute, dispute["amount"], fee=0, category="dispute_reversal")
        return self.tell("charge.dispute.funds_reinstated", dispute)

    def _move(self, dispute: Row, cents: int, *, fee: int, category: str) -> None:
        moved = self._new(
            "txn",
            "balance_transaction",
            amount=cents,
            currency=dispute["currency"],
            fee=fee,
            net=cents - fee,
            reporting_category=category,
            status="available",
            type="adjustment",
        )
        dispute["balance_transactions"] = [*dispute["balance_transactions"], moved]

    def tell(self, kind: str, about: Row) -> Row:
        """An event, as it would be sent now."""
        event = self._new(
            "evt",
            "event",
            api_version=API_VERSION,
            livemode=False,
            pending_webhooks=1,
            type=kind,
            data={"object": dict(about)},
        )
        self.events.append(event)
        return event
