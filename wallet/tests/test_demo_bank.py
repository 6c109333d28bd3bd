"""The demo bank, spoken to as the market speaks to it: over HTTP."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from pytest_django import Settings

from wallet.demobank.bank import CLOSED_ACCOUNT, SLOW_ACCOUNT
from wallet.demobank.events import SIGNATURE_HEADER, sign
from wallet.demobank.running import running
from wallet.demobank.server import Server

from .conftest import KEY, SECRET


def call(bank: Server, path: str, data: dict[str, Any] | None = None, *, key: str = KEY) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"}
    method = "GET" if data is None else "POST"
    return requests.request(method, bank.url + path, json=data, headers=headers, timeout=30)


def open_checkout(bank: Server, key: str = "d1", cents: int = 2000) -> dict[str, Any]:
    asked = {"key": key, "amount_cents": cents, "note": "Deposit", "return_url": "http://market.test/back"}
    answer: dict[str, Any] = call(bank, "/api/checkouts", asked).json()
    return answer


def choose(checkout: dict[str, Any], choice: str) -> requests.Response:
    return requests.post(checkout["url"], data={"choice": choice}, allow_redirects=False, timeout=30)


def state_of(bank: Server, checkout: dict[str, Any]) -> str:
    return str(call(bank, f"/api/checkouts/{checkout['id']}").json()["state"])


def pay_out(bank: Server, *items: tuple[str, int, str]) -> requests.Response:
    lines = [{"key": key, "amount_cents": cents, "destination": where} for key, cents, where in items]
    return call(bank, "/api/payouts", {"items": lines})


def told(bank: Server) -> list[str]:
    return [json.loads(event.body)["type"] for event in bank.bank.events.all()]


def test_a_wrong_api_key_is_refused(bank: Server) -> None:
    answer = call(bank, "/api/payouts/look-up", {"keys": []}, key="wrong")

    assert answer.status_code == 401


def test_a_checkout_shows_its_amount_and_sends_the_payer_back(bank: Server) -> None:
    checkout = open_checkout(bank)

    page = requests.get(checkout["url"], timeout=30)
    back = choose(checkout, "pay")

    assert "$20.00" in page.text
    assert (back.status_code, back.headers["Location"]) == (303, "http://market.test/back")
    assert state_of(bank, checkout) == "paid"
    assert told(bank) == ["checkout.paid"]


def test_a_checkout_is_paid_once_however_often_the_button_is_pressed(bank: Server) -> None:
    checkout = open_checkout(bank)

    for choice in ("pay", "pay", "cancel"):
        choose(checkout, choice)

    assert state_of(bank, checkout) == "paid"
    assert told(bank) == ["checkout.paid"]


def test_a_cancelled_checkout_says_so(bank: Server) -> None:
    checkout = open_checkout(bank)

    choose(checkout, "cancel")

    assert state_of(bank, checkout) == "cancelled"


def test_paying_later_waits_then_arrives_by_itself(bank: Server) -> None:
    checkout = open_checkout(bank)

    choose(checkout, "pay_later")
    before = state_of(bank, checkout)
    bank.bank.fall_due(time.time() + 60)

    assert (before, state_of(bank, checkout)) == ("pending", "paid")
    assert told(bank) == ["checkout.pending", "checkout.paid"]


def test_a_checkout_may_be_paid_in_two_halves(bank: Server) -> None:
    checkout = open_checkout(bank, cents=2001)

    choose(checkout, "pay_half")
    page = requests.get(checkout["url"], timeout=30).text
    choose(checkout, "pay")
    choose(checkout, "pay")

    said = call(bank, f"/api/checkouts/{checkout['id']}").json()
    assert "$10.00 of $20.01 has arrived" in page
    assert (said["state"], said["received_cents"]) == ("paid", 2001)
    assert told(bank) == ["checkout.paid", "checkout.paid"]


def test_a_payment_falls_short_on_demand(bank: Server) -> None:
    checkout = open_checkout(bank)
    set_fault(bank, "short_payment")

    choose(checkout, "pay")

    assert call(bank, f"/api/checkouts/{checkout['id']}").json()["received_cents"] == 1000


def test_a_payment_is_taken_back_by_a_button_on_the_banks_page(bank: Server) -> None:
    checkout = open_checkout(bank)
    choose(checkout, "pay")
    page = requests.get(bank.url, timeout=30).text

    for _ in range(2):
        requests.post(bank.url, data={"charge_back": checkout["id"]}, timeout=30)

    assert f'name="charge_back" value="{checkout["id"]}"' in page
    assert state_of(bank, checkout) == "charged_back"
    assert told(bank) == ["checkout.paid", "checkout.charged_back"]
    assert bank.bank.balance() == 0


def test_a_payout_is_sent_back_by_a_button_on_the_banks_page(bank: Server) -> None:
    pay_out(bank, ("p1", 500, "12345678"), ("p2", 500, "40000002"))

    for key in ("p1", "p2"):
        requests.post(bank.url, data={"return_payout": key}, timeout=30)

    items = call(bank, "/api/payouts/look-up", {"keys": ["p1", "p2"]}).json()["items"]
    assert [item["state"] for item in items] == ["returned", "failed"]
    assert told(bank) == ["payout.paid", "payout.failed", "payout.returned"]


@pytest.mark.parametrize("fault", ["charge_back", "return_payout"])
def test_what_is_paid_comes_back_at_once_on_demand(bank: Server, fault: str) -> None:
    set_fault(bank, fault)
    checkout = open_checkout(bank)
    choose(checkout, "pay")
    pay_out(bank, ("p1", 500, "12345678"))

    back = {"charge_back": "checkout.charged_back", "return_payout": "payout.returned"}[fault]
    assert back in told(bank)


def test_a_refund_goes_back_to_its_checkout_and_never_more_than_was_paid(bank: Server) -> None:
    checkout = open_checkout(bank)
    choose(checkout, "pay")

    def refund(key: str, cents: int) -> str:
        line = {"key": key, "amount_cents": cents, "refund_of": checkout["id"]}
        return str(call(bank, "/api/payouts", {"items": [line]}).json()["items"][0]["state"])

    asked = [("r1", 1500), ("r1", 1500), ("r2", 501), ("r3", 500)]
    assert [refund(*one) for one in asked] == ["paid", "paid", "failed", "paid"]
    assert bank.bank.balance() == 0


def test_the_bank_says_what_it_holds_less_what_it_takes_for_a_payout(bank: Server) -> None:
    bank.bank.fee_cents = 3
    choose(open_checkout(bank), "pay")

    pay_out(bank, ("p1", 500, "12345678"), ("p2", 500, "40000002"))

    assert call(bank, "/api/balance").json() == {"amount_cents": 2000 - 500 - 3}


def test_a_banks_file_from_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "bank.sqlite3"
    columns = "id text primary key, key text unique, cents int, note text, return_url text, state text default 'open'"
    with sqlite3.connect(path) as old:
        old.execute(f"create table checkout ({columns}, due real, created real)")

    with running(key=KEY, secret=SECRET, path=str(path)) as bank:
        checkout = open_checkout(bank)
        choose(checkout, "pay")
        assert state_of(bank, checkout) == "paid"


def test_the_same_checkout_key_opens_one_checkout(bank: Server) -> None:
    first, second = open_checkout(bank), open_checkout(bank)

    assert first["id"] == second["id"]


def test_a_checkout_key_used_for_another_amount_is_a_conflict(bank: Server) -> None:
    open_checkout(bank)

    again = {"key": "d1", "amount_cents": 2001, "note": "Deposit", "return_url": "http://market.test/back"}

    assert call(bank, "/api/checkouts", again).status_code == 409


def test_the_same_payout_key_pays_once(bank: Server) -> None:
    first = pay_out(bank, ("p1", 500, "12345678")).json()
    second = pay_out(bank, ("p1", 500, "12345678")).json()

    assert first == second
    assert told(bank) == ["payout.paid"]


def test_a_payout_key_used_for_something_else_refuses_the_whole_batch(bank: Server) -> None:
    pay_out(bank, ("p1", 500, "12345678"))

    answer = pay_out(bank, ("p2", 500, "12345678"), ("p1", 501, "12345678"))

    assert answer.status_code == 409
    assert [payout.key for payout in bank.bank.all_payouts()] == ["p1"]


def test_a_closed_account_fails_and_a_slow_one_waits(bank: Server) -> None:
    items = pay_out(bank, ("p1", 500, CLOSED_ACCOUNT), ("p2", 500, SLOW_ACCOUNT)).json()["items"]

    assert [(item["state"], item["reason"]) for item in items] == [
        ("failed", "The account is closed."),
        ("pending", ""),
    ]


def test_a_look_up_names_only_what_the_bank_knows(bank: Server) -> None:
    pay_out(bank, ("p1", 500, "12345678"))

    items = call(bank, "/api/payouts/look-up", {"keys": ["p0", "p1"]}).json()["items"]

    assert [item["key"] for item in items] == ["p1"]


@pytest.mark.parametrize("cents", [0, -5, 1.5, "500", True, None])
def test_an_amount_that_is_not_whole_cents_is_refused(bank: Server, cents: Any) -> None:
    answer = pay_out(bank, ("p1", cents, "12345678"))

    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b'{"items": 3}', b'{"items": [{"key": "k"}]}'])
def test_a_malformed_request_is_refused(bank: Server, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}

    answer = requests.post(f"{bank.url}/api/payouts", data=body, headers=headers, timeout=30)

    assert answer.status_code == 400


def set_fault(bank: Server, name: str, **more: float) -> None:
    assert call(bank, "/faults", {"fault": name, **more}).status_code == 200


def test_an_unknown_fault_is_refused(bank: Server) -> None:
    assert call(bank, "/faults", {"fault": "earthquake"}).status_code == 400


@pytest.mark.parametrize(("fault", "paid"), [("lost_request", 0), ("timeout_after_success", 1)])
def test_a_dropped_connection_says_nothing_about_the_payout(bank: Server, fault: str, paid: int) -> None:
    set_fault(bank, fault)

    with pytest.raises(requests.ConnectionError):
        pay_out(bank, ("p1", 500, "12345678"))

    assert len(bank.bank.all_payouts()) == paid


def test_a_fault_ends_after_its_times(bank: Server) -> None:
    set_fault(bank, "error_500", times=2)

    answers = [pay_out(bank, ("p1", 500, "12345678")).status_code for _ in range(3)]

    assert answers == [500, 500, 200]


def test_a_partial_batch_fails_every_second_item(bank: Server) -> None:
    set_fault(bank, "partial_batch")

    items = pay_out(bank, *((f"p{n}", 500, "12345678") for n in range(4))).json()["items"]

    assert [item["state"] for item in items] == ["paid", "failed", "paid", "failed"]


def test_the_ledger_page_lists_what_was_received_and_paid(bank: Server) -> None:
    choose(open_checkout(bank), "pay")
    pay_out(bank, ("p1", 750, "12345678"))

    page = requests.get(bank.url, timeout=30).text

    assert "Received: $20.00. Paid out: $7.50." in page


def test_the_state_outlives_the_bank(tmp_path: Any) -> None:
    path = str(tmp_path / "bank.sqlite3")
    with running(key=KEY, secret=SECRET, path=path) as first:
        pay_out(first, ("p1", 500, "12345678"))

    with running(key=KEY, secret=SECRET, path=path) as second:
        items = call(second, "/api/payouts/look-up", {"keys": ["p1"]}).json()["items"]

    assert [item["state"] for item in items] == ["paid"]


class Ear(HTTPServer):
    """Hears webhooks; refuses the first few."""

    def __init__(self, refusing: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Listening)
        self.refusing = refusing
        self.heard: list[tuple[str, bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Listening(BaseHTTPRequestHandler):
    server: Ear

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refused = self.server.refusing > 0
        self.server.refusing -= 1
        if not refused:
            self.server.heard.append((self.headers[SIGNATURE_HEADER], body))
        self.send_response(503 if refused else 200)
        self.end_headers()

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Quiet."""


