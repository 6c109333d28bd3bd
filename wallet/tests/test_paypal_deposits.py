"""Money in by PayPal: approved on its page, captured once, credited with what reaches the market, given back."""

from __future__ import annotations

import pytest
import requests
from django.utils import translation
from django.utils.translation import gettext_lazy

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, ledger, rails
from wallet.models import Deposit
from wallet.rails.interface import Bill, Call, Fate, Item, Outcome, Rail, RailSilent
from wallet.rails.paypal import PayPal
from wallet.rails.paypal_api import fixed

from .conftest import NOW
from .fakes.paypal_server import Server

BACK = "http://market.test/back"
State = Deposit.State


@pytest.fixture
def rail(paypal: Server) -> Rail:
    return rails.offered()["paypal"]


def order(rail: Rail, key: str = "d1", dollars: str = "20") -> Bill:
    """A deposit as the wallet would ask about it, nobody has approved it yet."""
    invitation = rail.start_deposit(key=key, amount=usd(dollars), return_url=BACK)
    return Bill(key=key, amount=usd(dollars), reference=invitation.reference)


def paid(rail: Rail, paypal: Server) -> Bill:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    assert rail.deposit_outcome(bill).fate == Fate.PAID
    return bill


def refund(rail: Rail, bill: Bill, dollars: str, key: str = "r1") -> list[Outcome]:
    call = Call(key="c1", items=(Item(key=key, amount=usd(dollars), destination="", refund_of=bill),))
    return rail.send(Call(key="c1", items=call.items, prepared=rail.prepare(call)))


# -- the order


def test_the_order_carries_the_wallets_key_and_the_way_back(rail: Rail, paypal: Server) -> None:
    order(rail)

    asked = paypal.log[-1][1]
    page = asked["payment_source"]["paypal"]["experience_context"]
    assert (asked["intent"], asked["purchase_units"][0]["custom_id"]) == ("CAPTURE", "d1")
    assert (page["return_url"], page["cancel_url"]) == (BACK, BACK)


def test_the_payers_page_leads_back_to_the_market(rail: Rail) -> None:
    invitation = rail.start_deposit(key="d1", amount=usd("20"), return_url=BACK)

    answer = requests.get(invitation.url, allow_redirects=False, timeout=30)

    assert (answer.status_code, answer.headers["Location"]) == (302, BACK)


def test_an_order_whose_answer_was_lost_is_the_same_order_when_asked_again(rail: Rail, paypal: Server) -> None:
    paypal.account.faults["lost_answer"] = 1
    with pytest.raises(RailSilent):
        order(rail)

    order(rail)

    assert len(paypal.account.orders) == 1


def test_what_is_asked_is_in_the_markets_language_whoever_asks() -> None:
    with translation.override("de"):
        assert (str(gettext_lazy("January")), fixed(gettext_lazy("January"), 3)) == ("Januar", "Jan")
        assert fixed(gettext_lazy("May"), 10) == "May"


