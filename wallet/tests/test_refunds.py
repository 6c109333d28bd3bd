"""Unspent deposits go back: no fee, once, and never more than came and is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import addresses
from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import Money, usd
from tests import make
from wallet import batches, deposits, holds, ledger, methods, payouts, refunds, runs, settling
from wallet.demobank.server import Server
from wallet.ledger import InsufficientFunds
from wallet.models import Deposit, Payout
from wallet.rails.interface import BadDestination, Fate, Outcome

from .conftest import NOW, earn, pay, tell

State = Payout.State
ACCOUNT = "DE89 3704 0044 0532 0130 00, Ben"


@pytest.fixture
def deposit(bank: Server, ben: User) -> Deposit:
    """Ben has $20 that came from the demo bank and $0 that did not."""
    started = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(started)
    deposits.ask(started, now=NOW)
    return make.fresh(started)  # type: ignore[no-any-return]


@pytest.fixture
def by_hand(ben: User) -> Deposit:
    make.deposit(ben, "20")
    return Deposit.objects.get(person=ben)


def spendable(person: User) -> Money:
    return ledger.balance_of(ledger.spendable(person.pk))


def ask(deposit: Deposit, dollars: str = "20", destination: str = "") -> Payout:
    return refunds.request(deposit, amount=usd(dollars), destination=destination, by=deposit.person, now=NOW)


def test_what_was_paid_though_its_opening_was_never_answered_goes_back_the_way_it_came(bank: Server, ben: User) -> None:
    bank.bank.faults.set("timeout_after_success")
    started = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    (checkout,) = bank.bank.checkouts()
    bank.bank.pay(checkout.id)
    tell(bank, -1)

    refund = ask(make.fresh(started))
    make.payout_run(now=NOW)

    assert (started.reference, make.fresh(started).reference) == ("", checkout.id)
    assert make.fresh(refund).state == State.PAID


def test_a_refund_sets_the_money_aside_in_the_same_queue(deposit: Deposit) -> None:
    refund = ask(deposit, "12.50")

    assert (refund.amount, refund.fee, refund.destination) == (usd("12.50"), 0, "")
    assert spendable(deposit.person) == usd("7.50")
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("12.50")
    assert runs.place_of(refund) == runs.Place(place=1, waiting=1)
    assert refund.promised_for == runs.promised_for(NOW, rail="demo_bank")


def test_a_refund_goes_back_the_way_it_came(bank: Server, deposit: Deposit) -> None:
    refund = ask(deposit)

    make.payout_run(now=NOW)

    assert make.fresh(refund).state == State.PAID
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0
    assert spendable(deposit.person) == 0
    assert Notice.objects.filter(person=deposit.person).latest("pk").subject == "Your refund of $20.00 is paid"
    assert refunds.offers(deposit.person) == []


def test_a_refund_that_fails_is_spendable_again_and_can_be_asked_for_again(deposit: Deposit) -> None:
    refund = ask(deposit)
    batches.gather(now=NOW)
    batches._mark_sent(make.fresh(refund).batch, NOW)

    settling.settle([Outcome(key=refund.public_id, fate=Fate.FAILED)], rail="demo_bank", now=NOW)

    assert spendable(deposit.person) == usd("20")
    assert refunds.returned(deposit) == 0
    assert ask(deposit).state == State.REQUESTED


def test_a_cancelled_refund_is_spendable_again(deposit: Deposit) -> None:
    refund = ask(deposit)

    payouts.cancel(refund, by=deposit.person, now=NOW)

    assert spendable(deposit.person) == usd("20")


@pytest.mark.parametrize(
    ("dollars", "words"),
    [
        ("20.01", "At most $20.00 of this deposit can go back."),
        ("0", "Use at most two decimals: whole cents."),
        ("1.001", "Use at most two decimals: whole cents."),
    ],
)
def test_an_amount_that_cannot_go_back_is_refused(deposit: Deposit, dollars: str, words: str) -> None:
    make.deposit(deposit.person, "20")

    with pytest.raises(refunds.RefundRefused) as refusal:
        ask(deposit, dollars)

    assert refusal.value.words == words


def test_what_is_spent_cannot_go_back(deposit: Deposit, dina: User) -> None:
    earn(dina, "15", by=deposit.person)

    (offer,) = refunds.offers(deposit.person)
    with pytest.raises(InsufficientFunds):
        ask(deposit, "5.01")

    assert offer.amount == usd("5")


def test_of_each_deposit_only_what_came_goes_back(deposit: Deposit) -> None:
    make.deposit(deposit.person, "30")
    ask(deposit, "15")
    make.payout_run(now=NOW)

    offers = {offer.deposit.rail: offer.amount for offer in refunds.offers(deposit.person)}

    assert offers == {"demo_bank": usd("5"), "manual": usd("30")}
    with pytest.raises(refunds.RefundRefused, match=r"At most \$5.00"):
        ask(deposit, "6")


def test_one_refund_of_a_deposit_at_a_time(deposit: Deposit) -> None:
    ask(deposit, "5")

    with pytest.raises(refunds.RefundRefused, match="on its way back already"):
        ask(deposit, "5")

    assert spendable(deposit.person) == usd("15")


def test_a_deposit_that_has_not_arrived_cannot_go_back(bank: Server, deposit: Deposit) -> None:
    started = deposits.start(deposit.person, amount=usd("10"), rail="demo_bank", now=NOW)

    with pytest.raises(refunds.RefundRefused, match="Nothing of this deposit"):
        ask(started, "5")


def test_a_rail_that_cannot_tell_where_it_came_from_asks_where_it_goes(by_hand: Deposit) -> None:
    with pytest.raises(BadDestination):
        ask(by_hand, "5", "no")

    refund = ask(by_hand, "5", ACCOUNT)

    notice = Notice.objects.filter(person=by_hand.person).latest("pk")
    assert refund.destination.startswith("DE89")
    assert (notice.subject, notice.by_mail) == ("A refund of $5.00 was asked for", True)


def test_a_refund_to_a_new_place_waits_as_payouts_do(by_hand: Deposit) -> None:
    ben, other = by_hand.person, "DE02 1203 0000 0000 2020 51, Mallory"
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=NOW)
    with pytest.raises(methods.MethodWaits, match="Your payouts do not go there"):
        ask(by_hand, "5", other)
    methods.choose(ben, rail="manual", destination=other, by=ben, now=NOW)
    with pytest.raises(methods.MethodWaits, match="can be used from"):
        ask(by_hand, "5", other)

    asked = refunds.request(by_hand, amount=usd("5"), destination=other, by=ben, now=NOW + timedelta(hours=48))

    assert asked.state == State.REQUESTED


def test_a_refund_is_told_to_the_address_the_account_had_lately(by_hand: Deposit) -> None:
    addresses.leave(by_hand.person, email="old@example.org", now=NOW - timedelta(days=29))

    refund = ask(by_hand, "5", ACCOUNT)

    told = Notice.objects.filter(person=by_hand.person, url=refund.get_absolute_url())
    assert sorted(told.values_list("mail_to", flat=True)) == ["", "old@example.org"]


def test_a_deposit_by_a_rail_that_is_gone_goes_where_payouts_go(deposit: Deposit, settings: Settings) -> None:
    settings.DEMO_BANK_URL = ""
    ben = deposit.person
    with pytest.raises(methods.MethodUnknown, match="Say first where your payouts go"):
        refunds.request(deposit, amount=usd("20"), rail="manual", by=ben, now=NOW)
    methods.choose(ben, rail="manual", destination=ACCOUNT, by=ben, now=NOW)

    (offer,) = refunds.offers(ben)
    refund = refunds.request(deposit, amount=usd("20"), rail="manual", by=ben, now=NOW)

    assert offer.goes_elsewhere
    assert (refund.rail, refund.fee, refund.deposit) == ("manual", 0, deposit)
    assert refund.destination.startswith("DE89")


def test_earned_money_is_not_a_deposit(bank: Server, ann: User, cleo: User) -> None:
    earn(cleo, "5", by=ann)

    assert refunds.offers(cleo) == []


def test_a_refund_not_yet_sent_is_called_off_when_its_deposit_is_taken_back(bank: Server, deposit: Deposit) -> None:
    waiting = ask(deposit)
    batches.gather(now=NOW)

    deposits.settle(Outcome(key=deposit.public_id, fate=Fate.REVERSED), rail="demo_bank", now=NOW)
    batches.send_due(now=NOW + timedelta(days=1))

    assert make.fresh(waiting).state == State.CANCELLED
    assert spendable(deposit.person) == 0
    assert deposits.owes(deposit.person) == 0
    assert [row.state for row in bank.bank.all_payouts()] == []


def test_a_refund_can_be_held_like_a_payout(deposit: Deposit, sam: User) -> None:
    refund = ask(deposit)

    holds.hold(refund, reason="We ask the bank first.", by=sam, now=NOW)
    holds.give_back(refund, reason="The bank says no to it.", by=sam, now=NOW)

    assert spendable(deposit.person) == usd("20")


# -- the pages


@pytest.fixture
def browser(client: Client, ben: User) -> Client:
    """Ben, who gave the password again a moment ago."""
    client.post("/account/login/", {"login": ben.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})
    return client


def test_unspent_money_is_got_back_from_the_wallet(deposit: Deposit, browser: Client) -> None:
    home = browser.get("/wallet/").content.decode()
    listed = browser.get("/wallet/refund/").content.decode()
    form = browser.get(f"/wallet/deposits/{deposit.public_id}/refund/").content.decode()
    answer = browser.post(f"/wallet/deposits/{deposit.public_id}/refund/", {"amount": "20"})

    refund = Payout.objects.get()
    page = browser.get(answer["Location"]).content.decode()
    assert "Get unspent money back" in home
    assert "Get back up to $20.00" in listed
    assert 'value="20.00"' in form
    assert answer["Location"] == refund.get_absolute_url()
    assert "Your refund" in page
    assert "where the deposit came from" in page
    assert "$20.00 on its way back" in browser.get("/wallet/refund/").content.decode()


def test_a_refund_refused_keeps_what_was_typed(deposit: Deposit, browser: Client) -> None:
    page = browser.post(f"/wallet/deposits/{deposit.public_id}/refund/", {"amount": "21"}).content.decode()

    assert "At most $20.00 of this deposit can go back." in page
    assert 'value="21"' in page


def test_the_password_is_asked_for_first_and_what_was_typed_is_not_lost(
    deposit: Deposit, ben: User, client: Client
) -> None:
    client.force_login(ben)
    url = f"/wallet/deposits/{deposit.public_id}/refund/"

    asked = client.post(url, {"amount": "7"})
    before = Payout.objects.count()
    answer = client.get(client.post(asked["Location"], {"password": make.PASSWORD})["Location"])

    assert asked["Location"].startswith("/account/reauthenticate/")
    assert before == 0
    assert answer["Location"] == Payout.objects.get().get_absolute_url()
    assert Payout.objects.get().amount == usd("7")


def test_who_has_no_password_finds_the_amount_again_and_nothing_goes_back(
    deposit: Deposit, ben: User, client: Client
) -> None:
    ben.set_unusable_password()
    ben.save()
    client.force_login(ben)

    shown = client.post(f"/wallet/deposits/{deposit.public_id}/refund/", {"amount": "7"}).content.decode()

    assert ('value="7"' in shown, "This is not done yet." in shown) == (True, True)
    assert not Payout.objects.exists()


def test_a_mistake_seen_only_after_the_password_can_be_mended_on_that_page(
    deposit: Deposit, ben: User, client: Client
) -> None:
    client.force_login(ben)
    url = f"/wallet/deposits/{deposit.public_id}/refund/"

    asked = client.post(url, {"amount": "9999"})
    page = client.post(asked["Location"], {"password": make.PASSWORD}, follow=True).content.decode()

    assert "At most $20.00 of this deposit can go back." in page
    assert f'action="{url}"' in page


def test_nothing_to_give_back_says_so(bank: Server, browser: Client) -> None:
    assert "Nothing to give back" in browser.get("/wallet/refund/").content.decode()


def test_a_stranger_finds_no_deposit_to_give_back(deposit: Deposit, cleo: User, client: Client) -> None:
    client.force_login(cleo)
    url = f"/wallet/deposits/{deposit.public_id}/refund/"

    assert [client.get(url).status_code, client.post(url, {"amount": "5"}).status_code] == [404, 404]


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_as_often_for_many_deposits_as_for_one(
    ben: User, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(count):
        make.deposit(ben, "5", now=timezone.now())

    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        assert len(refunds.offers(ben)) == count
