"""What each way costs and whom it reaches, shown before anybody asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import ledger, methods, payouts, runs, ways
from wallet.demobank.server import Server
from wallet.models import Payout
from wallet.rails.demo_bank import DemoBank

from .conftest import NOW, earn


@pytest.fixture
def dear(bank: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo bank takes 25 cents and 2% and reaches Bangladesh and Germany."""
    facts = replace(DemoBank.facts, fee_fixed=usd("0.25"), fee_ppm=20_000, countries=frozenset({"BD", "DE"}))
    monkeypatch.setattr(DemoBank, "facts", facts)


def test_a_way_says_its_fee_and_what_arrives(dear: None) -> None:
    found = {way.facts.code: way for way in ways.out(usd("10"), country="BD", now=NOW)}

    assert (found["demo_bank"].fee, found["demo_bank"].arrives) == (usd("0.45"), usd("9.55"))
    assert found["demo_bank"].reached == ["Bangladesh", "Germany"]
    assert [code for code, way in found.items() if way.is_cheapest] == ["manual"]


def test_of_two_as_cheap_the_one_by_which_money_really_moves_is_suggested_and_none_is_the_cheapest(
    bank: Server,
) -> None:
    found = ways.out(usd("10"), country="BD", now=NOW)

    assert [way.facts.code for way in found if way.is_suggested] == ["manual"]
    assert [way.facts.code for way in found if way.is_cheapest] == []


def test_each_way_says_when_it_arrives_at_the_latest(bank: Server, client: Client) -> None:
    found = {way.facts.code: way.promised_for for way in ways.out(usd("10"), country="BD", now=NOW)}

    assert found == {code: runs.promised_for(NOW, rail=code) for code in ("demo_bank", "manual")}
    assert client.get("/wallet/ways/").content.decode().count("at the latest there") == 2


def test_a_way_that_waits_after_a_change_promises_nothing(bank: Server, ben: User, client: Client, ann: User) -> None:
    earn(ben, "10", by=ann)
    for account in ("12345678", "87654321"):
        methods.choose(ben, rail="demo_bank", destination=account, by=ben, now=timezone.now())
    client.force_login(ben)

    page = client.get("/wallet/payout/").content.decode()

    assert "Your new destination can be used from" in page
    assert page.count("at the latest there") == 1


def test_what_does_not_reach_a_country_or_is_too_little_is_never_the_cheapest(dear: None, settings: Settings) -> None:
    settings.MANUAL_RAILS = []

    (far,) = ways.out(usd("10"), country="NG", now=NOW)
    (little,) = ways.out(usd("4.99"), country="BD", now=NOW)

    assert far.no == "Demo bank does not reach Nigeria."
    assert (far.is_suggested, little.is_suggested, little.is_enough) == (False, False, False)


def test_the_fee_is_fixed_when_asked_for_and_booked_when_paid(
    dear: None, bank: Server, ann: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    before = ledger.balance_of(ledger.REVENUE)
    payout = payouts.request(ben, amount=usd("10"), rail="demo_bank", now=NOW)
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, fee_fixed=usd("3")))

    make.payout_run(now=NOW)

    assert (payout.fee, payout.arrives) == (usd("0.45"), usd("9.55"))
    assert [(row.destination, row.cents) for row in bank.bank.all_payouts()] == [("12345678", 955)]
    assert ledger.balance_of(ledger.REVENUE) - before == usd("0.45")
    assert make.fresh(payout).state == Payout.State.PAID


def test_a_fee_that_leaves_nothing_is_refused(
    dear: None, ann: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, fee_fixed=usd("10")))

    with pytest.raises(payouts.PayoutRefused, match="would leave nothing to arrive"):
        payouts.request(ben, amount=usd("10"), rail="demo_bank", now=NOW)


# -- the pages


def test_anybody_sees_every_way_before_the_first_task(db: None, dear: None, client: Client) -> None:
    home, page = client.get("/").content.decode(), client.get("/wallet/ways/").content.decode()

    assert 'href="/wallet/ways/"' in home
    for words in (
        "Ways out, for $10.00",
        "$9.55",
        "Bangladesh, Germany",
        "all countries",
        "cheapest for you",
        "Ways in",
    ):
        assert words in page


def test_the_table_answers_for_a_country_and_an_amount(dear: None, client: Client) -> None:
    page = client.get("/wallet/ways/?country=NG&amount=100").content.decode()

    assert "Ways out, for $100.00" in page
    assert "Demo bank does not reach Nigeria." in page


@pytest.mark.parametrize(
    "query", ["country=ZZ", "amount=abc", "amount=-1", "amount=", "country=&amount=99999999999999"]
)
def test_an_odd_question_shows_the_usual_table(bank: Server, client: Client, query: str) -> None:
    page = client.get(f"/wallet/ways/?{query}")

    assert page.status_code == 200
    assert "Ways out, for $10.00" in page.content.decode()


def test_the_table_is_for_the_persons_own_country(dear: None, cleo: User, client: Client) -> None:
    client.force_login(cleo)

    assert "Demo bank does not reach Nigeria." in client.get("/wallet/ways/").content.decode()


def test_the_payout_form_says_what_arrives_before_it_is_asked_for(
    dear: None, ann: User, ben: User, client: Client
) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    client.force_login(ben)

    page = client.get("/wallet/payout/").content.decode()
    looked = client.post("/wallet/payout/", {"amount": "6", "rail": "demo_bank", "look": "1"}).content.decode()

    assert "of $10.00 arrives $9.55, the fee is $0.45" in page
    assert "of $6.00 arrives $5.63, the fee is $0.37" in looked
    assert 'value="6"' in looked
    assert Payout.objects.count() == 0


def test_a_payout_asks_for_the_password_and_then_goes_on(bank: Server, ann: User, ben: User, client: Client) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    client.force_login(ben)

    asked = client.post("/wallet/payout/", {"amount": "6", "rail": "demo_bank"})
    before = Payout.objects.count()
    answer = client.get(client.post(asked["Location"], {"password": make.PASSWORD})["Location"])

    assert asked["Location"].startswith("/account/reauthenticate/")
    assert (before, Payout.objects.get().amount) == (0, usd("6"))
    assert answer["Location"] == Payout.objects.get().get_absolute_url()


def test_a_way_that_does_not_reach_cannot_be_chosen(dear: None, cleo: User, client: Client) -> None:
    client.post("/account/login/", {"login": cleo.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})

    page = client.get("/wallet/method/").content.decode()

    assert "Demo bank does not reach Nigeria." in page
    assert 'value="demo_bank"' not in page


def test_a_destination_is_removed_by_a_button(bank: Server, ben: User, client: Client) -> None:
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    client.post("/account/login/", {"login": ben.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})

    page = client.post("/wallet/method/remove/", {"rail": "demo_bank"}, follow=True).content.decode()

    assert "The destination is removed." in page
    assert methods.of(ben) == []


def test_who_only_deposited_is_led_to_the_refund_and_not_to_a_payout(bank: Server, ann: User, client: Client) -> None:
    make.deposit(ann, "20")
    client.force_login(ann)

    page = client.get("/wallet/payout/").content.decode()

    assert ("you have earned nothing yet" in page, "Get unspent money back" in page) == (True, True)
    assert ("Say first where your payouts go." in page, "Ways out, for" in page) == (False, False)