def test_an_order_paypal_forgot_is_asked_for_anew(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.forget(bill.reference)

    assert rail.deposit_outcome(bill).fate == Fate.UNSEEN


def test_an_order_of_another_deposit_says_nothing(rail: Rail) -> None:
    bill = order(rail)

    with pytest.raises(RailSilent, match="not of d2"):
        rail.deposit_outcome(Bill(key="d2", amount=usd("20"), reference=bill.reference))


# -- the capture


def test_an_approved_order_is_captured_and_what_reached_the_market_is_credited(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)

    outcome = rail.deposit_outcome(bill)

    # $20 less 3.49 % and $0.49.
    assert (outcome.key, outcome.fate, outcome.amount) == ("d1", Fate.PAID, usd("18.81"))
    assert paypal.account.balance == 1_000_000 + 1881


def test_an_order_is_captured_once_however_often_it_is_asked_about(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)

    outcomes = [rail.deposit_outcome(bill) for _ in range(3)]

    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert len(paypal.account.captures) == 1


def test_a_capture_whose_answer_was_lost_is_found(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    paypal.account.faults["lost_answer"] = 1
    with pytest.raises(RailSilent):
        rail.deposit_outcome(bill)

    assert rail.deposit_outcome(bill).fate == Fate.PAID
    assert len(paypal.account.captures) == 1


def test_an_order_captured_by_another_meanwhile_is_looked_at_again(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    # Between our look and our capture.
    paypal.account.meanwhile = lambda: paypal.account.capture(bill.reference)

    assert rail.deposit_outcome(bill).fate == Fate.PAID
    assert len(paypal.account.captures) == 1


def test_a_pending_capture_waits_until_paypal_has_looked(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    paypal.account.capture_status = "PENDING"
    before = rail.deposit_outcome(bill).fate

    paypal.account.end_capture(bill.reference, "COMPLETED")

    assert (before, rail.deposit_outcome(bill).fate) == (Fate.WAITING, Fate.PAID)


@pytest.mark.parametrize("status", ["DECLINED", "FAILED"])
def test_a_declined_capture_fails_with_words(rail: Rail, paypal: Server, status: str) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    paypal.account.capture_status = status

    outcome = rail.deposit_outcome(bill)

    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "PayPal declined the payment.")


def test_a_payer_whose_card_is_declined_is_told_to_start_again(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    paypal.account.capture_denial = "INSTRUMENT_DECLINED"

    outcome = rail.deposit_outcome(bill)

    assert (outcome.fate, outcome.reason[:15]) == (Fate.FAILED, "PayPal declined")


def test_a_denial_nobody_knows_says_nothing(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    paypal.account.capture_denial = "MOON_IS_FULL"

    with pytest.raises(RailSilent, match="MOON_IS_FULL"):
        rail.deposit_outcome(bill)


def test_a_voided_order_fails(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.void(bill.reference)

    assert rail.deposit_outcome(bill).fate == Fate.FAILED


def test_dollars_of_another_country_are_not_ours(rail: Rail, paypal: Server) -> None:
    bill = order(rail)
    paypal.account.approve(bill.reference)
    rail.deposit_outcome(bill)
    capture = paypal.account.captures[paypal.account.capture_of(bill.reference)["id"]]
    capture["seller_receivable_breakdown"]["net_amount"]["currency_code"] = "CAD"

    with pytest.raises(RailSilent, match="CAD"):
        rail.deposit_outcome(bill)


# -- taken back


def test_a_payment_taken_back_whole_is_reversed_whoever_asks(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    paypal.account.reverse(bill.reference)

    outcome = rail.deposit_outcome(bill)

    assert (outcome.fate, outcome.amount) == (Fate.REVERSED, usd("18.81"))


def test_a_payment_we_gave_back_whole_has_still_arrived(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    refund(rail, bill, "20")

    assert rail.deposit_outcome(bill).fate == Fate.PAID


# -- refunds


def test_a_refund_goes_back_to_the_payer_in_part(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)

    (outcome,) = refund(rail, bill, "8.50")

    assert (outcome.key, outcome.fate, outcome.amount) == ("r1", Fate.PAID, usd("8.50"))
    assert paypal.account.balance == 1_000_000 + 1881 - 850


def test_a_refund_whose_answer_was_lost_is_found_and_never_made_again(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    paypal.account.faults["lost_answer"] = 1
    before = refund(rail, bill, "8")
    # Even when PayPal has forgotten the key by now.
    paypal.forget_keys()

    after = refund(rail, bill, "8")

    assert (before, [outcome.fate for outcome in after]) == ([], [Fate.PAID])
    assert len(paypal.account.refunds) == 1


def test_a_refund_refused_because_it_was_made_a_moment_ago_is_found(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    capture = paypal.account.capture_of(bill.reference)["id"]
    asked = {"amount": {"currency_code": "USD", "value": "20.00"}, "custom_id": "refund-r1"}
    paypal.account.meanwhile = lambda: paypal.account.refund(capture, asked)

    assert [outcome.fate for outcome in refund(rail, bill, "20")] == [Fate.PAID]
    assert len(paypal.account.refunds) == 1


def test_a_refund_never_made_is_unseen(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    item = Item(key="r1", amount=usd("8"), destination="", refund_of=bill)

    assert [outcome.fate for outcome in rail.look_up(Call(key="c1", items=(item,)))] == [Fate.UNSEEN]


def test_a_refund_paypal_does_not_make_fails_with_words(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    paypal.account.refund_denial = "REFUND_TIME_LIMIT_EXCEEDED"

    (outcome,) = refund(rail, bill, "8")

    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "PayPal does not give this payment back any more.")


def test_a_refund_paypal_is_busy_with_says_nothing(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    paypal.account.refund_denial = "PREVIOUS_REQUEST_IN_PROGRESS"

    assert refund(rail, bill, "8") == []


def test_a_pending_refund_waits_and_one_that_failed_after_all_comes_back(rail: Rail, paypal: Server) -> None:
    bill = paid(rail, paypal)
    paypal.account.refund_status = "PENDING"
    (made,) = refund(rail, bill, "8")

    paypal.account.end_refund(made.reference, "FAILED")
    item = Item(key="r1", amount=usd("8"), destination="", refund_of=bill)
    (after,) = rail.look_up(Call(key="c1", items=(item,)))

    assert (made.fate, after.fate) == (Fate.WAITING, Fate.REVERSED)


def test_a_deposit_without_a_payment_cannot_be_given_back(rail: Rail) -> None:
    bill = order(rail)

    assert [outcome.fate for outcome in refund(rail, bill, "8")] == [Fate.FAILED]


# -- through the wallet


def test_a_deposit_credits_what_arrived_and_says_the_fee_before(rail: Rail, paypal: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="paypal", now=NOW)
    paypal.account.approve(deposit.reference)

    deposits.ask(deposit, now=NOW)

    assert (make.fresh(deposit).state, make.fresh(deposit).amount) == (State.SETTLED, usd("18.81"))
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("18.81")
    assert "comes out of it" in str(PayPal.facts.deposit_fee)


def test_a_deposit_started_while_paypal_was_away_gets_its_page_later(rail: Rail, paypal: Server, ben: User) -> None:
    paypal.account.faults["error_503"] = 1
    deposit = deposits.start(ben, amount=usd("20"), rail="paypal", now=NOW)
    before = deposit.pay_url

    deposits.ask(deposit, now=NOW)

    assert (before, make.fresh(deposit).pay_url) == ("", f"{paypal.url}/checkoutnow?token={deposit.reference}")
