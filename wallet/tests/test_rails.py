"""The contract every rail keeps, run against each of them; then what only a rail with a wire can show."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import requests
from pytest_django import Settings

from picomarket.lib.money import usd
from wallet import rails
from wallet.demobank.events import SIGNATURE_HEADER, sign
from wallet.demobank.server import Server
from wallet.rails.interface import BadDestination, BadWebhook, Bill, Call, Event, Fate, Item, Rail, RailSilent, Subject

from .conftest import NOW, SECRET

ACCOUNTS = {"demo_bank": "1234 5678", "manual": "DE89 3704 0044 0532 0130 00  Ben Karim"}


@pytest.fixture(params=["demo_bank", "manual"])
def rail(request: pytest.FixtureRequest, bank: Server, settings: Settings) -> Rail:
    settings.MANUAL_RAILS = ["bank"]
    return rails.offered()[request.param]


@pytest.fixture
def demo(bank: Server) -> Rail:
    return rails.offered()["demo_bank"]


def bill(reference: str) -> Bill:
    return Bill(key="d1", amount=usd("20"), reference=reference)


def call_of(rail: Rail, *keys: str) -> Call:
    account = rail.check_destination(ACCOUNTS[rail.facts.code])
    items = tuple(Item(key=key, amount=usd("5"), destination=account) for key in keys)
    call = Call(key="c1", items=items)
    return Call(key="c1", items=items, prepared=rail.prepare(call))


# -- the contract


def test_a_rail_is_known_by_its_code_and_has_an_account(rail: Rail) -> None:
    code = rail.facts.code

    assert rails.find(code) is not None
    assert rails.facts(code) is rail.facts
    assert rails.account_number(code) > 0


def test_a_destination_once_checked_stays_the_same(rail: Rail) -> None:
    once = rail.check_destination(ACCOUNTS[rail.facts.code])

    assert rail.check_destination(once) == once


@pytest.mark.parametrize("text", ["", "   ", "1", "nothing", "1" * 300])
def test_a_bad_destination_is_refused_in_words(rail: Rail, text: str) -> None:
    with pytest.raises(BadDestination) as refusal:
        rail.check_destination(text)

    assert refusal.value.words.endswith(".")


def test_the_same_key_gets_the_same_invitation(rail: Rail) -> None:
    first, second = (
        rail.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back") for _ in range(2)
    )

    assert first == second
    assert first.reference
    assert first.url or first.instructions


def test_a_deposit_nobody_paid_waits(rail: Rail) -> None:
    invitation = rail.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")

    outcome = rail.deposit_outcome(bill(invitation.reference))

    assert (outcome.key, outcome.fate) == ("d1", Fate.WAITING)


def test_sending_twice_says_the_same_twice(rail: Rail) -> None:
    batch = call_of(rail, "p1", "p2")

    assert rail.send(batch) == rail.send(batch)


def test_a_look_up_says_what_sending_said(rail: Rail) -> None:
    sent = rail.send(call_of(rail, "p1", "p2"))

    assert rail.look_up(call_of(rail, "p1", "p2")) == sent


def test_a_key_never_sent_is_neither_paid_nor_failed(rail: Rail) -> None:
    assert {outcome.fate for outcome in rail.look_up(call_of(rail, "p9"))} <= {Fate.UNSEEN}


def test_a_webhook_without_a_signature_is_refused(rail: Rail) -> None:
    with pytest.raises(BadWebhook):
        rail.read_webhook({}, b"{}", now=NOW)


# -- the demo bank's wire


def last_webhook(bank: Server) -> bytes:
    return bank.bank.events.all()[-1].body.encode()


def read(demo: Rail, body: bytes, *, age: timedelta = timedelta(0), secret: str = SECRET) -> Event:
    header = sign(secret, body, at=(NOW - age).timestamp())
    return demo.read_webhook({SIGNATURE_HEADER: header}, body, now=NOW)


def test_a_paid_checkout_is_paid_by_look_up_and_by_webhook(demo: Rail, bank: Server) -> None:
    invitation = demo.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")
    requests.post(invitation.url, data={"choice": "pay"}, allow_redirects=False, timeout=5)

    outcome = demo.deposit_outcome(bill(invitation.reference))
    event = read(demo, last_webhook(bank))

    assert (outcome.fate, outcome.amount) == (Fate.PAID, usd("20"))
    assert (event.subject, event.outcome) == (Subject.DEPOSIT, outcome)


def test_a_deposit_whose_invitation_was_lost_is_unseen(demo: Rail) -> None:
    assert demo.deposit_outcome(bill("")).fate == Fate.UNSEEN


def test_a_payout_event_carries_the_outcome(demo: Rail, bank: Server) -> None:
    (sent,) = demo.send(call_of(demo, "p1"))

    event = read(demo, last_webhook(bank))

    assert (event.subject, event.outcome) == (Subject.PAYOUT, sent)


@pytest.mark.parametrize("age", [timedelta(minutes=6), -timedelta(minutes=6)])
def test_an_old_or_future_webhook_is_refused(demo: Rail, bank: Server, age: timedelta) -> None:
    demo.send(call_of(demo, "p1"))

    with pytest.raises(BadWebhook, match="too old"):
        read(demo, last_webhook(bank), age=age)


def test_a_webhook_signed_with_another_secret_is_refused(demo: Rail, bank: Server) -> None:
    demo.send(call_of(demo, "p1"))

    with pytest.raises(BadWebhook, match="signature is wrong"):
        read(demo, last_webhook(bank), secret="another")


def test_a_webhook_whose_body_was_changed_is_refused(demo: Rail, bank: Server) -> None:
    demo.send(call_of(demo, "p1"))
    header = sign(SECRET, last_webhook(bank), at=NOW.timestamp())

    with pytest.raises(BadWebhook, match="signature is wrong"):
        demo.read_webhook({SIGNATURE_HEADER: header}, last_webhook(bank) + b" ", now=NOW)


@pytest.mark.parametrize("told", [{}, [], {"id": "e", "type": "payout.paid", "data": {"key": "p1", "state": "eaten"}}])
def test_a_signed_event_nobody_can_read_is_refused(demo: Rail, told: object) -> None:
    with pytest.raises(BadWebhook, match="malformed"):
        read(demo, json.dumps(told).encode())


@pytest.mark.parametrize("fault", ["error_500", "lost_request"])
def test_a_send_that_did_nothing_is_silent_and_then_unseen(demo: Rail, bank: Server, fault: str) -> None:
    bank.bank.faults.set(fault)

    with pytest.raises(RailSilent):
        demo.send(call_of(demo, "p1"))

    assert [outcome.fate for outcome in demo.look_up(call_of(demo, "p1"))] == [Fate.UNSEEN]


def test_a_send_without_an_answer_is_found_paid_by_its_key(demo: Rail, bank: Server) -> None:
    bank.bank.faults.set("timeout_after_success")

    with pytest.raises(RailSilent):
        demo.send(call_of(demo, "p1"))

    assert [outcome.fate for outcome in demo.look_up(call_of(demo, "p1"))] == [Fate.PAID]


def test_a_part_of_a_batch_may_fail(demo: Rail, bank: Server) -> None:
    bank.bank.faults.set("partial_batch")

    outcomes = demo.send(call_of(demo, "p1", "p2"))

    assert [(outcome.fate, outcome.reason) for outcome in outcomes] == [
        (Fate.PAID, ""),
        (Fate.FAILED, "The bank refused the payment."),
    ]


def test_a_bank_that_is_not_there_is_silent(demo: Rail, settings: Settings) -> None:
    settings.DEMO_BANK_URL = "http://127.0.0.1:1"

    with pytest.raises(RailSilent):
        rails.offered()["demo_bank"].look_up(Call(key="c1", items=()))


def test_a_rail_without_credentials_is_not_offered(settings: Settings) -> None:
    settings.DEMO_BANK_URL = settings.DEMO_BANK_KEY = settings.DEMO_BANK_SECRET = ""
    settings.MANUAL_RAILS = []

    assert rails.offered() == {}
