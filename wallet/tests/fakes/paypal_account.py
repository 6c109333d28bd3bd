"""A business account at PayPal: orders, captures, refunds and payout batches, and what PayPal tells of them."""

from __future__ import annotations

import copy
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from . import paypal_contract

Row = dict[str, Any]

# PayPal's fees: on what is taken in, and on what is paid out.
FEE_PPM, FEE_FIXED = 34_900, 49
PAYOUT_FEE_PPM, PAYOUT_FEE_MOST = 20_000, 2_000

ITEM_EVENTS = {
    "SUCCESS": "SUCCEEDED",
    "FAILED": "FAILED",
    "UNCLAIMED": "UNCLAIMED",
    "RETURNED": "RETURNED",
    "BLOCKED": "BLOCKED",
    "REFUNDED": "REFUNDED",
    "REVERSED": "REFUNDED",
    "ONHOLD": "HELD",
}


class Refusal(Exception):
    """PayPal's no, as it words it."""

    def __init__(self, status: int, name: str, *details: Row) -> None:
        super().__init__(name)
        self.status = status
        self.body: Row = {"name": name, "message": "No.", "debug_id": "f01dab1e", "details": list(details)}


def unprocessable(issue: str) -> Refusal:
    return Refusal(422, "UNPROCESSABLE_ENTITY", {"issue": issue, "description": "No."})


def missing() -> Refusal:
    return Refusal(404, "RESOURCE_NOT_FOUND", {"issue": "INVALID_RESOURCE_ID", "description": "No."})


def cents(said: Row) -> int:
    whole, _point, rest = str(said["value"]).partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def money(amount: int) -> Row:
    return {"currency_code": "USD", "value": f"{amount // 100}.{amount % 100:02d}"}


def currency(amount: int) -> Row:
    return {"currency": "USD", "value": f"{amount // 100}.{amount % 100:02d}"}


def stamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Account:
    """What PayPal remembers. Its public methods are what payers, receivers, PayPal's people and accidents do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lock = threading.RLock()
        self.orders: dict[str, Row] = {}
        self.captures: dict[str, Row] = {}
        self.refunds: dict[str, Row] = {}
        self.batches: dict[str, Row] = {}
        self.items: dict[str, Row] = {}
        self.events: list[Row] = []
        # What is not as PayPal describes it; a test that ends with any has failed.
        self.violations: list[str] = []
        self.fee_ppm, self.fee_fixed = FEE_PPM, FEE_FIXED
        self.payout_fee_ppm = PAYOUT_FEE_PPM
        self.balance = 1_000_000
        self.tells_balance = True
        self.largest_page = 1000
        # How the next capture or refund ends, or what PayPal says instead.
        self.capture_status, self.capture_denial = "COMPLETED", ""
        # What somebody else does a moment before the next capture or refund.
        self.meanwhile: Callable[[], object] | None = None
        self.refund_status, self.refund_denial = "COMPLETED", ""
        # How payouts to these receivers end; those to the invalid ones PayPal takes for a mistake.
        self.behaviour: dict[str, str] = {}
        self.invalid: set[str] = set()
        self.payout_denial = ""
        # Whether PayPal names the batch that was made before, or only says that the request is wrong.
        self.names_batch = True
        self.faults: Counter[str] = Counter()
        self._numbers = itertools.count(1)

    def take(self, fault: str) -> bool:
        """Whether this accident happens now; each happens as often as it was set."""
        with self.lock:
            happens = self.faults[fault] > 0
            self.faults[fault] -= happens
            return happens

    def number(self, kind: str) -> str:
        return f"{kind}{next(self._numbers):0{17 - len(kind)}d}"

    def _link(self, path: str, rel: str = "self", method: str = "GET") -> Row:
        return {"href": f"{self.url}{path}", "rel": rel, "method": method}

    def tell(self, kind: str, resource: Row) -> None:
        event = {
            "id": f"WH-{self.number('E')}",
            "event_version": "1.0",
            "create_time": stamp(),
            "resource_type": kind.partition(".")[0].lower(),
            "event_type": kind,
            "summary": "Something happened.",
            "resource": copy.deepcopy(resource),
            "links": [],
        }
        self.violations += paypal_contract.event(event)
        self.events.append(event)

    # -- money in, as the market asks

    def open_order(self, asked: Row) -> Row:
        number = self.number("ORD")
        unit = {"reference_id": "default", **asked["purchase_units"][0]}
        page = asked["payment_source"]["paypal"]["experience_context"]
        self.orders[number] = {
            "id": number,
            "intent": asked["intent"],
            "status": "PAYER_ACTION_REQUIRED",
            "payment_source": {"paypal": {"experience_context": page}},
            "purchase_units": [unit],
            "create_time": stamp(),
            "links": [
                self._link(f"/v2/checkout/orders/{number}"),
                self._link(f"/checkoutnow?token={number}", "payer-action"),
            ],
        }
        return self.orders[number]

    def capture(self, number: str) -> Row:
        order = self._known(self.orders, number)
        self._let_others_go_first()
        if order["status"] == "COMPLETED":
            raise unprocessable("ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            raise unprocessable("ORDER_NOT_APPROVED")
        if self.capture_denial:
            raise unprocessable(self.capture_denial)
        unit = order["purchase_units"][0]
        key = self.number("CAP")
        capture = {
            "id": key,
            "status": "PENDING",
            "amount": unit["amount"],
            "final_capture": True,
            "custom_id": unit["custom_id"],
            "invoice_id": unit["invoice_id"],
            "create_time": stamp(),
            "supplementary_data": {"related_ids": {"order_id": number}},
            "links": [
                self._link(f"/v2/payments/captures/{key}"),
                self._link(f"/v2/payments/captures/{key}/refund", "refund", "POST"),
                self._link(f"/v2/checkout/orders/{number}", "up"),
            ],
        }
        self.captures[key] = capture
        unit["payments"] = {"captures": [capture]}
        order["status"] = "COMPLETED"
        self._end_capture(capture, self.capture_status)
        return order

    def _end_capture(self, capture: Row, status: str) -> None:
        capture["status"] = status
        if status == "COMPLETED":
            gross = cents(capture["amount"])
            fee = (gross * self.fee_ppm + 500_000) // 1_000_000 + self.fee_fixed
            capture["seller_receivable_breakdown"] = {
                "gross_amount": money(gross),
                "paypal_fee": money(fee),
                "net_amount": money(gross - fee),
            }
            self.balance += gross - fee
        self.tell(f"PAYMENT.CAPTURE.{status}", capture)

    def refund(self, number: str, asked: Row) -> Row:
        capture = self._known(self.captures, number)
        self._let_others_go_first()
        if self.refund_denial:
            raise unprocessable(self.refund_denial)
        left = cents(capture["amount"]) - self._given_back(capture)
        amount = cents(asked["amount"]) if "amount" in asked else left
        if amount > left:
            raise unprocessable("REFUND_AMOUNT_EXCEEDED")
        return self._refund(capture, amount, self.refund_status, asked)

    def _refund(self, capture: Row, amount: int, status: str, asked: Row) -> Row:
        number, order = self.number("REF"), self.orders[capture["supplementary_data"]["related_ids"]["order_id"]]
        refund = {
            **asked,
            "id": number,
            "status": status,
            "amount": money(amount),
            "create_time": stamp(),
            "links": [
                self._link(f"/v2/payments/refunds/{number}"),
                self._link(f"/v2/payments/captures/{capture['id']}", "up"),
            ],
        }
        self.refunds[number] = refund
        order["purchase_units"][0]["payments"].setdefault("refunds", []).append(refund)
        if status == "COMPLETED":
            self.end_refund(number, "COMPLETED")
        return refund

    def _given_back(self, capture: Row) -> int:
        mine = f"/v2/payments/captures/{capture['id']}"
        rows = [row for row in self.refunds.values() if row["links"][1]["href"].endswith(mine)]
        return sum(cents(row["amount"]) for row in rows if row["status"] in ("COMPLETED", "PENDING"))

    # -- money in, as payers, PayPal and its people do

    def approve(self, number: str) -> str:
        """The payer agrees on PayPal's page; where PayPal sends them then."""
        order = self._known(self.orders, number)
        if order["status"] == "PAYER_ACTION_REQUIRED":
            order["status"] = "APPROVED"
            self.tell("CHECKOUT.ORDER.APPROVED", order)
        return str(order["payment_source"]["paypal"]["experience_context"]["return_url"])

    def void(self, number: str) -> None:
        self.orders[number]["status"] = "VOIDED"

    def forget(self, number: str) -> None:
        """Nobody approved it in time."""
        del self.orders[number]

    def capture_of(self, number: str) -> Row:
        """The capture of an order."""
        return dict(self.orders[number]["purchase_units"][0]["payments"]["captures"][0])

    def end_capture(self, number: str, status: str) -> None:
        """A capture of this order that was pending ends."""
        self._end_capture(self.captures[self.capture_of(number)["id"]], status)

    def end_refund(self, number: str, status: str) -> None:
        refund = self.refunds[number]
        refund["status"] = status
        capture = self.captures[refund["links"][1]["href"].rpartition("/")[2]]
        if status == "COMPLETED":
            whole = self._given_back(capture) >= cents(capture["amount"])
            capture["status"] = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
            self.balance -= cents(refund["amount"])
            self.tell("PAYMENT.CAPTURE.REFUNDED", refund)

    def refund_by_hand(self, number: str, amount: int | None = None) -> None:
        """Somebody gives a payment back on PayPal's own pages."""
        capture = self.captures[self.capture_of(number)["id"]]
        self._refund(capture, amount or cents(capture["amount"]), "COMPLETED", {})

    def reverse(self, number: str) -> None:
        """PayPal takes a payment back from the market, and lists no refund of it."""
        capture = self.captures[self.capture_of(number)["id"]]
        capture["status"] = "REFUNDED"
        self.balance -= cents(capture["amount"])
        reversal = {
            "id": self.number("REV"),
            "status": "COMPLETED",
            "amount": capture["amount"],
            "links": [self._link(f"/v2/payments/captures/{capture['id']}", "up")],
        }
        self.tell("PAYMENT.CAPTURE.REVERSED", reversal)

    def dispute(self, number: str, outcome: str, amount: int | None = None, *, kind: str = "RESOLVED") -> None:
        """PayPal tells of a dispute about an order, and how it ended."""
        capture = self.capture_of(number)
        about: Row = {
            "dispute_id": f"PP-{self.number('D')}",
            "disputed_transactions": [{"seller_transaction_id": capture["id"], "gross_amount": capture["amount"]}],
            "dispute_outcome": {"outcome_code": outcome},
        }
        if amount is not None:
            about["dispute_outcome"]["amount_refunded"] = money(amount)
        self.tell(f"CUSTOMER.DISPUTE.{kind}", about)

    # -- money out

    def open_batch(self, asked: Row) -> Row:
        header = asked["sender_batch_header"]
        for number, batch in self.batches.items():
            if batch["batch_header"]["sender_batch_header"]["sender_batch_id"] == header["sender_batch_id"]:
                link = self._link(f"/v1/payments/payouts/{number}")
                issue = "Batch with given sender_batch_id already exists"
                said = {"field": "SENDER_BATCH_ID", "issue": issue} | ({"link": [link]} if self.names_batch else {})
                raise Refusal(400, "USER_BUSINESS_ERROR" if self.names_batch else "VALIDATION_ERROR", said)
        wrong = [place for place, item in enumerate(asked["items"]) if item["receiver"] in self.invalid]
        if wrong:
            issue = "Receiver is invalid or does not match with type"
            details = [{"field": f"items[{place}].receiver", "location": "body", "issue": issue} for place in wrong]
            raise Refusal(400, "VALIDATION_ERROR", *details)
        if self.payout_denial:
            raise Refusal(422, self.payout_denial)
        return self._open_batch(header, asked["items"])

    def _open_batch(self, header: Row, items: list[Row]) -> Row:
        number = self.number("BATCH")
        links = [self._link(f"/v1/payments/payouts/{number}")]
        self.batches[number] = {
            "batch_header": {
                "payout_batch_id": number,
                "batch_status": "PENDING",
                "time_created": stamp(),
                "sender_batch_header": header,
            },
            "links": links,
        }
        for item in items:
            key = self.number("ITEM")
            self.items[key] = {
                "payout_item_id": key,
                "payout_batch_id": number,
                "transaction_status": "PENDING",
                "payout_item_fee": currency(0),
                "payout_item": item,
                "sender_batch_id": header["sender_batch_id"],
            }
        return {"batch_header": copy.deepcopy(self.batches[number]["batch_header"]), "links": links}

    def batch(self, number: str, page: int, size: int) -> Row:
        """One page of a batch."""
        batch = self._known(self.batches, number)
        items = [item for item in self.items.values() if item["payout_batch_id"] == number]
        size = min(size, self.largest_page)
        start = (page - 1) * size
        pages = -(-len(items) // size)
        return {**batch, "items": items[start : start + size], "total_items": len(items), "total_pages": pages}

    def item(self, number: str) -> Row:
        return self._known(self.items, number)

    def process(self) -> None:
        """PayPal goes through what it was given: each receiver has it, or not."""
        for item in self.items.values():
            if item["transaction_status"] == "PENDING":
                self.end_item(item, self.behaviour.get(item["payout_item"]["receiver"], "SUCCESS"))
        for batch in self.batches.values():
            if batch["batch_header"]["batch_status"] == "PENDING":
                batch["batch_header"]["batch_status"] = "SUCCESS"
                self.tell("PAYMENT.PAYOUTSBATCH.SUCCESS", {**batch})

    def end_item(self, item: Row, status: str) -> None:
        """An item comes to this status."""
        before, item["transaction_status"] = item["transaction_status"], status
        amount = cents(item["payout_item"]["amount"])
        if status == "PENDING":
            return
        if before == "PENDING" and status in ("SUCCESS", "UNCLAIMED"):
            fee = min((amount * self.payout_fee_ppm + 500_000) // 1_000_000, PAYOUT_FEE_MOST)
            item["payout_item_fee"] = currency(fee)
            self.balance -= amount + fee
        if status in ("FAILED", "BLOCKED"):
            item["errors"] = {"name": "RECEIVER_UNCONFIRMED", "message": "Receiver is unconfirmed", "debug_id": "f01d"}
        if status in ("RETURNED", "REFUNDED", "REVERSED") and before in ("SUCCESS", "UNCLAIMED"):
            self.balance += amount
        item["time_processed"] = stamp()
        self.tell(f"PAYMENT.PAYOUTS-ITEM.{ITEM_EVENTS[status]}", item)

    def deny_batches(self) -> None:
        """PayPal lets none of the batches that wait through."""
        for batch in self.batches.values():
            batch["batch_header"]["batch_status"] = "DENIED"

    def items_of(self, key: str) -> list[Row]:
        """Each item PayPal has of this ``sender_item_id``: two, if it was taken twice."""
        return [item for item in self.items.values() if item["payout_item"]["sender_item_id"] == key]

    # -- the account

    def balances(self) -> Row:
        if not self.tells_balance:
            raise Refusal(403, "NOT_AUTHORIZED", {"issue": "PERMISSION_DENIED"})
        row = {"currency": "USD", "primary": True, "total_balance": money(self.balance)}
        return {"balances": [row], "account_id": "ACCOUNT", "as_of_time": stamp()}

    def _let_others_go_first(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()

    def _known(self, rows: dict[str, Row], number: str) -> Row:
        if number not in rows:
            raise missing()
        return rows[number]
