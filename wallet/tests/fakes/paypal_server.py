"""PayPal at its wire: tokens, JSON, idempotency keys, webhooks signed with a certificate, faults on demand.

Every request and every answer is held against PayPal's own description; what does not fit is a violation.
"""

from __future__ import annotations

import base64
import json
import threading
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from . import paypal_contract
from .paypal_account import Account, Refusal, Row, missing

CLIENT_ID, SECRET, WEBHOOK_ID = "the-market", "the-market's-secret", "1JE4291016473214C"
SIGNER = "messageverificationcerts.sandbox.paypal.com"
# What goes wrong before anything was done.
ERRORS = {"error_429": 429, "error_500": 500, "error_503": 503}


@cache
def private_key(whose: str) -> rsa.RSAPrivateKey:
    """PayPal's key, or a stranger's: made once, as making one takes its time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(name: str = SIGNER, *, days: int = 3650) -> bytes:
    """PayPal's certificate, valid for so many days after 2026 began."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(subject, subject, private_key("paypal").public_key(), 1)
    builder = builder.not_valid_before(begin).not_valid_after(begin + timedelta(days=days))
    signed = builder.sign(private_key("paypal"), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # As many may knock at once as there are processes in a test of many.
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.account = Account(self.url)
        self.tokens: list[str] = []
        self.token_seconds = 32_400
        # Every request, as (method and path, what was asked).
        self.log: list[tuple[str, Row]] = []
        self.certificates = {"CERT-" + str(uuid.uuid4()): certificate()}
        self._kept: dict[tuple[str, str], Row] = {}

    def forget_keys(self) -> None:
        """Long after: PayPal knows none of the idempotency keys any more."""
        self._kept.clear()

    def calls(self, start: str) -> int:
        """How many requests there were of this method and path, or its beginning."""
        return sum(call.startswith(start) for call, _asked in self.log)

    def webhook(self, event: Row, *, at: datetime, forged: bool = False) -> tuple[dict[str, str], bytes]:
        """The headers and the body of a webhook, as PayPal sends it at this time."""
        body = json.dumps(event).encode()
        number, time = str(uuid.uuid4()), at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        signed = f"{number}|{time}|{WEBHOOK_ID}|{zlib.crc32(body)}".encode()
        key = private_key("stranger" if forged else "paypal")
        signature = base64.b64encode(key.sign(signed, padding.PKCS1v15(), hashes.SHA256())).decode()
        return {
            "Paypal-Transmission-Id": number,
            "Paypal-Transmission-Time": time,
            "Paypal-Transmission-Sig": signature,
            "Paypal-Cert-Url": f"{self.url}/v1/notifications/certs/{next(iter(self.certificates))}",
            "Paypal-Auth-Algo": "SHA256withRSA",
        }, body

    def token(self) -> Row:
        self.tokens.append(f"A21AA{uuid.uuid4().hex}")
        return {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": self.token_seconds}

    def do(self, method: str, path: str, asked: Row, key: str) -> tuple[int, Row]:
        """What PayPal does; the same POST under the same key is done once and answered as it stands now."""
        if method == "GET":
            return 200, self._look(path, asked)
        kept = self._kept.get((path, key))
        if key and kept is not None:
            return 200, kept
        answer = self._act(path, asked)
        # PayPal keeps no keys of payouts: the batch's own number does it.
        if key and "payouts" not in path:
            self._kept[path, key] = answer
        return 201, answer

    def _look(self, path: str, asked: Row) -> Row:
        account = self.account
        match path.strip("/").split("/"):
            case ["v2", "checkout", "orders", number] if number in account.orders:
                return account.orders[number]
            case ["v2", "payments", "captures", number] if number in account.captures:
                return account.captures[number]
            case ["v2", "payments", "refunds", number] if number in account.refunds:
                return account.refunds[number]
            case ["v1", "payments", "payouts", number]:
                return account.batch(number, int(asked.get("page", 1)), int(asked.get("page_size", 1000)))
            case ["v1", "payments", "payouts-item", number]:
                return account.item(number)
            case ["v1", "reporting", "balances"]:
                return account.balances()
        raise missing()

    def _act(self, path: str, asked: Row) -> Row:
        match path.strip("/").split("/"):
            case ["v2", "checkout", "orders"]:
                return self.account.open_order(asked)
            case ["v2", "checkout", "orders", number, "capture"]:
                return self.account.capture(number)
            case ["v2", "payments", "captures", number, "refund"]:
                return self.account.refund(number, asked)
            case ["v1", "payments", "payouts"]:
                return self.account.open_batch(asked)
        raise missing()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path.startswith("/v1/notifications/certs/"):
            found = self.server.certificates.get(address.path.rpartition("/")[2])
            self._send(200 if found else 404, found or b"")
        elif address.path == "/checkoutnow":
            # A payer who agrees at once.
            self._send(302, b"", {"Location": self.server.account.approve(dict(parse_qsl(address.query))["token"])})
        else:
            self._answer(address.path, dict(parse_qsl(address.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/v1/oauth2/token":
            self._token(dict(parse_qsl(body)))
        else:
            self._answer(self.path, json.loads(body))

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Say nothing per request."""

    def _token(self, asked: Row) -> None:
        self.server.log.append(("POST /v1/oauth2/token", asked))
        right = "Basic " + base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != right or asked != {"grant_type": "client_credentials"}:
            self._json(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        else:
            self._json(200, self.server.token())

    def _answer(self, path: str, asked: Row) -> None:
        account = self.server.account
        self.server.log.append((f"{self.command} {path}", asked))
        moves = self.command == "POST"
        if moves and account.take("lost_request"):
            self.close_connection = True
            return
        with account.lock:
            status, answer = self._do(path, asked)
            text = json.dumps(answer).encode()
        if moves and account.take("lost_answer"):
            self.close_connection = True
        else:
            self._send(status, b"<html>" if account.take("garbled") else text)

    def _do(self, path: str, asked: Row) -> tuple[int, Row]:
        account = self.server.account
        bearer = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if account.take("token_revoked") or bearer not in self.server.tokens:
            return 401, {"error": "invalid_token", "error_description": "Token signature verification failed"}
        for fault, status in ERRORS.items():
            if account.take(fault):
                return status, {"name": "INTERNAL_SERVER_ERROR", "message": "No.", "debug_id": "f01dab1e"}
        described = paypal_contract.operation(self.command, path)
        if described is None:
            account.violations.append(f"{self.command} {path}: PayPal has no such call")
            return 404, missing().body
        key = self.headers.get("PayPal-Request-Id", "")
        account.violations += self._asked_wrongly(described, asked, key)
        try:
            status, answer = self.server.do(self.command, path, asked, key)
            account.violations += paypal_contract.complaints(described["answers"][str(status)], answer)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
            account.violations += paypal_contract.complaints("error", answer)
        except Exception as error:
            account.violations.append(f"{self.command} {path}: {error!r}")
            raise
        return status, answer

    def _asked_wrongly(self, described: Row, asked: Row, key: str) -> list[str]:
        name = described.get("request") or described.get("query")
        wrong = paypal_contract.complaints(name, asked) if name else [f"nothing to ask: {asked}"] * bool(asked)
        if self.command == "POST" and self.headers.get("Content-Type") != "application/json":
            wrong.append("a body that is not JSON")
        if len(key) > described.get("key_length", 1000) or ("key_length" in described and not key):
            wrong.append(f"{self.path}: the key {key!r}")
        return wrong

    def _json(self, status: int, answer: Row) -> None:
        self._send(status, json.dumps(answer).encode())

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Server]:
    """PayPal on a free port, for as long as it is needed."""
    server = Server()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True, name="paypal")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
