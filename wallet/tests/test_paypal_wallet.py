"""The whole way through the wallet: in by PayPal, spent, earned, out by PayPal, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import batches, deposits, ledger, methods, payouts, rails, refunds, webhooks
from wallet.models import AccountKind, Deposit, Payout, RailEvent

from .conftest import NOW, earn
from .fakes.paypal_server import Server

LATER = NOW + timedelta(minutes=10)
MUCH = usd("100000")


@pytest.fixture(autouse=True)
def _no_look(settings: Settings) -> None:
    """Payouts go without waiting for the staff."""
    settings.RULES = replace(settings.RULES, payout_look_minutes=0, four_eyes_payout=MUCH, four_eyes_batch=MUCH)


def hear_all(paypal: Server) -> None:
    for event in list(paypal.account.events):
        headers, body = paypal.webhook(event, at=LATER)
        webhooks.receive("paypal", headers=headers, body=body, now=LATER)


def send_and_learn() -> None:
    """The run, and the look a minute later."""
    batches.gather(now=NOW)
    batches.send_due(now=NOW)
    batches.chase(now=LATER)


def ask_out(worker: User, dollars: str = "40") -> Payout:
    methods.choose(worker, rail="paypal", destination=f"{worker.name.lower()}@example.com", by=worker, now=NOW)
    return payouts.request(worker, amount=usd(dollars), rail="paypal", now=NOW)


def refund_of(paypal: Server, person: User) -> Payout:
    """$15 of a deposit of $20 that arrived, asked back."""
    deposit = deposits.start(person, amount=usd("20"), rail="paypal", now=NOW)
    paypal.account.approve(deposit.reference)
    deposits.ask(deposit, now=NOW)
    return refunds.request(make.fresh(deposit), amount=usd("15"), by=person, now=NOW)


def costs() -> Money:
    return -ledger.balance_of(ledger.Pot(AccountKind.RAIL_COSTS))


def held() -> Money:
    """What the ledger says is at PayPal."""
    return -ledger.balance_of(ledger.external(rails.account_number("paypal")))


def test_money_comes_in_is_earned_and_goes_out_and_the_books_say_what_paypal_says(
    paypal: Server, ben: User, cleo: User
) -> None:
    before = paypal.account.balance
    deposit = deposits.start(cleo, amount=usd("100"), rail="paypal", now=NOW)
    requests.get(deposit.pay_url, allow_redirects=False, timeout=30)
    hear_all(paypal)
    earn(ben, "50", by=cleo)
    payout = ask_out(ben)

    send_and_learn()
    paypal.account.process()
    hear_all(paypal)

    # 100 less 3.49 % and 0.49; 40 less the receiver's 2%, of which PayPal asks 2 % again.
    assert make.fresh(deposit).amount == usd("96.02")
    assert (make.fresh(payout).state, payout.fee) == (Payout.State.PAID, usd("0.80"))
    assert costs() == usd("0.78")
    assert held() == Money((paypal.account.balance - before) * 10_000) == usd("96.02") - usd("39.20") - usd("0.78")


def test_a_payout_nobody_claimed_waits_and_then_comes_home(paypal: Server, ben: User, ann: User) -> None:
    earn(ben, "50", by=ann)
    payout = ask_out(ben)
    paypal.account.behaviour["ben@example.com"] = "UNCLAIMED"
    send_and_learn()
    paypal.account.process()
    hear_all(paypal)
    before = make.fresh(payout).state

    (item,) = paypal.account.items_of(payout.public_id)
    paypal.account.end_item(item, "RETURNED")
    hear_all(paypal)

    assert (before, make.fresh(payout).state) == (Payout.State.SENT, Payout.State.RETURNED)
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("50")
    assert make.fresh(payout).failure == "Nobody with this address took the money within 30 days."


@pytest.mark.parametrize("told_last", ["REVERSED", "SUCCESS"])
def test_a_payout_that_came_back_is_home_in_whatever_order_it_is_told(
    paypal: Server, ben: User, ann: User, told_last: str
) -> None:
    earn(ben, "50", by=ann)
    payout = ask_out(ben)
    batches.gather(now=NOW)
    batches.send_due(now=NOW)
    paypal.account.process()
    (item,) = paypal.account.items_of(payout.public_id)
    paypal.account.end_item(item, "REVERSED")
    if told_last == "SUCCESS":
        paypal.account.events.reverse()

    hear_all(paypal)
    hear_all(paypal)

    assert make.fresh(payout).state in (Payout.State.REVERSED, Payout.State.RETURNED)
    fee = payout.fee if told_last == "REVERSED" else usd("0")
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("50") - fee
    assert ledger.balance_of(ledger.RAIL_COSTS) == -usd(item["payout_item_fee"]["value"]) < 0


def test_a_crash_after_paypal_took_the_batch_pays_once(paypal: Server, ben: User, ann: User) -> None:
    earn(ben, "50", by=ann)
    payout = ask_out(ben)
    paypal.account.faults["lost_answer"] = 1

    send_and_learn()
    paypal.account.process()
    batches.chase(now=LATER)

    assert make.fresh(payout).state == Payout.State.PAID
    assert len(paypal.account.items_of(payout.public_id)) == 1


def test_one_bad_address_among_many_goes_back_and_the_others_are_paid(
    paypal: Server, ann: User, ben: User, cleo: User, dina: User
) -> None:
    workers = [ben, cleo, dina]
    for worker in workers:
        earn(worker, "30", by=ann)
    asked = [ask_out(worker, "30") for worker in workers]
    paypal.account.invalid.add("cleo@example.com")

    send_and_learn()
    paypal.account.process()
    hear_all(paypal)

    states = [make.fresh(payout).state for payout in asked]
    assert states == [Payout.State.PAID, Payout.State.RETURNED, Payout.State.PAID]
    assert [len(paypal.account.items_of(payout.public_id)) for payout in asked] == [1, 0, 1]


def test_an_unspent_deposit_goes_back_to_the_payer(paypal: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="paypal", now=NOW)
    paypal.account.approve(deposit.reference)
    hear_all(paypal)
    settled = Deposit.objects.get(pk=deposit.pk)
    paypal.account.refund_status = "PENDING"
    refund = refunds.request(settled, amount=usd("18.81"), by=ben, now=NOW)
    send_and_learn()
    before = make.fresh(refund).state

    (made,) = paypal.account.refunds.values()
    paypal.account.end_refund(made["id"], "COMPLETED")
    hear_all(paypal)

    assert (before, make.fresh(refund).state) == (Payout.State.SENT, Payout.State.PAID)
    assert (make.fresh(deposit).state, ledger.balance_of(ledger.spendable(ben.pk))) == (Deposit.State.SETTLED, 0)
    assert (made["amount"]["value"], held()) == ("18.81", 0)


def test_what_was_never_heard_is_found_by_asking(paypal: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="paypal", now=NOW)
    paypal.account.approve(deposit.reference)

    deposits.chase(now=LATER)

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert RailEvent.objects.count() == 0


def test_a_refund_paypal_refused_is_not_tried_again_with_its_call(paypal: Server, ben: User, cleo: User) -> None:
    rows = [refund_of(paypal, person) for person in (ben, cleo)]
    paypal.account.refund_denial = "REFUND_TIME_LIMIT_EXCEEDED"
    paypal.account.meanwhile = lambda: paypal.account.faults.update({"lost_request": 1})
    batches.gather(now=NOW)
    batches.send_due(now=NOW)
    before = [make.fresh(row).state for row in rows]
    paypal.account.refund_denial = ""

    batches.chase(now=LATER)

    assert before == [Payout.State.RETURNED, Payout.State.SENT]
    assert [make.fresh(row).state for row in rows] == [Payout.State.RETURNED, Payout.State.PAID]
    assert [made["custom_id"] for made in paypal.account.refunds.values()] == [f"refund-{rows[1].public_id}"]


def test_a_refund_paypal_knows_nothing_of_keeps_no_other_waiting(paypal: Server, ben: User, cleo: User) -> None:
    rows = [refund_of(paypal, person) for person in (ben, cleo)]
    paypal.account.forget(make.fresh(rows[0]).deposit.reference)
    paypal.account.faults["lost_request"] = 1

    send_and_learn()

    assert [make.fresh(row).state for row in rows] == [Payout.State.SENT, Payout.State.PAID]


def test_a_refund_for_which_the_market_has_too_little_waits(paypal: Server, ben: User) -> None:
    refund = refund_of(paypal, ben)
    paypal.account.refund_denial = "REFUND_FAILED_INSUFFICIENT_FUNDS"
    send_and_learn()
    before = make.fresh(refund).state
    paypal.account.refund_denial = ""

    batches.chase(now=LATER)

    assert (before, make.fresh(refund).state) == (Payout.State.SENT, Payout.State.PAID)


def test_a_reversal_heard_before_our_own_refund_takes_what_was_left(paypal: Server, ben: User) -> None:
    refund = refund_of(paypal, ben)
    paypal.account.faults["lost_answer"] = 1
    batches.gather(now=NOW)
    batches.send_due(now=NOW)
    paypal.account.reverse(refund.deposit.reference if refund.deposit else "")
    sent = make.fresh(refund).state
    # The latest first.
    paypal.account.events.reverse()

    hear_all(paypal)

    assert (sent, make.fresh(refund).state) == (Payout.State.SENT, Payout.State.PAID)
    assert deposits.taken_back(make.fresh(refund).deposit) == usd("3.81")
    assert (held(), deposits.owes(ben)) == (0, 0)