@pytest.fixture
def ear() -> Iterator[Ear]:
    server = Ear()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hear(ear: Ear, count: int) -> list[str]:
    """The kinds of the first events heard, waiting up to half a minute for so many."""
    until = time.monotonic() + 30
    while len(ear.heard) < count and time.monotonic() < until:
        time.sleep(0.02)
    return [json.loads(body)["type"] for _signature, body in ear.heard]


def test_a_webhook_is_signed_and_tried_again_until_it_is_taken(ear: Ear) -> None:
    ear.refusing = 1
    with running(key=KEY, secret=SECRET, webhook_url=ear.url) as bank:
        pay_out(bank, ("p1", 500, "12345678"))

        kinds = hear(ear, 1)

    signature, body = ear.heard[0]
    stamp = int(signature.partition(",")[0].removeprefix("t="))
    assert kinds == ["payout.paid"]
    assert signature == sign(SECRET, body, at=stamp)


def test_webhooks_come_twice_out_of_order_or_never_on_demand(ear: Ear) -> None:
    with running(key=KEY, secret=SECRET, webhook_url=ear.url) as bank:
        for key, fault in [("p1", "lost_webhook"), ("p2", "out_of_order_webhook"), ("p3", "duplicate_webhook")]:
            set_fault(bank, fault)
            pay_out(bank, (key, 500, "12345678"))

        hear(ear, 3)

    assert [json.loads(body)["data"]["key"] for _signature, body in ear.heard] == ["p3", "p3", "p2"]


def test_the_command_refuses_to_start_in_production(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="does not run in production"):
        call_command("demo_bank", stdout=StringIO())


def test_the_command_says_which_port_is_busy(bank: Server, settings: Settings) -> None:
    settings.DEBUG = True
    port = int(bank.url.rpartition(":")[2])

    with pytest.raises(CommandError, match=f"cannot use port {port}"):
        call_command("demo_bank", port=port, state=":memory:", webhook_url="http://x.test", stdout=StringIO())
