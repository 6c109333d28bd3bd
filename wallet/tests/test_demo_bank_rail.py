"""The demo bank's rail: what only its wire shows, beside the contract of all rails (wallet/tests/rail_contract)."""

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
from wallet.rails.interface import BadWebhook, Bill, Call, Event, Fate, Item, Rail, RailRefused, RailSilent, Subject

from .conftest import KEY, NOW, SECRET


@pytest.fixture
def demo(bank: Server) -> Rail:
    return rails.offered()["demo_bank"]


def bill(reference: str) -> Bill:
    return Bill(key="d1", amount=usd("20"), reference=reference)


def call_of(*keys: str) -> Call:
    return Call(key="c1", items=tuple(Item(key=key, amount=usd("5"), destination="12345678") for key in keys))


def last_webhook(bank: Server) -> bytes:
    return bank.bank.events.all()[-1].body.encode()


def read(demo: Rail, body: bytes, *, age: timedelta = timedelta(0), secret: str = SECRET) -> Event:
    header = sign(secret, body, at=(NOW - age).timestamp())
    return demo.read_webhook({SIGNATURE_HEADER: header}, body, now=NOW)


def test_a_paid_checkout_is_paid_by_look_up_and_by_webhook(demo: Rail, bank: Server) -> None:
    invitation = demo.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")
    requests.post(invitation.url, data={"choice": "pay"}, allow_redirects=False, timeout=30)

    outcome = demo.deposit_outcome(bill(invitation.reference))
    event = read(demo, last_webhook(bank))

    assert (outcome.fate, outcome.amount) == (Fate.PAID, usd("20"))
    assert (event.subject, event.outcome) == (Subject.DEPOSIT, outcome)


def test_a_deposit_whose_invitation_was_lost_is_unseen(demo: Rail) -> None:
    assert demo.deposit_outcome(bill("")).fate == Fate.UNSEEN


def test_a_payout_event_carries_the_outcome(demo: Rail, bank: Server) -> None:
    (sent,) = demo.send(call_of("p1"))

    event = read(demo, last_webhook(bank))

    assert (event.subject, event.outcome) == (Subject.PAYOUT, sent)


@pytest.mark.parametrize("age", [timedelta(minutes=6), -timedelta(minutes=6)])
def test_an_old_or_future_webhook_is_refused(demo: Rail, bank: Server, age: timedelta) -> None:
    demo.send(call_of("p1"))

    with pytest.raises(BadWebhook, match="too old"):
        read(demo, last_webhook(bank), age=age)


def test_a_webhook_signed_with_another_secret_is_refused(demo: Rail, bank: Server) -> None:
    demo.send(call_of("p1"))

    with pytest.raises(BadWebhook, match="signature is wrong"):
        read(demo, last_webhook(bank), secret="another")


def test_a_webhook_whose_body_was_changed_is_refused(demo: Rail, bank: Server) -> None:
    demo.send(call_of("p1"))
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
        demo.send(call_of("p1"))

    assert [outcome.fate for outcome in demo.look_up(call_of("p1"))] == [Fate.UNSEEN]


def test_a_send_without_an_answer_is_found_paid_by_its_key(demo: Rail, bank: Server) -> None:
    bank.bank.faults.set("timeout_after_success")

    with pytest.raises(RailSilent):
        demo.send(call_of("p1"))

    assert [outcome.fate for outcome in demo.look_up(call_of("p1"))] == [Fate.PAID]


def test_what_the_bank_took_is_not_refused_when_it_is_sent_again(demo: Rail, bank: Server) -> None:
    demo.send(call_of("p1"))
    bank.bank.faults.set("refuse_batch")

    assert [outcome.fate for outcome in demo.send(call_of("p1"))] == [Fate.PAID]
    with pytest.raises(RailRefused):
        demo.send(call_of("p1", "p2"))


def test_a_look_up_whose_answer_leaves_an_item_out_says_nothing_of_it(demo: Rail, bank: Server) -> None:
    demo.send(call_of("p1"))
    bank.bank.faults.set("forget_item")

    assert [(outcome.key, outcome.fate) for outcome in demo.look_up(call_of("p1", "p2"))] == [("p2", Fate.UNSEEN)]


def test_a_slow_bank_is_slow_only_to_answer(demo: Rail, bank: Server) -> None:
    bank.bank.faults.set("slow", seconds=1)

    with pytest.raises(requests.Timeout):
        requests.post(
            f"{bank.url}/api/payouts",
            json={"items": [{"key": "p1", "amount_cents": 500, "destination": "12345678"}]},
            headers={"Authorization": f"Bearer {KEY}"},
            timeout=0.5,
        )

    assert [outcome.fate for outcome in demo.look_up(call_of("p1"))] == [Fate.PAID]


def test_a_part_of_a_batch_may_fail(demo: Rail, bank: Server) -> None:
    bank.bank.faults.set("partial_batch")

    outcomes = demo.send(call_of("p1", "p2"))

    assert [(outcome.fate, outcome.reason) for outcome in outcomes] == [
        (Fate.PAID, ""),
        (Fate.FAILED, "The bank refused the payment."),
    ]


def test_a_bank_that_is_not_there_is_silent(demo: Rail, settings: Settings) -> None:
    settings.DEMO_BANK_URL = "http://127.0.0.1:1"

    with pytest.raises(RailSilent):
        rails.offered()["demo_bank"].look_up(Call(key="c1", items=()))


def test_what_the_bank_takes_for_a_payout_is_its_cost(demo: Rail, bank: Server) -> None:
    bank.bank.fee_cents = 3

    (outcome,) = demo.send(call_of("p1"))

    assert (outcome.amount, outcome.cost) == (usd("5"), usd("0.03"))
    assert demo.funds() == -usd("5.03")


def test_a_payment_and_a_payout_that_came_back_are_reversed(demo: Rail, bank: Server) -> None:
    invitation = demo.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")
    bank.bank.receive(invitation.reference, 1_200)
    demo.send(call_of("p1"))

    bank.bank.charge_back(invitation.reference)
    bank.bank.return_payout("p1")

    deposit, (payout,) = demo.deposit_outcome(bill(invitation.reference)), demo.look_up(call_of("p1"))
    assert (deposit.fate, deposit.amount, deposit.reason) == (
        Fate.REVERSED,
        usd("12"),
        "The payer's bank took it back.",
    )
    assert (payout.fate, payout.amount) == (Fate.REVERSED, usd("5"))


def test_all_that_arrived_so_far_is_told(demo: Rail, bank: Server) -> None:
    invitation = demo.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")

    told = []
    for cents in (500, 2_500):
        bank.bank.receive(invitation.reference, cents)
        told.append(demo.deposit_outcome(bill(invitation.reference)).amount)

    assert told == [usd("5"), usd("30")]


def test_without_credentials_nothing_is_offered(settings: Settings) -> None:
    settings.DEMO_BANK_URL = settings.DEMO_BANK_KEY = settings.DEMO_BANK_SECRET = ""
    settings.MANUAL_RAILS = []

    assert rails.offered() == {}
