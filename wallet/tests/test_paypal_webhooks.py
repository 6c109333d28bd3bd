"""What PayPal tells: believed only when PayPal signed it, applied once, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import contradictions, deposits, ledger, rails, webhooks
from wallet.models import Deposit, RailEvent
from wallet.rails.interface import BadWebhook, Event, Fate, Rail, Subject

from .conftest import NOW
from .fakes.paypal_account import Row
from .fakes.paypal_server import SIGNER, Server, certificate

State = Deposit.State
ODD: Row = {"id": "WH-1", "event_type": "MERCHANT.ONBOARDING.COMPLETED", "resource": {}}


@pytest.fixture
def rail(paypal: Server) -> Rail:
    return rails.offered()["paypal"]


@pytest.fixture
def deposit(paypal: Server, ben: User) -> Deposit:
    """A deposit of $20 that its payer has approved; nobody here has heard of it."""
    started = deposits.start(ben, amount=usd("20"), rail="paypal", now=NOW)
    paypal.account.approve(started.reference)
    return started


def read(rail: Rail, paypal: Server, event: Row, **changed: str) -> Event:
    headers, body = paypal.webhook(event, at=NOW)
    return rail.read_webhook(headers | {name.replace("_", "-"): text for name, text in changed.items()}, body, now=NOW)


def hear(paypal: Server, event: Row) -> RailEvent:
    headers, body = paypal.webhook(event, at=NOW)
    return webhooks.receive("paypal", headers=headers, body=body, now=NOW)


def hear_all(paypal: Server) -> None:
    for event in list(paypal.account.events):
        hear(paypal, event)


def spendable(person: User) -> Any:
    return ledger.balance_of(ledger.spendable(person.pk))


# -- the signature


def test_a_signed_event_is_believed(rail: Rail, paypal: Server) -> None:
    event = read(rail, paypal, ODD)

    assert (event.id, event.subject, event.outcome) == ("WH-1", Subject.OTHER, None)


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        ("Paypal_Transmission_Sig", "", "missing"),
        ("Paypal_Transmission_Sig", "bm90IGl0", "wrong"),
        ("Paypal_Transmission_Sig", "not base64", "wrong"),
        ("Paypal_Transmission_Id", "another", "wrong"),
        ("Paypal_Transmission_Time", "2026-11-16T09:00:01Z", "wrong"),
        ("Paypal_Auth_Algo", "none", "malformed"),
        ("Paypal_Cert_Url", "", "not PayPal's"),
        ("Paypal_Cert_Url", "https://evil.test/v1/notifications/certs/CERT-1", "not PayPal's"),
    ],
)
def test_whatever_was_changed_is_refused(rail: Rail, paypal: Server, header: str, text: str, words: str) -> None:
    with pytest.raises(BadWebhook, match=words) as refusal:
        read(rail, paypal, ODD, **{header: text})

    assert refusal.value.status == 401


@pytest.mark.parametrize(
    "path", ["/v1/notifications/certs/../../x", "/checkoutnow", "/v1/notifications/certs/CERT-1?x"]
)
def test_only_an_address_of_certificates_is_asked(rail: Rail, paypal: Server, path: str) -> None:
    with pytest.raises(BadWebhook) as refusal:
        read(rail, paypal, ODD, Paypal_Cert_Url=f"{paypal.url}{path}")

    assert refusal.value.status == 401


def test_a_changed_body_is_refused(rail: Rail, paypal: Server) -> None:
    headers, body = paypal.webhook(ODD, at=NOW)

    with pytest.raises(BadWebhook, match="signature is wrong"):
        rail.read_webhook(headers, body + b" ", now=NOW)


def test_an_event_for_another_webhook_is_refused(rail: Rail, paypal: Server, settings: Any) -> None:
    settings.PAYPAL_WEBHOOK_ID = "ANOTHER"

    with pytest.raises(BadWebhook, match="signature is wrong"):
        read(rails.offered()["paypal"], paypal, ODD)


@pytest.mark.parametrize(
    ("pem", "words"),
    [(certificate("evil.test"), "not PayPal's"), (certificate(SIGNER, days=30), "not valid now")],
)
def test_a_certificate_of_another_name_or_time_is_refused(rail: Rail, paypal: Server, pem: bytes, words: str) -> None:
    paypal.certificates = dict.fromkeys(paypal.certificates, pem)

    with pytest.raises(BadWebhook, match=words) as refusal:
        read(rail, paypal, ODD)

    assert refusal.value.status == 401


def test_without_the_certificate_paypal_is_asked_to_come_again(rail: Rail, paypal: Server) -> None:
    paypal.certificates = dict.fromkeys(paypal.certificates, b"<html>")

    with pytest.raises(BadWebhook) as refusal:
        read(rail, paypal, ODD)

    assert refusal.value.status == 503


@pytest.mark.parametrize(("age", "words"), [(timedelta(days=5), "too old"), (timedelta(minutes=-10), "too old")])
def test_an_old_or_future_event_is_refused(rail: Rail, paypal: Server, age: timedelta, words: str) -> None:
    headers, body = paypal.webhook(ODD, at=NOW - age)

    with pytest.raises(BadWebhook, match=words) as refusal:
        rail.read_webhook(headers, body, now=NOW)

    assert refusal.value.status == 400


def test_an_event_brought_again_after_two_days_is_taken(rail: Rail, paypal: Server) -> None:
    headers, body = paypal.webhook(ODD, at=NOW - timedelta(days=2))

    assert rail.read_webhook(headers, body, now=NOW).id == "WH-1"


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"id": "WH-1", "event_type": "CHECKOUT.ORDER.APPROVED", "resource": {}},
        {"id": "WH-1", "event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "resource": {"payout_item": None}},
    ],
)
def test_a_signed_event_nobody_can_read_is_refused(rail: Rail, paypal: Server, event: Row) -> None:
    with pytest.raises(BadWebhook, match="malformed") as refusal:
        read(rail, paypal, event)

    assert refusal.value.status == 400


# -- money in


def test_an_approval_told_by_webhook_over_http_captures_and_credits(
    paypal: Server, deposit: Deposit, ben: User, client: Client
) -> None:
    headers, body = paypal.webhook(paypal.account.events[0], at=timezone.now())

    answer = client.post(
        "/wallet/rails/paypal/webhook/", body.decode(), content_type="application/json", headers=headers
    )

    assert answer.status_code == 200
    assert (make.fresh(deposit).state, spendable(ben)) == (State.SETTLED, usd("18.81"))


def test_events_in_any_order_and_again_credit_once(paypal: Server, deposit: Deposit, ben: User) -> None:
    hear_all(paypal)
    told = list(paypal.account.events)

    for event in [*reversed(told), *told]:
        hear(paypal, event)

    assert [event["event_type"] for event in told] == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    assert spendable(ben) == usd("18.81")


def test_an_event_paypal_does_not_explain_now_is_asked_for_again(paypal: Server, deposit: Deposit, ben: User) -> None:
    paypal.account.faults["error_503"] = 1
    with pytest.raises(BadWebhook) as refusal:
        hear_all(paypal)
    # Not kept under its own number: that would make the next delivery a second one.
    before = (refusal.value.status, RailEvent.objects.filter(event_id__startswith="WH-").count())

    hear_all(paypal)

    assert before == (503, 0)
    assert spendable(ben) == usd("18.81")


def test_a_payment_taken_back_whole_is_taken_back_once(paypal: Server, deposit: Deposit, ben: User) -> None:
    hear_all(paypal)
    paypal.account.reverse(deposit.reference)

    for _ in range(2):
        hear_all(paypal)

    assert (make.fresh(deposit).state, spendable(ben)) == (State.REVERSED, 0)


def test_a_reversal_heard_before_the_payment_ends_the_same(paypal: Server, deposit: Deposit, ben: User) -> None:
    paypal.account.capture(deposit.reference)
    paypal.account.reverse(deposit.reference)

    for event in reversed(list(paypal.account.events)):
        hear(paypal, event)

    assert (make.fresh(deposit).state, spendable(ben)) == (State.REVERSED, 0)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_part_given_back_on_paypals_pages_is_taken_back_in_any_order(
    paypal: Server, deposit: Deposit, ben: User, *, reverse: bool
) -> None:
    paypal.account.capture(deposit.reference)
    paypal.account.refund_by_hand(deposit.reference, 500)
    told = list(paypal.account.events)

    for event in [*reversed(told)] if reverse else told:
        hear(paypal, event)

    assert spendable(ben) == usd("13.81")


def test_a_part_given_back_and_undone_before_anything_was_heard_leaves_all_that_came(
    paypal: Server, deposit: Deposit, ben: User
) -> None:
    paypal.account.capture(deposit.reference)
    paypal.account.refund_by_hand(deposit.reference, 500)
    event = paypal.account.events[-1]
    paypal.account.end_refund(event["resource"]["id"], "FAILED")

    for _ in range(2):
        hear(paypal, event)

    assert (make.fresh(deposit).state, spendable(ben)) == (State.SETTLED, usd("18.81"))
    assert [notice.subject for notice in Notice.objects.filter(person=ben)] == ["Part of your deposit arrived"]


def test_a_part_given_back_that_is_heard_first_tells_of_all_that_came(
    paypal: Server, deposit: Deposit, ben: User
) -> None:
    paypal.account.capture(deposit.reference)
    paypal.account.refund_by_hand(deposit.reference, 500)

    hear(paypal, paypal.account.events[-1])

    assert (make.fresh(deposit).amount, spendable(ben)) == (usd("18.81"), usd("13.81"))


def test_a_dispute_that_is_opened_or_won_takes_nothing(paypal: Server, deposit: Deposit, ben: User) -> None:
    hear_all(paypal)
    paypal.account.dispute(deposit.reference, "NONE", kind="CREATED")
    paypal.account.dispute(deposit.reference, "RESOLVED_SELLER_FAVOUR")

    hear_all(paypal)

    assert spendable(ben) == usd("18.81")
    words = [
        event.outcome.removeprefix(f"{deposit.public_id}: ")[:20] for event in contradictions.waiting().order_by("pk")
    ]
    assert words == ["This payment is cont", "The dispute was won."]


def test_a_lost_dispute_takes_the_deposit_back_once_however_it_is_told(
    paypal: Server, deposit: Deposit, ben: User
) -> None:
    hear_all(paypal)
    paypal.account.dispute(deposit.reference, "RESOLVED_BUYER_FAVOUR", 2000)
    paypal.account.reverse(deposit.reference)

    hear_all(paypal)

    assert (make.fresh(deposit).state, spendable(ben)) == (State.REVERSED, 0)


def test_a_dispute_lost_in_part_takes_back_that_part(paypal: Server, deposit: Deposit, ben: User) -> None:
    hear_all(paypal)
    paypal.account.dispute(deposit.reference, "RESOLVED_BUYER_FAVOUR", 700)

    hear_all(paypal)

    assert spendable(ben) == usd("11.81")


def test_a_declined_capture_told_by_webhook_fails_the_deposit(paypal: Server, deposit: Deposit) -> None:
    paypal.account.capture_status = "DECLINED"
    paypal.account.capture(deposit.reference)

    hear(paypal, paypal.account.events[-1])

    assert make.fresh(deposit).state == State.FAILED


def test_a_payment_without_an_order_is_nobodys_deposit(rail: Rail, paypal: Server) -> None:
    resource: Mapping[str, Any] = {"id": "CAP1", "status": "COMPLETED", "links": []}

    event = read(rail, paypal, {"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": dict(resource)})

    assert (event.subject, event.outcome) == (Subject.OTHER, None)


def test_an_unknown_kind_of_event_is_kept_for_staff(paypal: Server, db: None) -> None:
    row = hear(paypal, ODD)

    assert (row.outcome, row.payload) == ("not about our money", ODD)


# -- money out


def test_a_payout_event_says_it_all(rail: Rail, paypal: Server) -> None:
    from_paypal = {
        "payout_item_id": "ITEM1",
        "payout_batch_id": "BATCH1",
        "transaction_status": "SUCCESS",
        "payout_item_fee": {"currency": "USD", "value": "0.25"},
        "payout_item": {
            "amount": {"currency": "USD", "value": "12.34"},
            "receiver": "p1@example.com",
            "sender_item_id": "p1",
        },
    }

    event = read(rail, paypal, {"id": "WH-1", "event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "resource": from_paypal})

    assert event.subject == Subject.PAYOUT
    assert event.outcome is not None
    assert (event.outcome.key, event.outcome.fate) == ("p1", Fate.PAID)
    assert (event.outcome.amount, event.outcome.cost, event.outcome.reference) == (usd("12.34"), usd("0.25"), "ITEM1")
