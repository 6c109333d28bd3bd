"""Stripe at its wire: form-encoded requests in, JSON out, idempotency keys, signed webhooks, faults on demand."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .stripe_account import Account, Refusal, Row, missing

SECRET_KEY = "sk_test_the-market"
WEBHOOK_SECRET = "whsec_the-market"

# What the fake does wrong: before it did anything, or after.
ANSWERS = {
    "error_400": (400, "invalid_request_error", "parameter_invalid"),
    "error_poor": (400, "invalid_request_error", "balance_insufficient"),
    "error_401": (401, "invalid_request_error", "api_key_expired"),
    "error_402": (402, "card_error", "card_declined"),
    "error_404": (404, "invalid_request_error", "resource_missing"),
    "error_409": (409, "idempotency_error", "idempotency_key_in_use"),
    "error_429": (429, "rate_limit_error", "rate_limit"),
    "error_500": (500, "api_error", "api_error"),
}


def nested(pairs: list[tuple[str, str]]) -> Row:
    """``line_items[0][quantity]=1`` as the list of dictionaries it means."""
    found: Row = {}
    for path, value in pairs:
        names = re.findall(r"[^\[\]]+", path)
        inside = found
        for name in names[:-1]:
            inside = inside.setdefault(name, {})
        inside[names[-1]] = value
    return {name: _with_lists(value) for name, value in found.items()}


def _with_lists(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    inner = {name: _with_lists(value) for name, value in given.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def sign(event: Row, *, at: datetime, secret: str = WEBHOOK_SECRET, also: str = "") -> tuple[dict[str, str], bytes]:
    """The headers and the body of a webhook; ``also`` signs with a second secret, as while one is being changed."""
    body = json.dumps(event).encode()
    stamp = str(int(at.timestamp()))
    signatures = [
        hmac.new(one.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        for one in (also, secret)
        if one
    ]
    header = ",".join([f"t={stamp}", *(f"v1={one}" for one in signatures), "v0=0" * 4])
    return {"Stripe-Signature": header}, body


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # As many may knock at once as there are processes in a test of many.
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.account = Account(self.url)
        # Every request that came through, as (method and path, what was asked, the answer).
        self.log: list[tuple[str, Row, Row]] = []
        self.headers: list[dict[str, str]] = []
        self._kept: dict[str, tuple[Row, int, Row]] = {}

    def forget_keys(self) -> None:
        """A day has passed: Stripe knows none of the idempotency keys any more."""
        self._kept.clear()

    def once(self, key: str, path: str, asked: Row) -> tuple[int, Row]:
        """Answer a POST, the same to the same key; what refused its fields is not kept."""
        if key in self._kept:
            before, status, answer = self._kept[key]
            if before != {"path": path} | asked:
                raise Refusal(400, "idempotency_error", "", "Keys can only be used with the same parameters")
            return status, answer
        fault = next((name for name in ANSWERS if self.account.take(name)), "")
        if fault:
            raise Refusal(*ANSWERS[fault])
        if path == "/v1/checkout/sessions":
            answer = dict(self.account.open_session(asked))
        elif path == "/v1/refunds":
            answer = dict(self.account.refund(asked))
        else:
            raise missing(path)
        self._kept[key] = ({"path": path} | asked, 200, answer)
        return 200, answer

    def look(self, path: str, asked: Row) -> Row:
        account = self.account
        match path.strip("/").split("/"):
            case ["v1", "checkout", "sessions", key] if key in account.sessions:
                return account.sessions[key]
            case ["v1", "payment_intents", key] if key in account.payments:
                return account.payments[key]
            case ["v1", "balance"]:
                return account.balance()
            case ["v1", "refunds"]:
                return self._page(path, account.refunds_of(asked["payment_intent"]), asked)
            case ["v1", "disputes"]:
                return self._page(path, account.disputes_of(asked["payment_intent"]), asked)
        raise missing(path)

    def _page(self, path: str, rows: list[Row], asked: Row) -> Row:
        keys = [row["id"] for row in rows]
        start = keys.index(asked["starting_after"]) + 1 if "starting_after" in asked else 0
        end = start + min(int(asked.get("limit", 10)), 100)
        return {"object": "list", "url": path, "data": rows[start:end], "has_more": end < len(rows)}


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Say nothing per request."""

    def _answer(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = nested(parse_qsl(body or address.query, keep_blank_values=True))
        self.server.headers.append(dict(self.headers))
        account = self.server.account
        if account.take("lost_request") or (self.command == "POST" and account.take("lost_post")):
            self.close_connection = True
            return
        try:
            with account.lock:
                status, answer = self._do(address.path, asked)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
        else:
            self.server.log.append((f"{self.command} {address.path}", asked, answer))
        if account.take("lost_answer") or (self.command == "POST" and account.take("lost_post_answer")):
            self.close_connection = True
            return
        self._send(status, b"<html>" if account.take("garbled") else json.dumps(answer).encode())

    def _do(self, path: str, asked: Row) -> tuple[int, Row]:
        if self.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
            raise Refusal(401, "invalid_request_error", "", "Invalid API Key provided: sk_test_******rong")
        if self.command == "POST":
            return self.server.once(self.headers.get("Idempotency-Key", ""), path, asked)
        if self.server.account.take("error_on_look"):
            raise Refusal(500, "api_error")
        return 200, self.server.look(path, asked)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Server]:
    """Stripe on a free port, for as long as it is needed."""
    server = Server()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True, name="stripe")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
