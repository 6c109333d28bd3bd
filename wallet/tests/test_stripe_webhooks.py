"""What Stripe tells by webhook: who signed it, when, and what it means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from picomarket.lib.money import Money, usd
from wallet.rails.interface import BadWebhook, Fate, Outcome, Rail, Subject

from .conftest import NOW
from .fakes.stripe_account import Row
from .fakes.stripe_server import Server, sign
from .stripe_steps import opened, paid, refund


def read(card: Rail, event: Row) -> tuple[Subject, Outcome | None]:
    headers, body = sign(event, at=NOW)
    told = card.read_webhook(headers, body, now=NOW)
    return told.subject, told.outcome


def taken(card: Rail, event: Row) -> Money | None:
    """How much of a deposit went back, as this event tells it."""
    subject, outcome = read(card, event)
    assert outcome is not None
    assert (subject, outcome.fate) == (Subject.DEPOSIT, Fate.REVERSED)
    return outcome.amount


# -- the signature


def test_a_webhook_signed_with_two_secrets_is_believed_for_one(card: Rail, stripe: Server) -> None:
    event = stripe.account.pay(opened(card).reference)
    headers, body = sign(event, at=NOW, also="whsec_the-old-one")

    assert card.read_webhook(headers, body, now=NOW).id == event["id"]


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=" + "0" * 64, "t=,v1=", "t=now,v1=" + "0" * 64, f"t={10**13},v1=0", "t=\u0661,v1=\u00e9", ",,,=,"],
)
def test_a_header_that_is_no_signature_is_refused(card: Rail, header: str) -> None:
    with pytest.raises(BadWebhook) as bad:
        card.read_webhook({"Stripe-Signature": header}, b"{}", now=NOW)

    assert bad.value.status == 401


def test_a_wrong_secret_or_a_changed_body_is_refused(card: Rail, stripe: Server) -> None:
    event = stripe.account.pay(opened(card).reference)
    wrong, body = sign(event, at=NOW, secret="whsec_another")
    right, _same = sign(event, at=NOW)

    for headers, sent in ((wrong, body), (right, body + b" ")):
        with pytest.raises(BadWebhook, match="signature is wrong"):
            card.read_webhook(headers, sent, now=NOW)


@pytest.mark.parametrize(("age", "believed"), [(300, True), (-300, True), (301, False), (-301, False)])
def test_a_webhook_may_be_five_minutes_old(card: Rail, stripe: Server, age: int, believed: bool) -> None:
    event = stripe.account.pay(opened(card).reference)
    headers, body = sign(event, at=NOW - timedelta(seconds=age))

    if believed:
        assert card.read_webhook(headers, body, now=NOW).id == event["id"]
    else:
        with pytest.raises(BadWebhook, match="too old"):
            card.read_webhook(headers, body, now=NOW)


@pytest.mark.parametrize(
    "event",
    [
        {},
        [],
        {"id": "e", "type": "checkout.session.completed"},
        {"id": "e", "type": "checkout.session.completed", "data": {"object": {"metadata": {"picomarket_key": "d1"}}}},
        {"id": "e", "type": "refund.updated", "data": {"object": {"metadata": {"picomarket_key": "r1"}}}},
        {"id": "e", "type": "charge.refunded", "data": {"object": {}}},
    ],
)
def test_a_signed_event_nobody_can_read_is_refused(card: Rail, event: Row) -> None:
    with pytest.raises(BadWebhook, match="malformed") as bad:
        read(card, event)

    assert bad.value.status == 400


# -- what they say


def test_a_paid_session_says_by_webhook_what_it_says_when_asked(card: Rail, stripe: Server) -> None:
    bill = opened(card)
    event = stripe.account.pay(bill.reference)

    assert read(card, event) == (Subject.DEPOSIT, card.deposit_outcome(bill))


def test_an_expired_session_fails_by_webhook(card: Rail, stripe: Server) -> None:
    event = stripe.account.expire(opened(card).reference)

    subject, outcome = read(card, event)

    assert (subject, outcome and outcome.fate) == (Subject.DEPOSIT, Fate.FAILED)


def test_a_refund_by_webhook_says_what_became_of_it(card: Rail, stripe: Server) -> None:
    (sent,) = card.send(refund(paid(card, stripe)))
    created = next(event for event in stripe.account.events if event["type"] == "refund.created")
    failed = stripe.account.settle_refund(sent.reference, "failed", "lost_or_stolen_card")

    assert read(card, created) == (Subject.PAYOUT, sent)
    subject, outcome = read(card, failed)
    assert (subject, outcome and outcome.fate) == (Subject.PAYOUT, Fate.REVERSED)


def test_our_own_refund_takes_no_deposit_back(card: Rail, stripe: Server) -> None:
    card.send(refund(paid(card, stripe)))

    assert read(card, stripe.account.events[-1]) == (Subject.OTHER, None)


def test_a_refund_on_stripes_pages_takes_that_much_of_the_deposit_back(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    card.send(refund(bill))

    subject, outcome = read(card, stripe.account.refund_by_hand(bill.reference, 700))

    assert subject == Subject.DEPOSIT
    assert outcome == Outcome(key="d1", fate=Fate.REVERSED, reason="refunded at Stripe", amount=usd("7"))


def test_what_was_taken_back_in_two_ways_is_told_as_one_sum(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    stripe.account.refund_by_hand(bill.reference, 700)

    _subject, outcome = read(card, stripe.account.dispute(bill.reference))

    assert outcome
    assert outcome.amount == usd("20")


def test_two_disputes_of_parts_of_a_payment_are_told_as_one_sum(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)

    events = [stripe.account.dispute(bill.reference, cents=cents) for cents in (1000, 900)]

    assert [taken(card, event) for event in events] == [usd("19"), usd("19")]


def test_what_is_refunded_by_hand_after_a_dispute_counts_with_it(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    contested = stripe.account.dispute(bill.reference, cents=1200)
    stripe.account.disputes[contested["data"]["object"]["id"]]["status"] = "lost"

    refunded = stripe.account.refund_by_hand(bill.reference, 800)

    assert [taken(card, event) for event in (refunded, contested)] == [usd("20"), usd("20")]


def test_a_dispute_that_is_told_of_counts_though_stripes_list_lags(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    first, second = (stripe.account.dispute(bill.reference, cents=cents) for cents in (1000, 900))
    del stripe.account.disputes[second["data"]["object"]["id"]]
    stripe.account.disputes[first["data"]["object"]["id"]]["balance_transactions"] = []

    assert [taken(card, event) for event in (first, second)] == [usd("10"), usd("9")]


def test_a_dispute_in_an_account_of_another_currency_counts_in_that_of_the_payment(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    event = stripe.account.dispute(bill.reference, cents=1000)
    (dispute,) = stripe.account.disputes.values()
    dispute["balance_transactions"][0] |= {"currency": "eur", "amount": -937}
    dispute["status"] = "lost"

    refunded = stripe.account.refund_by_hand(bill.reference, 100)

    assert [taken(card, one) for one in (event, refunded)] == [usd("11"), usd("11")]


def test_what_was_won_and_then_refunded_by_hand_is_left_for_people(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    contested = stripe.account.dispute(bill.reference)
    stripe.account.win(contested["data"]["object"]["id"])

    subject, outcome = read(card, stripe.account.refund_by_hand(bill.reference, 2000))

    assert subject == Subject.LOOK
    assert outcome is not None
    assert (outcome.key, outcome.fate) == (bill.key, Fate.WAITING)
    assert outcome.reason.startswith("$40.00 of it went back at Stripe in all")


def test_a_contested_payment_is_taken_back_when_its_money_leaves(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    left = stripe.account.dispute(bill.reference)
    announced = stripe.account.events[-2]

    assert read(card, announced) == (Subject.OTHER, None)
    assert read(card, left) == (
        Subject.DEPOSIT,
        Outcome(key="d1", fate=Fate.REVERSED, reason="contested: fraudulent", amount=usd("20")),
    )


def test_a_question_of_the_cards_bank_takes_nothing_back(card: Rail, stripe: Server) -> None:
    event = stripe.account.dispute(paid(card, stripe).reference, inquiry=True)

    assert read(card, event) == (Subject.OTHER, None)


def test_a_dispute_that_was_won_is_left_for_people(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    contested = stripe.account.dispute(bill.reference)

    subject, outcome = read(card, stripe.account.win(contested["data"]["object"]["id"]))

    assert subject == Subject.LOOK
    assert outcome is not None
    assert (outcome.key, outcome.fate) == (bill.key, Fate.WAITING)
    assert outcome.reason.startswith("Stripe gave money of a contested payment back")


def test_a_dispute_while_stripe_is_silent_is_asked_to_come_again(card: Rail, stripe: Server) -> None:
    event = stripe.account.dispute(paid(card, stripe).reference)
    stripe.account.faults["error_on_look"] = 1

    with pytest.raises(BadWebhook) as bad:
        read(card, event)

    assert bad.value.status == 503


@pytest.mark.parametrize("kind", ["payout.paid", "invoice.created", "checkout.session.completed", "refund.created"])
def test_what_is_none_of_the_markets_is_kept_and_does_nothing(card: Rail, stripe: Server, kind: str) -> None:
    event = stripe.account.tell(kind, {"id": "x", "metadata": {"somebody": "else"}})

    assert read(card, event) == (Subject.OTHER, None)
