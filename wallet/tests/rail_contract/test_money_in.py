"""Deposits of each rail: taken in once, whatever is told, asked, repeated or forged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, rails
from wallet.models import Deposit, RailEvent, Transfer, TransferKind
from wallet.tests.outside import Outside, Webhook, deliver

from .asking import LATER, needs, needs_deposits, outside_balance, spendable, start, state_of

BACK = "http://market.test/back"


def test_the_same_key_gets_the_same_invitation(outside: Outside) -> None:
    needs_deposits(outside)
    rail = rails.offered()[outside.code]

    first, second = (rail.start_deposit(key="key1", amount=usd("20"), return_url=BACK) for _ in range(2))

    assert first == second
    assert first.url or first.instructions
    assert len(first.reference) <= 100


def test_a_deposit_nobody_paid_waits(outside: Outside, ben: User) -> None:
    deposit = start(outside, ben)

    deposits.ask(deposit, now=LATER)

    assert state_of(deposit) == Deposit.State.STARTED
    assert spendable(ben) == 0


def test_a_paid_deposit_is_found_by_asking_and_taken_in_once(outside: Outside, ben: User) -> None:
    deposit = start(outside, ben)
    outside.pay(deposit)

    for _ in range(2):
        outside.learn_deposit(deposit, now=LATER)

    assert state_of(deposit) == Deposit.State.SETTLED
    assert spendable(ben) == usd("20")


def test_a_paid_deposit_is_told_by_webhook_and_taken_in_once(outside: Outside, ben: User) -> None:
    needs(outside, "webhooks")
    deposit = start(outside, ben)
    outside.pay(deposit)

    for _ in range(2):
        outside.tell(now=LATER)
    outside.learn_deposit(deposit, now=LATER)

    assert state_of(deposit) == Deposit.State.SETTLED
    assert spendable(ben) == usd("20")


def test_webhooks_in_the_wrong_order_and_again_end_where_the_right_order_ends(outside: Outside, ben: User) -> None:
    needs(outside, "webhooks")
    deposit = start(outside, ben)
    outside.pay(deposit)
    told = outside.webhooks(at=LATER)

    for webhook in [*reversed(told), *told]:
        deliver(outside.code, webhook, now=LATER)

    assert state_of(deposit) == Deposit.State.SETTLED
    assert spendable(ben) == usd("20")
    assert Transfer.objects.filter(kind=TransferKind.DEPOSIT, ref=deposit.pk).count() == 1


def test_less_than_was_asked_is_taken_in_as_what_arrived(outside: Outside, ben: User) -> None:
    needs(outside, "pay_in_parts")
    deposit = start(outside, ben)
    outside.pay(deposit, usd("12"))

    outside.learn_deposit(deposit, now=LATER)

    assert spendable(ben) == usd("12")


def test_a_second_payment_of_the_same_deposit_is_taken_in_too(outside: Outside, ben: User) -> None:
    needs(outside, "pay_in_parts", "webhooks")
    deposit = start(outside, ben)
    for dollars in ("12", "8"):
        outside.pay(deposit, usd(dollars))
        outside.tell(now=LATER)

    assert make.fresh(deposit).amount == usd("20")
    assert spendable(ben) == usd("20")


def test_a_second_payment_is_found_by_asking_where_more_may_arrive(outside: Outside, ben: User) -> None:
    needs(outside, "pay_in_parts")
    if not rails.facts(outside.code).more_may_arrive:
        pytest.skip(f"{outside.code}: nothing follows what has arrived")
    deposit = start(outside, ben)
    for dollars in ("12", "8"):
        outside.pay(deposit, usd(dollars))
        outside.learn_deposit(deposit, now=LATER)

    assert spendable(ben) == usd("20")


def test_a_declined_deposit_is_closed_and_moves_nothing(outside: Outside, ben: User) -> None:
    needs(outside, "decline")
    deposit = start(outside, ben)
    outside.decline(deposit)

    outside.learn_deposit(deposit, now=LATER)

    assert state_of(deposit) in (Deposit.State.FAILED, Deposit.State.CANCELLED)
    assert spendable(ben) == 0


def test_a_deposit_taken_back_by_its_payer_leaves_the_books_as_if_it_never_came(outside: Outside, ben: User) -> None:
    needs(outside, "reverse_deposit")
    before = outside_balance(outside)
    deposit = start(outside, ben)
    outside.pay(deposit)
    outside.learn_deposit(deposit, now=LATER)
    outside.reverse_deposit(deposit)

    for _ in range(2):
        outside.tell(now=LATER)

    assert state_of(deposit) == Deposit.State.REVERSED
    assert (spendable(ben), outside_balance(outside)) == (0, before)


# -- webhooks


def test_a_forged_webhook_is_refused_and_moves_nothing(outside: Outside, ben: User) -> None:
    needs(outside, "webhooks")
    outside.pay(start(outside, ben))

    answers = [deliver(outside.code, one, now=LATER) for one in outside.webhooks(at=LATER, forged=True)]

    assert answers
    assert all(400 <= status < 500 for status in answers)
    assert spendable(ben) == 0


def test_a_webhook_nobody_signed_is_refused(outside: Outside, db: None) -> None:
    assert 400 <= deliver(outside.code, Webhook({}, b"{}"), now=LATER) < 500


def test_an_old_webhook_is_refused_and_moves_nothing(outside: Outside, ben: User) -> None:
    needs(outside, "webhooks", "old_webhooks")
    outside.pay(start(outside, ben))

    answers = [deliver(outside.code, one, now=LATER) for one in outside.webhooks(at=LATER - timedelta(days=30))]

    assert answers
    assert all(400 <= status < 500 for status in answers)
    assert spendable(ben) == 0


def test_a_webhook_about_nobodys_money_moves_nothing_and_is_kept_for_staff(outside: Outside, db: None) -> None:
    needs(outside, "webhooks")

    deliver(outside.code, outside.stray(at=LATER), now=LATER)

    assert RailEvent.objects.get(rail=outside.code).outcome
    assert Transfer.objects.count() == 0
