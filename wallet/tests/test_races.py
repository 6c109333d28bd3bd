"""Two at once, with real threads and real commits: each thing happens once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections, transaction
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from tests.threads import at_once
from wallet import batches, deposits, holds, ledger, methods, payouts, pockets, promises, refunds
from wallet.demobank.server import Server
from wallet.models import Deposit, Payout, PayoutBatch

from .conftest import NOW, earn, pay, tell

pytestmark = pytest.mark.race


@pytest.fixture
def worker(committed_db: None, bank: Server) -> User:
    """Somebody with $12 earned and a destination."""
    employer, person = make.person("payer"), make.person("paid")
    make.deposit(employer, "50")
    earn(person, "12", by=employer)
    methods.choose(person, rail="demo_bank", destination="12345678", by=person, now=NOW)
    return person


def times(count: int, verb: Callable[[], Any]) -> list[Any]:
    return at_once(*[verb] * count)


def paid_out(bank: Server) -> list[int]:
    return [row.cents for row in bank.bank.all_payouts() if row.state == "paid"]


def test_a_payout_asked_for_in_many_tabs_is_held_once(worker: User) -> None:
    results = times(8, lambda: payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW))

    assert [type(one) for one in results].count(Payout) == 1
    assert ledger.balance_of(ledger.earned(worker.pk)) == usd("7")
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("5")


def test_many_runs_at_once_pay_each_payout_once(worker: User, bank: Server) -> None:
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)

    times(6, lambda: make.payout_run(now=NOW))

    assert paid_out(bank) == [500]
    assert Payout.objects.get().state == Payout.State.PAID


def test_a_cancel_against_a_run_ends_in_one_of_the_two(worker: User, bank: Server) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)

    at_once(lambda: payouts.cancel(payout, by=worker, now=NOW), lambda: make.payout_run(now=NOW))

    state = make.fresh(payout).state
    has = ledger.balance_of(ledger.earned(worker.pk))
    assert (state, has, paid_out(bank)) in [
        (Payout.State.CANCELLED, usd("12"), []),
        (Payout.State.PAID, usd("7"), [500]),
    ]


def test_an_answer_its_webhooks_and_the_chase_at_once_settle_once(worker: User, bank: Server) -> None:
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    bank.bank.faults.set("timeout_after_success")
    make.payout_run(now=NOW)
    later = NOW.replace(hour=10)

    at_once(
        *[lambda: batches.chase(now=later)] * 2,
        *[lambda: tell(bank, -1)] * 3,
    )

    assert paid_out(bank) == [500]
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0
    assert ledger.balance_of(ledger.earned(worker.pk)) == usd("7")


def test_a_hold_against_the_sending_ends_in_one_of_the_two(worker: User, bank: Server) -> None:
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    (batch,) = batches.gather(now=NOW)
    staff = make.person("sam", staff=True)

    at_once(
        lambda: holds.hold(payout, reason="Two are paid at one address.", by=staff, now=NOW),
        *[lambda: batches.send(batch, now=NOW)] * 2,
    )

    after = make.fresh(payout)
    assert (after.state, bool(after.held_at), paid_out(bank)) in [
        (Payout.State.REQUESTED, True, []),
        (Payout.State.PAID, False, [500]),
    ]
    assert make.fresh(batch).state == PayoutBatch.State.SETTLED


def test_a_batch_gathered_by_many_holds_each_payout_once(worker: User, bank: Server) -> None:
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)

    found = times(6, lambda: batches.gather(now=NOW))

    assert sorted(map(len, found)) == [0] * 5 + [1]
    assert PayoutBatch.objects.get().payouts.count() == 1


def test_a_batch_sent_by_the_clock_and_by_the_staff_at_once_goes_once(worker: User, bank: Server) -> None:
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    (batch,) = batches.gather(now=NOW)
    staff, later = make.person("sam", staff=True), NOW.replace(hour=10)

    at_once(
        *[lambda: batches.send_due(now=later)] * 3,
        *[lambda: batches.send_now(batch, by=staff, now=later)] * 3,
    )

    assert paid_out(bank) == [500]
    assert batch.approvals.count() <= 1


def test_a_deposit_asked_back_in_many_tabs_goes_back_once(committed_db: None) -> None:
    asker = make.person("asker")
    make.deposit(asker, "20")
    deposit = Deposit.objects.get(person=asker)
    account = "DE89 3704 0044 0532 0130 00, Paid"

    found = times(6, lambda: refunds.request(deposit, amount=usd("12"), destination=account, by=asker, now=NOW))

    assert [type(one) for one in found].count(Payout) == 1
    assert ledger.balance_of(ledger.spendable(asker.pk)) == usd("8")


def test_unspent_money_asked_back_and_moved_at_once_never_falls_below_zero(committed_db: None) -> None:
    asker = make.person("asker")
    for _ in range(2):
        make.deposit(asker, "20")
    account = "DE89 3704 0044 0532 0130 00, Paid"
    employer = make.person("other")
    first, second = Deposit.objects.filter(person=asker)

    at_once(
        lambda: refunds.request(first, amount=usd("20"), destination=account, by=asker, now=NOW),
        lambda: refunds.request(second, amount=usd("20"), destination=account, by=asker, now=NOW),
        lambda: earn(employer, "20", by=asker),
    )

    assert ledger.balance_of(ledger.spendable(asker.pk)) == 0


def test_a_late_payout_is_told_once_whoever_sweeps(worker: User) -> None:
    payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)
    later = NOW.replace(day=30)

    assert sorted(times(4, lambda: promises.tell_late(now=later))) == [0, 0, 0, 1]


@pytest.fixture
def slowly_paid(worker: User, bank: Server) -> Deposit:
    """A deposit of which the bank has two things to tell: that it waits, and that it is paid."""
    deposit = deposits.start(worker, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit, "pay_later")
    bank.bank.fall_due(NOW.timestamp() * 2)
    return deposit


def test_webhooks_twice_and_out_of_order_at_once_take_the_deposit_in_once(
    slowly_paid: Deposit, worker: User, bank: Server
) -> None:
    at_once(
        *[lambda: tell(bank, 1)] * 3,
        *[lambda: tell(bank, 0)] * 3,
        lambda: deposits.chase(now=NOW),
    )

    assert make.fresh(slowly_paid).state == Deposit.State.SETTLED
    assert ledger.balance_of(ledger.spendable(worker.pk)) == usd("20")


def test_a_move_pressed_many_times_moves_once(worker: User) -> None:
    results = times(8, lambda: pockets.move(worker, amount=usd("4"), key="one page", now=NOW))

    assert sorted(results) == [False] * 7 + [True]
    assert ledger.balance_of(ledger.spendable(worker.pk)) == usd("4")


def test_moves_of_more_than_there_is_never_go_below_zero(worker: User) -> None:
    at_once(
        *[lambda key=key: pockets.move(worker, amount=usd("5"), key=str(key), now=NOW) for key in range(6)],
    )

    assert ledger.balance_of(ledger.earned(worker.pk)) == usd("2")
    assert ledger.balance_of(ledger.spendable(worker.pk)) == usd("10")


def test_two_batches_sent_at_once_need_two_people_as_their_sum_does(
    worker: User, bank: Server, settings: Settings
) -> None:
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("100"), four_eyes_batch=usd("15"))
    first, second = batch_of(worker, "12345678"), batch_of(make.person("other"), "87654321")
    went: list[bool] = []
    sender = threading.Thread(target=lambda: went.append(sent(second)))

    with transaction.atomic():
        assert batches._mark_sent(first, NOW)
        sender.start()
        sender.join(timeout=1)
    sender.join()

    assert (went, paid_out(bank)) == ([False], [])


def batch_of(person: User, account: str) -> PayoutBatch:
    """A batch of one payout of $10."""
    earn(person, "12", by=User.objects.get(email="payer@example.org"))
    methods.choose(person, rail="demo_bank", destination=account, by=person, now=NOW)
    payouts.request(person, amount=usd("10"), rail="demo_bank", now=NOW)
    (batch,) = batches.gather(now=NOW)
    return batch


def sent(batch: PayoutBatch) -> bool:
    try:
        return batches.send(batch, now=NOW)
    finally:
        connections.close_all()
