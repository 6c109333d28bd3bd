"""Between the market and a rail: whatever is lost, refused or contradicted, each is paid once or returned."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from picomarket.lib.money import CENT, Money, usd
from tests import make
from tests.threads import at_once
from wallet import batches, contradictions, ledger, methods, payouts, sending
from wallet.demobank.bank import Item
from wallet.demobank.server import Server
from wallet.models import Payout, PayoutBatch, PayoutCall
from wallet.rails.demo_bank import DemoBank
from wallet.rails.interface import Call, Outcome

from .conftest import NOW, earn, tell

LATER = NOW + timedelta(minutes=5)
State = Payout.State


@pytest.fixture
def both(bank: Server, ann: User, ben: User, dina: User) -> list[Payout]:
    """Two payouts of $6 that wait for the run."""
    return [asked(person, where, by=ann) for person, where in ((ben, "12345678"), (dina, "87654321"))]


def asked(person: User, where: str, *, by: User) -> Payout:
    earn(person, "10", by=by)
    methods.choose(person, rail="demo_bank", destination=where, by=person, now=NOW)
    return payouts.request(person, amount=usd("6"), rail="demo_bank", now=NOW)


def gone() -> PayoutBatch:
    """The batch marked as sent by a process that died before it called the rail."""
    (batch,) = batches.gather(now=NOW)
    assert batches._mark_sent(batch, NOW)
    return batch


def states(*rows: Payout) -> list[str]:
    return [make.fresh(row).state for row in rows]


def earned(payout: Payout) -> Money:
    return ledger.balance_of(ledger.earned(payout.person_id))


def paid_by(bank: Server) -> list[tuple[str, int]]:
    return sorted((row.destination, row.cents) for row in bank.bank.all_payouts() if row.state == "paid")


ONCE_EACH = [("12345678", 600), ("87654321", 600)]


# -- answers


def test_an_item_the_answer_leaves_out_stays_sent_and_is_looked_up(bank: Server, both: list[Payout]) -> None:
    bank.bank.faults.set("forget_item")
    make.payout_run(now=NOW)
    before = states(*both)

    batches.chase(now=LATER)

    assert (before, states(*both)) == ([State.PAID, State.SENT], [State.PAID, State.PAID])
    assert paid_by(bank) == ONCE_EACH


def test_an_answer_about_a_payout_nobody_asked_for_is_noted_and_keeps_nobody_waiting(
    bank: Server, both: list[Payout]
) -> None:
    bank.bank.faults.set("foreign_item")

    make.payout_run(now=NOW)

    assert states(*both) == [State.PAID, State.PAID]
    assert contradictions.waiting().get().payload["key"] == "nobody's"


def test_another_amount_than_was_sent_moves_nothing_and_is_noted_once(bank: Server, both: list[Payout]) -> None:
    bank.bank.faults.set("wrong_amount")
    make.payout_run(now=NOW)

    for minute in range(3):
        batches.chase(now=LATER + timedelta(minutes=minute))

    assert states(*both) == [State.SENT, State.PAID]
    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("6")
    words = f"The rail says of {both[0].public_id}: paid $5.99. The books say: $6.00, Sent, not yet confirmed."
    assert [event.outcome for event in contradictions.waiting()] == [words]


# -- refusals


def test_a_call_refused_as_a_whole_is_halved_and_each_is_paid_once(bank: Server, both: list[Payout]) -> None:
    bank.bank.faults.set("refuse_batch")

    make.payout_run(now=NOW)

    assert states(*both) == [State.PAID, State.PAID]
    assert paid_by(bank) == ONCE_EACH


def test_what_is_refused_alone_goes_back_with_the_rails_words(bank: Server, both: list[Payout]) -> None:
    bank.bank.faults.set("refuse_batch", times=3)

    make.payout_run(now=NOW)

    assert states(*both) == [State.RETURNED, State.RETURNED]
    assert [earned(payout) for payout in both] == [usd("10"), usd("10")]
    assert "422" in make.fresh(both[0]).failure


def test_a_refusal_whose_look_up_is_silent_returns_nothing(bank: Server, both: list[Payout]) -> None:
    class FallsSilent(DemoBank):
        def send(self, call: Call) -> list[Outcome]:
            try:
                return super().send(call)
            finally:
                bank.bank.faults.set("error_500")

    batch = gone()
    bank.bank.faults.set("refuse_batch")

    sending.carry(batch.calls.get(), rail=FallsSilent(url=bank.url, key=bank.key, secret=""), now=NOW)

    assert states(*both) == [State.SENT, State.SENT]
    assert batch.calls.count() == 1


def test_a_process_that_dies_after_halving_leaves_halves_that_are_sent(bank: Server, both: list[Payout]) -> None:
    batch = gone()
    sending._halve(batch.calls.get(), [payout.public_id for payout in both], NOW)

    batches.chase(now=LATER)

    assert states(*both) == [State.PAID, State.PAID]
    assert paid_by(bank) == ONCE_EACH


def test_a_refused_call_of_which_a_part_is_paid_sends_only_the_rest_again(bank: Server, both: list[Payout]) -> None:
    batch = gone()
    first = both[0]
    bank.bank.pay_out([Item(first.public_id, first.amount // CENT, first.destination)])
    bank.bank.faults.set("refuse_batch")

    batches.chase(now=LATER)

    assert states(*both) == [State.PAID, State.PAID]
    assert paid_by(bank) == ONCE_EACH
    assert [list(call.payouts.all()) for call in batch.calls.order_by("pk")] == [[both[0]], [both[1]]]


def test_a_call_of_which_all_is_settled_is_not_sent_again(bank: Server, both: list[Payout]) -> None:
    make.payout_run(now=NOW)
    bank.bank.faults.set("error_500")

    sending.carry(PayoutCall.objects.get(), rail=DemoBank(url=bank.url, key=bank.key, secret=""), now=LATER)

    assert [fault.times for fault in bank.bank.faults.all()] == [1]


# -- news out of order, and against the books


def deliver(bank: Server, *numbers: int) -> None:
    for number in numbers:
        tell(bank, number)


@pytest.fixture
def returned(bank: Server, both: list[Payout]) -> Payout:
    """One that the bank paid and had sent back before the market heard anything; the bank tells both, in this order."""
    bank.bank.faults.set("return_payout")
    bank.bank.faults.set("timeout_after_success")
    make.payout_run(now=NOW)
    assert states(*both) == [State.SENT, State.SENT]
    return both[0]


def test_that_it_came_back_may_be_heard_after_that_it_was_paid(bank: Server, returned: Payout) -> None:
    deliver(bank, 0, 1, 0, 1)

    assert states(returned) == [State.REVERSED]
    assert earned(returned) == usd("10")
    assert contradictions.waiting().count() == 0


def test_that_it_came_back_may_be_heard_before_that_it_was_paid(bank: Server, returned: Payout) -> None:
    deliver(bank, 1, 0, 1, 0)
    batches.chase(now=LATER)

    assert states(returned) == [State.RETURNED]
    assert earned(returned) == usd("10")
    assert contradictions.waiting().count() == 0


def test_paid_after_we_returned_it_moves_nothing_and_waits_for_the_staff(
    bank: Server, both: list[Payout], sam: User
) -> None:
    bank.bank.faults.set("refuse_item")
    make.payout_run(now=NOW)
    with bank.bank.state.transaction() as db:
        db.execute("update payout set state = 'paid' where key = ?", (both[0].public_id,))
        row = db.execute("select * from payout where key = ?", (both[0].public_id,)).fetchone()
        bank.bank._tell("payout", row)

    tell(bank, -1)

    noted = contradictions.waiting().get()
    assert states(*both) == [State.RETURNED, State.PAID]
    assert earned(both[0]) == usd("10")
    assert noted.outcome.endswith("paid $6.00. The books say: $6.00, Failed, money returned.")


def test_failed_after_it_was_paid_moves_nothing_and_waits_for_the_staff(bank: Server, both: list[Payout]) -> None:
    make.payout_run(now=NOW)
    with bank.bank.state.transaction() as db:
        db.execute("update payout set state = 'failed' where key = ?", (both[0].public_id,))
        row = db.execute("select * from payout where key = ?", (both[0].public_id,)).fetchone()
        bank.bank._tell("payout", row)

    tell(bank, -1)

    assert states(*both) == [State.PAID, State.PAID]
    assert contradictions.waiting().get().payload["fate"] == "failed"


# -- a rail that is down


def test_a_silent_rail_is_asked_a_few_times_and_left_in_peace(
    bank: Server, ann: User, both: list[Payout], cleo: User, sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DemoBank, "facts", replace(DemoBank.facts, items_per_call=1))
    for number, person in enumerate((cleo, sam, ann)):
        asked(person, f"1111222{number}", by=ann)
    gone()
    bank.bank.faults.set("error_500", times=10)

    batches.chase(now=LATER)

    assert [fault.times for fault in bank.bank.faults.all()] == [10 - sending.PATIENCE]


# -- two at once


@pytest.fixture
def committed(committed_db: None, bank: Server) -> list[Payout]:
    """The same two payouts, for threads to see."""
    employer = make.person("payer")
    make.deposit(employer, "50")
    people = [make.person("one"), make.person("two")]
    return [asked(person, where, by=employer) for person, where in zip(people, ("12345678", "87654321"), strict=True)]


@pytest.mark.race
def test_a_call_another_process_has_in_hand_is_left_alone(bank: Server, committed: list[Payout]) -> None:
    call = gone().calls.get()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with sending._in_hand(call) as mine:
            assert mine
            held.set()
            done.wait(10)

    def chase() -> list[tuple[str, int]]:
        held.wait(10)
        batches.chase(now=LATER)
        done.set()
        return paid_by(bank)

    _, paid_meanwhile = at_once(hold, chase)
    batches.chase(now=LATER)

    assert (paid_meanwhile, paid_by(bank)) == ([], ONCE_EACH)


@pytest.mark.race
@pytest.mark.parametrize("fault", ["refuse_batch", "timeout_after_success", "lost_request", "slow"])
def test_many_chases_at_once_pay_each_once(bank: Server, committed: list[Payout], fault: str) -> None:
    gone()
    bank.bank.faults.set(fault, seconds=0.2)

    at_once(*[lambda: batches.chase(now=LATER)] * 4)
    batches.chase(now=LATER)

    assert states(*committed) == [State.PAID, State.PAID]
    assert paid_by(bank) == ONCE_EACH
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


@pytest.mark.race
def test_a_webhook_between_the_call_and_its_answer_settles_once(bank: Server, committed: list[Payout]) -> None:
    bank.bank.faults.set("timeout_after_success", seconds=0.5)

    def hear() -> None:
        wait_for(lambda: len(bank.bank.events.all()) == 2)
        deliver(bank, 1, 0)

    at_once(lambda: make.payout_run(now=NOW), hear)
    batches.chase(now=LATER)

    assert states(*committed) == [State.PAID, State.PAID]
    assert paid_by(bank) == ONCE_EACH


def wait_for(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not seen() and time.monotonic() < until:
        time.sleep(0.01)
