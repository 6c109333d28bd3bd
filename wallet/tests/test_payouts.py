"""Money out: held, gathered, sent and settled; restartable at every line."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import Money, usd
from tests import make
from wallet import batches, ledger, methods, payouts, rails, settling
from wallet.demobank.bank import CLOSED_ACCOUNT, SLOW_ACCOUNT, Item
from wallet.demobank.server import Server
from wallet.ledger import InsufficientFunds
from wallet.models import AccountKind, Payout, PayoutBatch
from wallet.rails.demo_bank import DemoBank
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn, tell

LATER = NOW + timedelta(minutes=5)
LOOK = timedelta(minutes=60)
State = Payout.State


@pytest.fixture
def worker(bank: Server, ann: User, ben: User) -> User:
    """Ben has earned $12.003 and said where payouts go."""
    earn(ben, "12.003", by=ann)
    methods.choose(ben, rail="demo_bank", destination="1234 5678", by=ben, now=NOW)
    return ben


@pytest.fixture
def second(bank: Server, ann: User, dina: User) -> User:
    """Dina has earned $8 and said where payouts go."""
    earn(dina, "8", by=ann)
    methods.choose(dina, rail="demo_bank", destination="8765 4321", by=dina, now=NOW)
    return dina


def ask(person: User, dollars: str = "5", rail: str = "demo_bank") -> Payout:
    return payouts.request(person, amount=usd(dollars), rail=rail, now=NOW)


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def paid_by(bank: Server) -> list[tuple[str, int]]:
    return sorted((row.destination, row.cents) for row in bank.bank.all_payouts() if row.state == "paid")


def redirect(person: User, account: str) -> None:
    """Another destination that can be used at once."""
    methods.choose(person, rail="demo_bank", destination=account, by=person, now=NOW - timedelta(days=3))


# -- request and cancel


def test_a_request_holds_the_money_in_flight(worker: User) -> None:
    payout = ask(worker, "5")

    assert payout.state == State.REQUESTED
    assert earned(worker) == usd("7.003")
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("5")


def test_a_payout_is_cut_to_whole_cents_and_the_rest_stays(worker: User) -> None:
    payout = payouts.request(worker, amount=earned(worker), rail="demo_bank", now=NOW)

    assert payout.amount == usd("12")
    assert earned(worker) == usd("0.003")


@pytest.mark.parametrize("dollars", ["0", "4.99", "4.999999"])
def test_less_than_the_least_is_refused(worker: User, dollars: str) -> None:
    with pytest.raises(payouts.PayoutRefused, match=r"The least payout is \$5.00"):
        ask(worker, dollars)

    assert earned(worker) == usd("12.003")


def test_more_than_was_earned_is_refused(worker: User) -> None:
    with pytest.raises(InsufficientFunds):
        ask(worker, "12.01")

    assert Payout.objects.count() == 0


def test_a_second_request_at_a_time_is_refused(worker: User) -> None:
    ask(worker)

    with pytest.raises(payouts.PayoutRefused, match="waiting already"):
        ask(worker)

    assert earned(worker) == usd("7.003")


def test_a_request_without_a_destination_is_refused(worker: User) -> None:
    with pytest.raises(methods.MethodUnknown):
        ask(worker, rail="manual")


def test_money_to_spend_is_not_paid_out(bank: Server, ann: User) -> None:
    methods.choose(ann, rail="demo_bank", destination="1234 5678", by=ann, now=NOW)

    with pytest.raises(InsufficientFunds):
        ask(ann)


def test_a_cancelled_request_returns_the_money_once(worker: User) -> None:
    payout = ask(worker)
    payouts.cancel(payout, by=worker, now=NOW)

    with pytest.raises(payouts.PayoutRefused):
        payouts.cancel(payout, by=worker, now=NOW)

    assert earned(worker) == usd("12.003")


def test_a_payout_in_a_batch_cannot_be_cancelled(worker: User) -> None:
    payout = ask(worker)
    batches.gather(now=NOW)

    with pytest.raises(payouts.PayoutRefused, match="has left the queue already"):
        payouts.cancel(payout, by=worker, now=NOW)


# -- the run


def test_a_run_pays_everybody_who_waits(bank: Server, worker: User, second: User) -> None:
    first, other = ask(worker, "5"), ask(second, "8")

    (batch,) = make.payout_run(now=NOW)

    assert paid_by(bank) == [("12345678", 500), ("87654321", 800)]
    assert {make.fresh(first).state, make.fresh(other).state} == {State.PAID}
    assert make.fresh(batch).state == PayoutBatch.State.SETTLED
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_a_paid_payout_left_for_the_outside_and_its_person_is_told(worker: User) -> None:
    before = ledger.balance_of(ledger.external(rails.account_number("demo_bank")))
    payout = ask(worker)

    make.payout_run(now=NOW)

    outside = ledger.balance_of(ledger.Pot(AccountKind.EXTERNAL, rails.account_number("demo_bank")))
    notice = Notice.objects.filter(person=worker).latest("pk")
    assert outside - before == usd("5")
    assert (notice.subject, notice.by_mail) == ("Your payout of $5.00 is paid", True)
    assert make.fresh(payout).closed_at == NOW


def test_a_failed_payout_is_back_in_the_balance_with_its_reason(bank: Server, worker: User) -> None:
    redirect(worker, CLOSED_ACCOUNT)
    payout = payouts.request(worker, amount=usd("5"), rail="demo_bank", now=NOW)

    make.payout_run(now=NOW)

    failed = make.fresh(payout)
    assert (failed.state, failed.failure) == (State.RETURNED, "The account is closed.")
    assert earned(worker) == usd("12.003")
    assert "The account is closed." in Notice.objects.filter(person=worker).latest("pk").body


def test_of_a_batch_some_may_be_paid_and_some_returned(bank: Server, worker: User, second: User) -> None:
    ask(worker, "5")
    ask(second, "8")
    bank.bank.faults.set("partial_batch")

    make.payout_run(now=NOW)

    assert paid_by(bank) == [("12345678", 500)]
    assert (earned(worker), earned(second)) == (usd("7.003"), usd("8"))


def test_a_run_with_nobody_waiting_makes_no_batch(bank: Server, db: None) -> None:
    assert make.payout_run(now=NOW) == []


def test_after_a_payout_the_next_can_be_asked_for(worker: User) -> None:
    ask(worker)
    make.payout_run(now=NOW)

    assert ask(worker).state == State.REQUESTED


# -- stopped between any two lines


def test_a_run_stopped_after_gathering_goes_on_when_its_time_has_come(bank: Server, worker: User) -> None:
    ask(worker)
    batches.gather(now=NOW)

    batches.gather(now=LATER)
    batches.send_due(now=LATER + LOOK)

    assert paid_by(bank) == [("12345678", 500)]


def test_a_run_stopped_before_the_call_is_finished_by_the_chase(bank: Server, worker: User) -> None:
    payout = ask(worker)
    (batch,) = batches.gather(now=NOW)
    batches._mark_sent(batch, NOW)

    make.payout_run(now=LATER)
    before = make.fresh(payout).state
    batches.chase(now=LATER)

    assert (before, make.fresh(payout).state) == (State.SENT, State.PAID)
    assert paid_by(bank) == [("12345678", 500)]


@pytest.mark.parametrize("fault", ["error_500", "lost_request", "timeout_after_success"])
def test_a_payout_whose_outcome_is_unknown_is_looked_up_and_paid_once(bank: Server, worker: User, fault: str) -> None:
    payout = ask(worker)
    bank.bank.faults.set(fault)
    make.payout_run(now=NOW)
    before = make.fresh(payout).state

    batches.chase(now=LATER)

    assert (before, make.fresh(payout).state) == (State.SENT, State.PAID)
    assert paid_by(bank) == [("12345678", 500)]
    assert bank.bank.all_payouts()[0].key == payout.public_id


def test_the_chase_waits_while_the_rail_is_silent(bank: Server, worker: User) -> None:
    payout = ask(worker)
    bank.bank.faults.set("error_500", times=2)
    make.payout_run(now=NOW)

    batches.chase(now=LATER)

    assert make.fresh(payout).state == State.SENT
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("5")


def test_the_chase_leaves_a_call_time_to_end(bank: Server, worker: User) -> None:
    ask(worker)
    (batch,) = batches.gather(now=NOW)
    batches._mark_sent(batch, NOW)

    assert batches.chase(now=NOW + timedelta(seconds=30)) == 0


def test_a_slow_payout_is_paid_by_its_webhook(bank: Server, worker: User) -> None:
    redirect(worker, SLOW_ACCOUNT)
    payout = ask(worker)
    make.payout_run(now=NOW)
    before = make.fresh(payout).state
    bank.bank.fall_due(time.time() + 60)

    tell(bank, 1)
    tell(bank, 0)
    tell(bank, 1)

    assert (before, make.fresh(payout).state) == (State.SENT, State.PAID)
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_every_step_done_twice_pays_once(bank: Server, worker: User) -> None:
    ask(worker)
    (batch,) = batches.gather(now=NOW)

    for _ in range(2):
        batches.gather(now=NOW)
        batches.send(batch, now=NOW)
        batches.chase(now=LATER)
        tell(bank, -1)

    assert paid_by(bank) == [("12345678", 500)]
    assert earned(worker) == usd("7.003")


def test_a_rail_that_changes_its_mind_moves_nothing(bank: Server, worker: User) -> None:
    payout = ask(worker)
    make.payout_run(now=NOW)

    moved = settling.settle([Outcome(key=payout.public_id, fate=Fate.FAILED)], rail="demo_bank", now=LATER)

    assert moved == []
    assert make.fresh(payout).state == State.PAID
    assert earned(worker) == usd("7.003")


def test_a_payout_nobody_asked_for_settles_nothing(worker: User) -> None:
    payout = ask(worker)
    batches.gather(now=NOW)
    known = Outcome(key=payout.public_id, fate=Fate.PAID)

    with pytest.raises(settling.PayoutUnknown, match="nobody"):
        settling.settle([known, Outcome(key="nobody", fate=Fate.PAID)], rail="demo_bank", now=timezone.now())


def test_a_payout_the_rail_never_takes_keeps_nobody_else_waiting(bank: Server, worker: User, second: User) -> None:
    stuck, fine = ask(worker), ask(second)
    bank.bank.pay_out([Item(stuck.public_id, 1, "the key was used for something else")])

    make.payout_run(now=NOW)

    assert (make.fresh(stuck).state, make.fresh(fine).state) == (State.SENT, State.PAID)


def test_a_payout_of_which_the_rail_paid_another_amount_is_left_to_people(bank: Server, worker: User) -> None:
    payout = ask(worker)
    (batch,) = batches.gather(now=NOW)
    batches._mark_sent(batch, NOW)
    less = Outcome(key=payout.public_id, fate=Fate.PAID, amount=usd("0.01"))

    moved = settling.settle([less], rail="demo_bank", now=NOW)

    assert moved == []
    assert make.fresh(payout).state == State.SENT
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("5")


def test_a_batch_larger_than_one_call_is_sent_in_parts(
    bank: Server, worker: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, items_per_call=1))
    ask(worker, "5")
    ask(second, "8")
    bank.bank.faults.set("lost_request")

    make.payout_run(now=NOW)
    batches.chase(now=LATER)

    assert paid_by(bank) == [("12345678", 500), ("87654321", 800)]
