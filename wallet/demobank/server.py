"""The bank's front door: an HTTP server with an API for the market and pages for people.

API, with `Authorization: Bearer <key>`:
  POST /api/checkouts        {key, amount_cents, note, return_url}      open a checkout
  GET  /api/checkouts/<id>                                              how it stands
  POST /api/payouts          {items: [{key, amount_cents, destination}]} pay a batch; an item with `refund_of`, a
                                                                        checkout's id, goes back the way that was paid
  POST /api/payouts/look-up  {keys: [...]}                              how payouts stand, and the keys it never saw
  GET  /api/balance                                                     what the bank holds for the market
  POST /faults               {fault, times, seconds}                    misbehave on purpose
"""

import hmac
import json
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from wallet.demobank import pages
from wallet.demobank.bank import BadRequest, Bank, Checkout, Item, KeyReused, Payout, Refused, as_json
from wallet.demobank.courier import Courier

LARGEST_BODY = 32 * 1024 * 1024


class NoAnswer(Exception):
    """The connection is dropped without a word."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    kind: str = "application/json"
    location: str = ""


def _json(status: int, data: dict[str, Any]) -> Answer:
    return Answer(status, json.dumps(data))


def _form(body: bytes) -> dict[str, list[str]]:
    return parse_qs(body.decode(errors="replace"))


def _item(line: dict[str, Any]) -> Item:
    return Item(
        key=str(line["key"]),
        cents=line["amount_cents"],
        destination=str(line.get("destination", "")),
        refund_of=str(line.get("refund_of", "")),
    )


def _html(status: int, body: str) -> Answer:
    return Answer(status, body, kind="text/html; charset=utf-8")


class Server(ThreadingHTTPServer):
    """One bank on one port. Port 0 takes a free one; `url` says which."""

    daemon_threads = True
    # As many may knock at once as there are processes in a test of many.
    request_queue_size = 128

    def __init__(
        self,
        *,
        host: str,
        port: int,
        path: str | Path,
        key: str,
        secret: str,
        webhook_url: str = "",
        fee_cents: int = 0,
    ) -> None:
        super().__init__((host, port), Handler)
        self.bank = Bank(path, fee_cents=fee_cents)
        self.key = key
        self.url = f"http://{host}:{self.server_address[1]}"
        self.courier = Courier(self.bank, secret=secret, webhook_url=webhook_url)

    def serve(self) -> None:
        """Serve until shutdown() is called from another thread."""
        self.courier.start()
        try:
            self.serve_forever(poll_interval=0.05)
        finally:
            self.courier.stop()
            self.server_close()
            self.bank.state.close()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    # An unfinished request must not hold a thread for ever.
    timeout = 30

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Say nothing per request: the ledger page says what happened."""

    def _answer(self) -> None:
        try:
            answer = self._api() if self._is_api() else self._page()
        except NoAnswer:
            self.close_connection = True
            return
        except BadRequest as error:
            answer = _json(400, {"error": str(error)})
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        self.wfile.write(body)

    def _is_api(self) -> bool:
        return self.path.startswith("/api/") or self.path == "/faults"

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            raise BadRequest("The request is too large.")
        return self.rfile.read(length)

    # -- the API

    def _api(self) -> Answer:
        try:
            data = json.loads(self._body() or b"{}")
            given = self.headers.get("Authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self.server.key}".encode()):
                return _json(401, {"error": "The API key is wrong."})
            if self.path == "/faults":
                return self._set_fault(data)
            return self._with_faults(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return _json(400, {"error": f"The request is malformed: {error}"})
        except KeyReused as error:
            return _json(409, {"error": f"The key {error} was used before for something else."})
        except Refused as error:
            return _json(422, {"error": str(error)})

    def _with_faults(self, data: dict[str, Any]) -> Answer:
        faults = self.server.bank.faults
        if faults.take("lost_request"):
            raise NoAnswer
        if faults.take("error_500"):
            return _json(500, {"error": "The bank has a fault."})
        answer = self._do(data)
        # Only the answer is slow: what is done late could be done when its caller is dead and another was refused.
        if fault := faults.take("slow"):
            time.sleep(fault.seconds)
        if fault := faults.take("timeout_after_success"):
            time.sleep(fault.seconds)
            raise NoAnswer
        return answer

    def _do(self, data: dict[str, Any]) -> Answer:
        bank = self.server.bank
        match (self.command, self.path.strip("/").split("/")):
            case ("POST", ["api", "checkouts"]):
                checkout = bank.open_checkout(
                    key=str(data["key"]),
                    cents=data["amount_cents"],
                    note=str(data["note"]),
                    return_url=str(data["return_url"]),
                )
                return _json(201, self._checkout(checkout))
            case ("GET", ["api", "checkouts", checkout_id]):
                found = bank.checkout(checkout_id)
                return _json(200, self._checkout(found)) if found else _json(404, {"error": "No such checkout."})
            case ("POST", ["api", "payouts"]):
                return self._payouts(bank.pay_out([_item(line) for line in data["items"]]))
            case ("POST", ["api", "payouts", "look-up"]):
                return self._look_up(list(data["keys"]))
            case ("GET", ["api", "balance"]):
                return _json(200, {"amount_cents": bank.balance()})
        return _json(404, {"error": "No such place."})

    def _checkout(self, checkout: Checkout) -> dict[str, Any]:
        return as_json(checkout) | {"url": f"{self.server.url}/checkout/{checkout.id}"}

    def _look_up(self, keys: list[str]) -> Answer:
        """What the bank knows of these keys; what it has never seen it names, so that leaving one out says nothing."""
        found = self.server.bank.payouts(keys)
        return self._payouts(found, unknown=sorted(set(keys) - {payout.key for payout in found}))

    def _payouts(self, found: list[Payout], **more: list[str]) -> Answer:
        lines = [as_json(payout) for payout in found]
        faults = self.server.bank.faults
        if lines and faults.take("forget_item"):
            lines.pop()
        if lines and faults.take("foreign_item"):
            lines.insert(0, lines[0] | {"key": "nobody's"})
        return _json(200, {"items": lines, **more})

    def _set_fault(self, data: dict[str, Any]) -> Answer:
        faults = self.server.bank.faults
        if data:
            faults.set(
                str(data["fault"]),
                times=int(data.get("times", 1)),
                seconds=float(data.get("seconds", 0)),
            )
        return _json(200, {"faults": {fault.name: fault.times for fault in faults.all()}})

    # -- pages for people

    def _page(self) -> Answer:
        body = self._body()
        match (self.command, self.path.split("?")[0].strip("/").split("/")):
            case ("GET", [""]):
                return _html(200, pages.ledger(self.server.bank))
            case ("POST", [""]):
                return self._undo(body)
            case ("GET", ["bank.css"]):
                return Answer(200, pages.css(), kind="text/css")
            case (method, ["checkout", checkout_id]):
                return self._checkout_page(method, checkout_id, body)
        return _html(404, pages.message("There is nothing here"))

    def _undo(self, body: bytes) -> Answer:
        """A button of the ledger page: a payment is taken back, or a payout sent back."""
        bank = self.server.bank
        for name, undo in {"charge_back": bank.charge_back, "return_payout": bank.return_payout}.items():
            for value in _form(body).get(name, []):
                undo(value)
        return Answer(303, "", kind="text/html", location="/")

    def _checkout_page(self, method: str, checkout_id: str, body: bytes) -> Answer:
        bank = self.server.bank
        checkout = bank.checkout(checkout_id)
        if checkout is None:
            return _html(404, pages.message("There is no such checkout"))
        if method == "GET":
            return _html(200, pages.checkout(checkout))
        choices = {"pay": bank.pay, "pay_half": bank.pay_half, "pay_later": bank.pay_later, "cancel": bank.cancel}
        choice = _form(body).get("choice", [""])[0]
        if choice not in choices:
            return _html(400, pages.message("Choose one of the buttons"))
        choices[choice](checkout_id)
        return Answer(303, "", kind="text/html", location=checkout.return_url)
