"""What the market sends to Stripe, and what the fake answers, are of the shapes Stripe publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from picomarket.lib.money import usd
from wallet import rails
from wallet.rails import stripe_api
from wallet.rails.interface import Bill, Call, Item

from .conftest import NOW
from .fakes.stripe_account import Row
from .fakes.stripe_server import Server, sign

CONTRACT = json.loads((Path(__file__).parent / "contracts" / "stripe.json").read_text())
SCHEMAS = CONTRACT["schemas"]


def typed(given: Any, schema: Row) -> Any:
    """A form carries words only: what the schema says is a number or a yes is read as one."""
    if isinstance(given, dict):
        inner = schema.get("properties", {})
        return {name: typed(value, inner.get(name, {})) for name, value in given.items()}
    if isinstance(given, list):
        return [typed(one, schema.get("items", {})) for one in given]
    match schema.get("type"):
        case "integer":
            return int(given)
        case "boolean":
            return {"true": True, "false": False}[given]
    return given


def check(given: Any, name: str) -> None:
    jsonschema.validate(given, SCHEMAS[name], cls=jsonschema.Draft202012Validator)


@pytest.fixture
def told(stripe: Server) -> Server:
    """Stripe after everything the market ever asks of it, and all that can happen there."""
    card = rails.offered()["stripe"]
    bills = []
    for key in ("d1", "d2", "d3"):
        invitation = card.start_deposit(key=key, amount=usd("20"), return_url="http://market.test/back")
        bills.append(Bill(key=key, amount=usd("20"), reference=invitation.reference))
    paid, refunded, expired = bills
    stripe.account.pay(paid.reference)
    stripe.account.pay(refunded.reference)
    stripe.account.expire(expired.reference)
    for bill in bills:
        card.deposit_outcome(bill)
    item = Item(key="r1", amount=usd("5"), destination="", refund_of=refunded)
    (sent,) = card.send(Call(key="c1", items=(item,)))
    stripe.account.settle_refund(sent.reference, "failed", "unknown")
    headers, body = sign(stripe.account.dispute(paid.reference), at=NOW)
    card.read_webhook(headers, body, now=NOW)
    card.funds()
    return stripe


def test_the_rail_and_the_description_are_of_one_version() -> None:
    assert CONTRACT["version"] == stripe_api.VERSION


def test_every_request_holds_only_what_stripe_knows(told: Server) -> None:
    sent = [(name, asked) for name, asked, _answer in told.log if name in SCHEMAS]

    for name, asked in sent:
        check(typed(asked, SCHEMAS[name]), name)

    assert {name for name, _asked in sent} == {name for name in SCHEMAS if " " in name}


def test_every_answer_and_event_of_the_fake_is_of_stripes_shape(told: Server) -> None:
    objects = [answer for _name, _asked, answer in told.log if answer["object"] != "list"]
    objects += [row for _name, _asked, answer in told.log if answer["object"] == "list" for row in answer["data"]]
    objects += [event["data"]["object"] for event in told.account.events] + told.account.events

    for one in objects:
        check(one, one["object"])

    assert {one["object"] for one in objects} == {name for name in SCHEMAS if " " not in name}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("POST /v1/checkout/sessions", {"payment_method_types": ["card"]}),
        ("POST /v1/refunds", {"payment": "pi_1"}),
        ("refund", {"id": "re_1", "object": "refund", "amount": "5"}),
    ],
)
def test_the_description_minds_what_is_wrong(name: str, wrong: Row) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(wrong, name)
