"""Cards by Stripe Checkout, against a Stripe that keeps its state and misbehaves on demand."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from wallet import deposits, rails
from wallet.rails.interface import (
    BadDestination,
    BadWebhook,
    Bill,
    Call,
    Fate,
    Item,
    Outcome,
    Rail,
    RailRefused,
    RailSilent,
    Subject,
)

from .conftest import NOW
from .fakes.stripe_account import Row
from .fakes.stripe_server import SECRET_KEY, Server, sign

BACK = "http://market.test/back"
SILENCES = ["error_401", "error_409", "error_429", "error_500", "lost_request", "lost_answer", "garbled"]


@pytest.fixture
def card(stripe: Server) -> Rail:
    return rails.offered()["stripe"]


def opened(card: Rail, dollars: str = "20", key: str = "d1") -> Bill:
    invitation = card.start_deposit(key=key, amount=usd(dollars), return_url=BACK)
    return Bill(key=key, amount=usd(dollars), reference=invitation.reference)


def paid(card: Rail, stripe: Server, dollars: str = "20", key: str = "d1") -> Bill:
    bill = opened(card, dollars, key)
    stripe.account.pay(bill.reference)
    return bill


def refund(bill: Bill, dollars: str = "5", key: str = "r1") -> Call:
    return Call(key="c1", items=(Item(key=key, amount=usd(dollars), destination="", refund_of=bill),))


def fates(outcomes: list[Outcome]) -> list[str]:
    return [outcome.fate for outcome in outcomes]


def read(card: Rail, event: Row) -> tuple[Subject, Outcome | None]:
    headers, body = sign(event, at=NOW)
    told = card.read_webhook(headers, body, now=NOW)
    return told.subject, told.outcome


# -- deposits


def test_a_deposit_is_paid_on_stripes_own_page_within_a_day(card: Rail, stripe: Server) -> None:
    invitation = card.start_deposit(key="d1", amount=usd("20"), return_url=BACK)

    session = stripe.account.sessions[invitation.reference]
    assert invitation.url == session["url"]
    assert invitation.until is not None
    assert invitation.until.timestamp() == session["expires_at"]
    assert (session["client_reference_id"], session["amount_total"], session["currency"]) == ("d1", 2000, "usd")
    assert session["payment_method_types"] == ["card"]
    assert session["success_url"] == session["cancel_url"] == BACK


def test_every_request_says_who_asks_and_which_version_it_is_written_for(card: Rail, stripe: Server) -> None:
    opened(card)

    headers = stripe.headers[-1]
    assert headers["Authorization"] == f"Bearer {SECRET_KEY}"
    assert headers["Stripe-Version"] == "2026-10-28.endive"
    assert headers["Idempotency-Key"] == "d1"


def test_the_same_key_opens_one_session_whatever_language_asks(card: Rail, stripe: Server) -> None:
    first = card.start_deposit(key="d1", amount=usd("20"), return_url=BACK)

    second = card.start_deposit(key="d1", amount=usd("20"), return_url=BACK)

    assert first == second
    assert len(stripe.account.sessions) == 1


def test_a_key_that_comes_with_another_amount_is_not_answered(card: Rail) -> None:
    opened(card)

    with pytest.raises(RailSilent):
        opened(card, "30")


def test_a_session_waits_is_paid_and_says_how_much(card: Rail, stripe: Server) -> None:
    bill = opened(card)
    before = card.deposit_outcome(bill)

    stripe.account.pay(bill.reference)

    after = card.deposit_outcome(bill)
    assert before.fate == Fate.WAITING
    assert (after.fate, after.amount, after.key) == (Fate.PAID, usd("20"), "d1")


def test_an_expired_session_has_failed(card: Rail, stripe: Server) -> None:
    bill = opened(card)

    stripe.account.expire(bill.reference)

    assert card.deposit_outcome(bill).fate == Fate.FAILED


def test_a_deposit_whose_session_was_never_heard_of_is_unseen(card: Rail) -> None:
    assert card.deposit_outcome(Bill(key="d1", amount=usd("20"))).fate == Fate.UNSEEN


@pytest.mark.parametrize("fault", SILENCES)
def test_a_silence_while_opening_leaves_one_session_in_the_end(card: Rail, stripe: Server, fault: str) -> None:
    stripe.account.faults[fault] = 1
    with pytest.raises(RailSilent):
        opened(card)

    opened(card)

    assert len(stripe.account.sessions) == 1


def test_what_stripe_will_not_open_is_refused(card: Rail) -> None:
    with pytest.raises(RailRefused, match="amount_too_small"):
        opened(card, "0.10")


def test_a_session_of_another_account_says_nothing(card: Rail) -> None:
    with pytest.raises(RailSilent):
        card.deposit_outcome(Bill(key="d1", amount=usd("20"), reference="cs_test_999999"))


def test_a_wrong_key_is_silent_and_nothing_of_it_is_written_down(
    card: Rail, stripe: Server, settings: Settings, ben: User, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_secretly-wrong"

    with caplog.at_level(logging.DEBUG):
        deposits.start(ben, amount=usd("20"), rail="stripe", now=NOW)

    assert "silent" in caplog.text
    assert "wrong" not in caplog.text.replace("deposit", "")
    assert "sk_test" not in caplog.text


# -- refunds


def test_a_refund_goes_back_to_the_payment_with_our_key(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)

    (outcome,) = card.send(refund(bill))

    (made,) = stripe.account.refunds.values()
    assert (outcome.fate, outcome.amount, outcome.reference) == (Fate.PAID, usd("5"), made["id"])
    assert (made["amount"], made["metadata"]) == (500, {"picomarket_key": "r1"})
    assert stripe.headers[-1]["Idempotency-Key"] == "r1"


def test_a_refund_sent_twice_is_made_once_even_after_stripe_forgot_the_key(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    first = card.send(refund(bill))

    stripe.forget_keys()

    assert card.send(refund(bill)) == card.look_up(refund(bill)) == first
    assert len(stripe.account.refunds) == 1


@pytest.mark.parametrize("fault", SILENCES)
def test_a_refund_whose_answer_was_lost_is_found_or_sent_again(card: Rail, stripe: Server, fault: str) -> None:
    bill = paid(card, stripe)
    # The first two requests of a refund only look.
    stripe.account.passing[fault] = 0 if fault.startswith("error") else 2
    stripe.account.faults[fault] = 1

    with pytest.raises(RailSilent):
        card.send(refund(bill))

    stripe.forget_keys()
    assert fates(card.look_up(refund(bill)))[0] in (Fate.UNSEEN, Fate.PAID)
    assert fates(card.send(refund(bill))) == [Fate.PAID]
    assert len(stripe.account.refunds) == 1


def test_a_refund_never_sent_is_unseen(card: Rail, stripe: Server) -> None:
    assert fates(card.look_up(refund(paid(card, stripe)))) == [Fate.UNSEEN]


def test_a_refund_is_found_behind_a_hundred_others(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    card.send(refund(bill))
    for _count in range(101):
        stripe.account.refund_by_hand(bill.reference, 1)

    assert fates(card.look_up(refund(bill))) == [Fate.PAID]


@pytest.mark.parametrize("fault", ["error_400", "error_402", "error_404"])
def test_a_refund_the_card_refuses_has_failed_in_words(card: Rail, stripe: Server, fault: str) -> None:
    bill = paid(card, stripe)
    stripe.account.faults[fault] = 1

    (outcome,) = card.send(refund(bill))

    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "The card's bank does not take the money back.")


def test_a_refund_of_what_went_back_already_says_so(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    stripe.account.refund_by_hand(bill.reference, 2000)

    (outcome,) = card.send(refund(bill))

    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "The card payment was given back already.")


def test_a_contested_payment_is_not_refunded_too(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    stripe.account.dispute(bill.reference)

    (outcome,) = card.send(refund(bill))

    assert (outcome.fate, outcome.reason) == (
        Fate.FAILED,
        "The card's holder contests the payment at their bank.",
    )


def test_a_deposit_that_was_never_paid_cannot_be_refunded(card: Rail, stripe: Server) -> None:
    bill = opened(card)

    assert fates(card.send(refund(bill))) == [Fate.FAILED]
    assert fates(card.look_up(refund(bill))) == [Fate.UNSEEN]


def test_after_a_silence_what_is_known_is_told_and_the_rest_left(card: Rail, stripe: Server) -> None:
    one, two = paid(card, stripe), paid(card, stripe, key="d2")
    both = Call(key="c1", items=refund(one).items + refund(two, key="r2").items)
    stripe.account.passing["error_500"] = stripe.account.faults["error_500"] = 1

    outcomes = card.send(both)

    assert [(outcome.key, outcome.fate) for outcome in outcomes] == [("r1", Fate.PAID)]
    assert fates(card.look_up(both)) == [Fate.PAID, Fate.UNSEEN]


def test_a_pending_refund_waits_and_one_that_failed_later_came_back(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    stripe.account.faults["pending_refund"] = 1
    (first,) = card.send(refund(bill))

    stripe.account.settle_refund(first.reference, "failed", "expired_or_canceled_card")

    (later,) = card.look_up(refund(bill))
    assert first.fate == Fate.WAITING
    assert (later.fate, later.reason) == (Fate.REVERSED, "expired or canceled card")


def test_payouts_to_cards_are_refused_in_words(card: Rail) -> None:
    with pytest.raises(BadDestination) as refusal:
        card.check_destination("4242 4242 4242 4242")

    assert refusal.value.words.endswith(".")


def test_the_account_holds_dollars_also_those_not_yet_available(card: Rail, stripe: Server) -> None:
    paid(card, stripe)

    assert card.funds() == usd("20")


# -- webhooks: signature


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


# -- webhooks: what they say


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


def test_a_contested_payment_is_taken_back_when_its_money_leaves(card: Rail, stripe: Server) -> None:
    bill = paid(card, stripe)
    taken = stripe.account.dispute(bill.reference)
    announced = stripe.account.events[-2]

    assert read(card, announced) == (Subject.OTHER, None)
    assert read(card, taken) == (
        Subject.DEPOSIT,
        Outcome(key="d1", fate=Fate.REVERSED, reason="contested: fraudulent", amount=usd("20")),
    )


def test_a_question_of_the_cards_bank_takes_nothing_back(card: Rail, stripe: Server) -> None:
    event = stripe.account.dispute(paid(card, stripe).reference, inquiry=True)

    assert read(card, event) == (Subject.OTHER, None)


def test_a_dispute_that_was_won_is_left_for_people(
    card: Rail, stripe: Server, caplog: pytest.LogCaptureFixture
) -> None:
    taken = stripe.account.dispute(paid(card, stripe).reference)
    won = stripe.account.tell("charge.dispute.funds_reinstated", taken["data"]["object"] | {"status": "won"})

    assert read(card, won) == (Subject.OTHER, None)
    assert "was won" in caplog.text


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
