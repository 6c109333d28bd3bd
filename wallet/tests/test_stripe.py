"""Cards by Stripe Checkout, against a Stripe that keeps its state and misbehaves on demand."""

from __future__ import annotations

import logging

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from wallet import deposits
from wallet.rails.interface import (
    BadDestination,
    Bill,
    Call,
    Fate,
    Rail,
    RailRefused,
    RailSilent,
)

from .conftest import NOW
from .fakes.stripe_server import SECRET_KEY, Server
from .stripe_steps import BACK, fates, opened, paid, refund

SILENCES = ["error_401", "error_409", "error_429", "error_500", "lost_request", "lost_answer", "garbled"]


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
