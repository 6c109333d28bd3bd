"""What a rail tells us unasked: believed only when signed, kept as it came, applied once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import CENT, Money, usd
from tests import make
from wallet import contradictions, deposits, ledger, webhooks
from wallet.demobank.server import Server
from wallet.models import Deposit, RailEvent
from wallet.rails.interface import BadWebhook, Event, Fate, Outcome, Subject

from .conftest import NOW, pay, signed, tell

URL = "/wallet/rails/demo_bank/webhook/"


@pytest.fixture
def paid(bank: Server, ben: User) -> Deposit:
    """A deposit the bank has seen paid and the market has not heard of."""
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit)
    return deposit


def post(client: Client, body: str, headers: dict[str, str]) -> tuple[int, Any]:
    answer = client.post(URL, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_a_webhook_over_http_moves_the_money(bank: Server, paid: Deposit, ben: User, client: Client) -> None:
    body = bank.bank.events.all()[-1].body

    status, _answer = post(client, body, signed(body, at=timezone.now()))

    assert status == 200
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_a_webhook_that_came_unsealed_is_refused_and_led_nowhere(
    bank: Server, paid: Deposit, ben: User, client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    body = bank.bank.events.all()[-1].body

    status, _answer = post(client, body, signed(body, at=timezone.now()))

    assert status == 403
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("0")
    assert client.get("/").status_code == 301


def test_the_same_webhook_twice_moves_money_once(bank: Server, paid: Deposit, ben: User) -> None:
    first, second = tell(bank, -1), tell(bank, -1)

    assert first.pk == second.pk
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_webhooks_out_of_order_end_where_the_right_order_ends(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit, "pay_later")
    bank.bank.fall_due(NOW.timestamp() * 2)

    tell(bank, 1)
    tell(bank, 0)

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_a_webhook_is_kept_as_it_came(bank: Server, paid: Deposit) -> None:
    tell(bank, -1)

    kept = RailEvent.objects.get()
    assert kept.payload == json.loads(bank.bank.events.all()[-1].body)
    assert (kept.outcome, kept.applied_at) == ("settled", NOW)


def test_a_wrong_signature_is_refused_and_nothing_moves(bank: Server, paid: Deposit, ben: User, client: Client) -> None:
    body = bank.bank.events.all()[-1].body

    status, answer = post(client, body, signed(body, at=timezone.now(), secret="guessed"))

    assert (status, answer) == (401, {"error": "The signature is wrong."})
    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0
    assert contradictions.waiting().count() == 0


def test_an_old_webhook_is_refused_and_nothing_moves(bank: Server, paid: Deposit, ben: User, client: Client) -> None:
    body = bank.bank.events.all()[-1].body

    status, answer = post(client, body, signed(body, at=timezone.now() - timedelta(hours=1)))

    assert (status, answer) == (400, {"error": "The timestamp is too old."})
    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0


@pytest.mark.parametrize("kind", ["checkout.paid", "payout.paid"])
def test_an_unknown_key_is_refused_and_kept_for_staff(bank: Server, db: None, client: Client, kind: str) -> None:
    money = {"amount_cents": 500, "received_cents": 500, "fee_cents": 0}
    data = {"key": "nobody's", "state": "paid", "reason": "", "id": "co_1", "reference": "r1", **money}
    body = json.dumps({"id": "ev_1", "type": kind, "created": 0, "data": data})

    status, answer = post(client, body, signed(body, at=timezone.now()))

    assert (status, answer) == (404, {"error": "Nobody here knows the key nobody's."})
    assert contradictions.waiting().get().rail == "demo_bank"


def test_an_unknown_rail_is_not_found(db: None, client: Client) -> None:
    assert client.post("/wallet/rails/nothing/webhook/", b"{}", content_type="application/json").status_code == 404


def test_a_webhook_is_never_read_by_get(db: None, client: Client) -> None:
    assert client.get(URL).status_code == 405


def refuse(body: str, *, now: datetime = NOW, **how: Any) -> None:
    with pytest.raises(BadWebhook):
        webhooks.receive("demo_bank", headers=signed(body, **how), body=body.encode(), now=now)


def test_what_was_refused_is_kept_as_it_came_and_by_whom_it_was_signed(bank: Server, db: None) -> None:
    for _ in range(2):
        refuse('{"id": "old\\u0000"}', at=NOW - timedelta(hours=1))
        refuse("x" * 5_000, secret="guessed")

    old, forged = RailEvent.objects.order_by("pk")
    assert (old.refused, old.outcome) == ("signed", "refused with 400: The timestamp is too old.")
    assert (forged.refused, forged.outcome) == ("unsigned", "refused with 401: The signature is wrong.")
    assert old.payload == {"body": '{"id": "old\\u0000"}', "bytes": 19}
    assert forged.payload == {"body": "x" * 4096, "bytes": 5_000}
    assert (old.applied_at, forged.applied_at, contradictions.waiting().count()) == (None, None, 0)


def test_a_flood_of_refused_webhooks_is_counted_and_hides_nothing_the_rail_signed(bank: Server, db: None) -> None:
    for number in range(webhooks.MOST_KEPT + 11):
        refuse(f"junk {number}", secret="guessed")
    refuse("{}", at=NOW - timedelta(hours=1))
    refuse("junk", now=NOW + timedelta(days=1))

    kept = RailEvent.objects.filter(refused="unsigned", received_at=NOW).order_by("pk")
    assert kept.count() == webhooks.MOST_KEPT + 1
    assert kept[webhooks.MOST_KEPT].outcome == "28 or more refused, the last with 401: The signature is wrong."
    assert kept[webhooks.MOST_KEPT].payload == {"at_least": 28, "body": "junk 27", "bytes": 7}
    assert RailEvent.objects.filter(refused="signed").count() == 2


def test_staff_finds_what_was_refused_among_the_rails_events(bank: Server, db: None, sam: User, client: Client) -> None:
    refuse("junk", secret="guessed")
    refuse("{}", at=NOW - timedelta(hours=1))
    client.force_login(sam)
    url = reverse("admin:wallet_railevent_changelist")
    shown = {
        value: [row.refused for row in client.get(url, {"standing": value}).context["cl"].result_list]
        for value in ("waits", "applied", "signed", "unsigned")
    }
    forged = RailEvent.objects.get(refused="unsigned")

    page = client.get(reverse("admin:wallet_railevent_change", args=[forged.pk])).content.decode()

    assert shown == {"waits": [], "applied": [], "signed": ["signed"], "unsigned": ["unsigned"]}
    assert "junk" in page
    assert "I have looked into it" not in page


def test_webhooks_for_a_rail_that_never_was_leave_nothing(db: None) -> None:
    with pytest.raises(BadWebhook):
        webhooks.receive("anything", headers={}, body=b"{}", now=NOW)

    assert RailEvent.objects.count() == 0


def test_webhooks_of_a_rail_that_is_not_offered_any_more_are_counted(
    bank: Server, db: None, settings: Settings
) -> None:
    settings.DEMO_BANK_KEY = ""
    with pytest.raises(BadWebhook):
        webhooks.receive("demo_bank", headers={}, body=b"{}", now=NOW)

    assert RailEvent.objects.get().outcome == "refused with 404: There is no such rail."


def stray(**given: Any) -> str:
    data = {"key": "nobody's", "state": "paid", "reason": "", "amount_cents": 500, "fee_cents": 0, "reference": "r1"}
    return json.dumps({"id": "ev_1", "type": "payout.paid", "created": 0, "data": data} | given)


def hear(body: str) -> None:
    webhooks.receive("demo_bank", headers=signed(body), body=body.encode(), now=NOW)


def test_two_events_whose_long_names_begin_alike_are_two(bank: Server, db: None) -> None:
    for end in ("a", "b"):
        with pytest.raises(BadWebhook):
            hear(stray(id="e" * 200 + end))

    assert RailEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (r'"a\u0000b"', "ab"),
        (r'"a\\u0000b"', r"a\u0000b"),
        (r'"\ud800b"', "?b"),
        (r'{"\u0000": "\ud800"}', {"": "?"}),
        ("[NaN, Infinity, -1e400]", ["nan", "inf", "-inf"]),
        ("9" * 4_000, int("9" * 4_000)),
    ],
)
def test_what_postgresql_does_not_keep_is_left_out_of_an_event(bank: Server, db: None, told: str, kept: Any) -> None:
    with pytest.raises(BadWebhook):
        hear(stray(created="here").replace('"here"', told))

    assert RailEvent.objects.get().payload["created"] == kept


@pytest.mark.parametrize(("name", "kept"), [("a\x00b", "ab"), ("\ud800", "?"), (5, "5")])
def test_an_event_is_kept_by_a_name_that_can_be_kept(bank: Server, db: None, name: str | int, kept: str) -> None:
    with pytest.raises(BadWebhook):
        hear(stray(id=name))

    assert RailEvent.objects.get().event_id == kept


@pytest.mark.parametrize("key", ["\x00", "\ud800", ["a", "list"]])
def test_a_key_that_can_be_nobodys_waits_for_the_staff(bank: Server, db: None, key: Any) -> None:
    with pytest.raises(BadWebhook, match="Nobody here knows the key"):
        hear(stray(data=json.loads(stray())["data"] | {"key": key}))

    assert contradictions.waiting().count() == 1


@pytest.mark.parametrize("deep", [900, 100_000])
def test_an_event_nested_too_deeply_is_refused_and_counted(bank: Server, db: None, client: Client, deep: int) -> None:
    body = stray(created="here").replace('"here"', "[" * deep + "]" * deep)

    status, answer = post(client, body, signed(body, at=timezone.now()))

    assert (status, answer) == (400, {"error": "The event is nested too deeply."})
    assert "nested too deeply" in RailEvent.objects.get().outcome


@pytest.mark.parametrize("cents", [0, -500, 10**15, 10**30])
def test_a_deposit_of_a_sum_that_is_none_moves_nothing(bank: Server, paid: Deposit, ben: User, cents: int) -> None:
    told = json.loads(bank.bank.events.all()[-1].body)
    told["data"]["received_cents"] = cents

    with pytest.raises(BadWebhook, match=r"No deposit is of this amount\."):
        hear(json.dumps(told))

    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0
    assert make.fresh(paid).state == Deposit.State.STARTED


@pytest.mark.parametrize("cents", [-500, 10**15, 10**30])
def test_what_came_of_a_deposit_that_was_taken_back_is_a_sum_too(cents: int) -> None:
    """No rail of ours says it apart yet without a bound of its own."""
    said = Outcome(key="d1", fate=Fate.REVERSED, amount=usd("5"), arrived=Money(cents * CENT))

    with pytest.raises(BadWebhook, match=r"No deposit is of this amount\."):
        webhooks._check_amount(Event(id="ev_1", subject=Subject.DEPOSIT, outcome=said))


def test_words_that_cannot_be_kept_do_not_stop_the_money(bank: Server, paid: Deposit, ben: User) -> None:
    told = json.loads(bank.bank.events.all()[-1].body)
    told["data"] |= {"reason": "a\x00b", "id": "\ud800"}

    hear(json.dumps(told))

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_a_body_of_two_megabytes_is_read_and_a_larger_one_is_not(bank: Server, db: None, client: Client) -> None:
    for size, status in ((2_000_000, 404), (3_000_000, 400)):
        body = stray(created="x" * size)
        answer = client.post(URL, body, content_type="application/json", headers=signed(body, at=timezone.now()))
        assert answer.status_code == status

    assert RailEvent.objects.count() == 1


def test_news_of_nobodys_money_waits_for_the_staff_until_one_looked_into_it(bank: Server, db: None, sam: User) -> None:
    with pytest.raises(BadWebhook):
        hear(stray())
    waiting = [event.event_id for event in contradictions.waiting()]

    contradictions.looked_into(RailEvent.objects.get(), reason="It is the old shop's.", by=sam, now=NOW)
    hear(stray())

    assert waiting == ["ev_1"]
    assert contradictions.waiting().count() == 0
