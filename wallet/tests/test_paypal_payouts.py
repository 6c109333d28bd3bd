"""Money out by PayPal: one batch per call, never paid twice, each item brought to what PayPal says of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from pytest_django import Settings

from picomarket.lib.money import usd
from wallet import rails
from wallet.rails.interface import Bill, Call, Fate, Item, Outcome, Rail, RailRefused, RailSilent
from wallet.rails.paypal import PayPal
from wallet.rails.paypal_api import PayPalApi

from .fakes.paypal_server import CLIENT_ID, SECRET, Server


@pytest.fixture
def rail(paypal: Server) -> Rail:
    return rails.offered()["paypal"]


def call_of(rail: Rail, *keys: str, key: str = "c1", dollars: str = "5") -> Call:
    """Payouts to p1@example.com and so on, as the wallet would send them."""
    items = tuple(Item(key=one, amount=usd(dollars), destination=f"{one}@example.com") for one in keys)
    call = Call(key=key, items=items)
    return replace(call, prepared=rail.prepare(call))


def knowing(call: Call, outcomes: list[Outcome]) -> Call:
    """The call as the wallet makes it again, with what PayPal called its items."""
    known = {outcome.key: outcome.reference for outcome in outcomes}
    return replace(call, items=tuple(replace(item, reference=known.get(item.key, "")) for item in call.items))


def refund_in(rail: Rail, paypal: Server) -> Item:
    """A refund of a deposit that was paid."""
    invitation = rail.start_deposit(key="d1", amount=usd("20"), return_url="http://market.test/back")
    paypal.account.approve(invitation.reference)
    paypal.account.capture(invitation.reference)
    bill = Bill(key="d1", amount=usd("20"), reference=invitation.reference)
    return Item(key="r1", amount=usd("5"), destination="", refund_of=bill)


def fates(outcomes: list[Outcome]) -> list[Fate]:
    return [outcome.fate for outcome in outcomes]


# -- sending


def test_a_call_is_one_batch_under_its_key_and_its_items_under_theirs(rail: Rail, paypal: Server) -> None:
    outcomes = rail.send(call_of(rail, "p1", "p2"))

    asked = paypal.log[-1][1]
    assert asked["sender_batch_header"]["sender_batch_id"] == "c1"
    assert [item["sender_item_id"] for item in asked["items"]] == ["p1", "p2"]
    assert fates(outcomes) == [Fate.WAITING, Fate.WAITING]


def test_the_same_call_again_finds_the_batch_it_made(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1", "p2")
    rail.send(call)
    paypal.account.process()

    assert fates(rail.send(call)) == [Fate.PAID, Fate.PAID]
    assert (len(paypal.account.batches), len(paypal.account.items)) == (1, 2)


def test_a_batch_that_is_known_is_asked_about_and_not_posted_again(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1")
    call = knowing(call, rail.send(call))
    paypal.account.process()

    for _ in range(2):
        assert fates(rail.send(call)) == fates(rail.look_up(call)) == [Fate.PAID]

    assert paypal.calls("POST /v1/payments/payouts") == 1


def test_a_call_whose_answer_was_lost_is_unseen_sent_again_and_paid_once(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1")
    paypal.account.faults["lost_answer"] = 1
    with pytest.raises(RailSilent):
        rail.send(call)
    paypal.account.process()

    before = rail.look_up(call)

    assert fates(before) == [Fate.UNSEEN]
    assert fates(rail.send(call)) == [Fate.PAID]
    assert len(paypal.account.items_of("p1")) == 1


def test_one_settled_item_is_enough_to_find_the_batch_of_all(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1", "p2")
    rail.send(call)
    paypal.account.process()
    (item,) = paypal.account.items_of("p1")
    # The webhook of the first came in before the answer with the batch's number was kept.
    half = knowing(call, [Outcome(key="p1", fate=Fate.PAID, reference=item["payout_item_id"])])

    assert fates(rail.look_up(half)) == [Fate.PAID, Fate.PAID]


def test_a_batch_of_another_call_is_not_believed(rail: Rail, paypal: Server) -> None:
    first = rail.send(call_of(rail, "p1"))
    other = knowing(call_of(rail, "p1", key="c2"), first)

    with pytest.raises(RailSilent, match="not of c2"):
        rail.look_up(other)


def test_a_large_batch_is_read_page_by_page(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, *(f"p{number}" for number in range(7)))
    call = knowing(call, rail.send(call))
    paypal.account.process()
    paypal.account.largest_page = 3

    assert fates(rail.look_up(call)) == [Fate.PAID] * 7
    assert paypal.calls("GET /v1/payments/payouts/") == 3


def test_a_call_older_than_paypals_memory_is_not_sent_again(
    rail: Rail, paypal: Server, caplog: pytest.LogCaptureFixture
) -> None:
    old = {"prepared_at": (datetime.now(UTC) - timedelta(days=29, minutes=1)).isoformat()}
    call = replace(call_of(rail, "p1"), prepared=old)

    with caplog.at_level(logging.ERROR), pytest.raises(RailSilent, match="forgotten"):
        rail.send(call)
    with pytest.raises(RailSilent, match="forgotten"):
        rail.look_up(call)

    assert paypal.account.batches == {}
    assert "call c1 is older than PayPal's memory" in caplog.text


def test_a_call_that_was_never_made_ready_was_never_sent(rail: Rail) -> None:
    call = replace(call_of(rail, "p1"), prepared={})

    assert fates(rail.look_up(call)) == [Fate.UNSEEN]


def test_an_old_call_whose_batch_is_known_is_still_looked_up(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1")
    call = knowing(call, rail.send(call))
    paypal.account.process()

    old = {"prepared_at": (datetime.now(UTC) - timedelta(days=90)).isoformat()}

    assert fates(rail.look_up(replace(call, prepared=old))) == [Fate.PAID]


# -- refusals


def test_a_receiver_paypal_minds_refuses_the_whole_call_and_nothing_leaves(rail: Rail, paypal: Server) -> None:
    paypal.account.invalid.add("p2@example.com")

    with pytest.raises(RailRefused, match=r"items\[1\].receiver"):
        rail.send(call_of(rail, "p1", "p2"))

    assert paypal.account.items == {}


def test_a_refused_call_does_not_send_the_refunds_in_it_either(rail: Rail, paypal: Server) -> None:
    paypal.account.invalid.add("p1@example.com")
    call = call_of(rail, "p1")

    with pytest.raises(RailRefused):
        rail.send(replace(call, items=(*call.items, refund_in(rail, paypal))))

    assert paypal.account.refunds == {}


def test_refunds_go_where_payouts_are_silent(rail: Rail, paypal: Server) -> None:
    paypal.account.payout_denial = "INSUFFICIENT_FUNDS"
    call = call_of(rail, "p1")

    outcomes = rail.send(replace(call, items=(*call.items, refund_in(rail, paypal))))

    assert [(outcome.key, outcome.fate) for outcome in outcomes] == [("r1", Fate.PAID)]


def test_an_empty_account_is_no_reason_to_give_payouts_back(rail: Rail, paypal: Server) -> None:
    paypal.account.payout_denial = "INSUFFICIENT_FUNDS"

    with pytest.raises(RailSilent, match="INSUFFICIENT_FUNDS") as silence:
        rail.send(call_of(rail, "p1"))

    assert not isinstance(silence.value, RailRefused)


def test_a_denied_batch_fails_every_item(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1", "p2")
    call = knowing(call, rail.send(call))
    paypal.account.deny_batches()

    assert fates(rail.look_up(call)) == [Fate.FAILED, Fate.FAILED]


# -- what PayPal says of an item


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("SUCCESS", Fate.PAID),
        ("FAILED", Fate.FAILED),
        ("BLOCKED", Fate.FAILED),
        ("RETURNED", Fate.REVERSED),
        ("REFUNDED", Fate.REVERSED),
        ("REVERSED", Fate.REVERSED),
        ("PENDING", Fate.WAITING),
        ("ONHOLD", Fate.WAITING),
        ("UNCLAIMED", Fate.WAITING),
    ],
)
def test_each_status_means_one_thing(rail: Rail, paypal: Server, status: str, fate: Fate) -> None:
    paypal.account.behaviour["p1@example.com"] = status
    call = call_of(rail, "p1", "p2")
    call = knowing(call, rail.send(call))
    paypal.account.process()

    outcomes = rail.look_up(call)

    assert fates(outcomes) == [fate, Fate.PAID]
    assert bool(outcomes[0].reason) == (fate in (Fate.FAILED, Fate.REVERSED))


def test_what_paypal_asks_for_an_item_is_the_houses_cost(rail: Rail, paypal: Server) -> None:
    call = call_of(rail, "p1", dollars="12.34")
    call = knowing(call, rail.send(call))
    paypal.account.process()

    (outcome,) = rail.look_up(call)

    assert (outcome.amount, outcome.cost) == (usd("12.34"), usd("0.25"))


def test_a_status_nobody_knows_waits_and_is_logged(
    rail: Rail, paypal: Server, caplog: pytest.LogCaptureFixture
) -> None:
    call = call_of(rail, "p1")
    call = knowing(call, rail.send(call))
    (item,) = paypal.account.items_of("p1")
    item["transaction_status"] = "ENCHANTED"

    assert fates(rail.look_up(call)) == [Fate.WAITING]
    assert "'ENCHANTED' is not known here" in caplog.text
    # The fake, too, is held to PayPal's description.
    assert "ENCHANTED" in paypal.account.violations.pop()


def test_a_batch_paypal_has_and_does_not_name_is_not_taken_for_refused(rail: Rail, paypal: Server) -> None:
    paypal.account.names_batch = False
    call = call_of(rail, "p1")
    rail.send(call)

    with pytest.raises(RailSilent) as silence:
        rail.send(call)

    assert not isinstance(silence.value, RailRefused)


# -- the wire


@pytest.mark.parametrize("fault", ["error_429", "error_500", "error_503", "lost_request", "garbled"])
def test_an_answer_that_says_nothing_is_silence(rail: Rail, paypal: Server, fault: str) -> None:
    paypal.account.faults[fault] = 1

    with pytest.raises(RailSilent) as silence:
        rail.send(call_of(rail, "p1"))

    assert not isinstance(silence.value, RailRefused)


def test_a_token_is_asked_for_once(rail: Rail, paypal: Server) -> None:
    for key in ("d1", "d2", "d3"):
        rail.start_deposit(key=key, amount=usd("20"), return_url="http://market.test/back")
    rails.offered()["paypal"].funds()

    assert len(paypal.tokens) == 1


def test_a_token_that_ended_is_asked_for_again(rail: Rail, paypal: Server) -> None:
    paypal.token_seconds = 1
    for _ in range(2):
        rail.funds()

    assert len(paypal.tokens) == 2


def test_a_token_taken_back_early_is_asked_for_again_once(rail: Rail, paypal: Server) -> None:
    rail.funds()
    paypal.account.faults["token_revoked"] = 1
    again = rail.funds()
    paypal.account.faults["token_revoked"] = 2

    with pytest.raises(RailSilent, match="401"):
        rail.funds()

    assert (again, len(paypal.tokens)) == (usd("10000"), 3)


def test_wrong_credentials_are_silence_and_are_never_written_down(
    paypal: Server, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PAYPAL_SECRET = "a-wrong-secret"
    rail = rails.offered()["paypal"]

    with caplog.at_level(logging.DEBUG), pytest.raises(RailSilent, match="401") as silence:
        rail.funds()

    assert "a-wrong-secret" not in caplog.text + repr(silence.value)


def test_tokens_and_secrets_are_never_logged(rail: Rail, paypal: Server, caplog: pytest.LogCaptureFixture) -> None:
    paypal.account.invalid.add("p1@example.com")
    with caplog.at_level(logging.DEBUG), pytest.raises(RailRefused) as refusal:
        rail.send(call_of(rail, "p1"))

    said = caplog.text + str(refusal.value)
    assert not any(secret in said for secret in (SECRET, paypal.tokens[0], "p1@example.com"))


def test_a_paypal_that_is_not_there_is_silence() -> None:
    with pytest.raises(RailSilent):
        PayPalApi(url="http://127.0.0.1:1", client_id=CLIENT_ID, secret=SECRET).get("/v1/reporting/balances")


def test_what_the_account_holds_is_not_said_without_leave(rail: Rail, paypal: Server) -> None:
    before = rail.funds()
    paypal.account.tells_balance = False

    assert (before, rail.funds()) == (usd("10000"), None)


# -- the fake itself


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/v2/checkout/orders", {"intent": "CAPTURE", "purchase_units": []}),
        ("/v1/payments/payouts", {"sender_batch_header": {}, "items": [{"receiver": "x"}]}),
    ],
)
def test_a_request_that_is_not_as_paypal_describes_it_is_noticed(
    rail: Rail, paypal: Server, path: str, asked: dict[str, Any]
) -> None:
    rail.funds()

    headers = {"Authorization": f"Bearer {paypal.tokens[0]}"}
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{paypal.url}{path}", json=asked, headers=headers, timeout=30)

    assert paypal.account.violations
    paypal.account.violations.clear()


# -- what people are told


def test_a_receiver_bears_paypals_fee_up_to_its_most() -> None:
    facts = PayPal.facts

    assert [facts.fee(usd(dollars)) for dollars in ("10", "999.99", "5000")] == [usd("0.20"), usd("19.99"), usd("20")]
    assert str(facts.payout_fee) == "2%, at most $20.00, for what PayPal asks of us"


@pytest.mark.parametrize("missing", ["PAYPAL_CLIENT_ID", "PAYPAL_SECRET", "PAYPAL_WEBHOOK_ID"])
def test_without_one_of_its_credentials_paypal_is_not_offered(paypal: Server, settings: Settings, missing: str) -> None:
    setattr(settings, missing, "")

    assert rails.find("paypal") is None
