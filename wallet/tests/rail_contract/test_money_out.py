"""Payouts of each rail: paid once or returned, whatever is lost, late, refused or sent back."""

from __future__ import annotations

from dataclasses import replace

from picomarket.lib.money import usd
from tests import make
from wallet import batches, ledger, rails
from wallet.models import Payout
from wallet.rails.interface import Call, Fate, Item
from wallet.tests.conftest import NOW
from wallet.tests.outside import Outside, deliver

from .asking import LATER, People, as_it_was_sent, ask, bring_home, costs, earned, needs, net, outside_balance, state_of

State = Payout.State


def test_payouts_arrive_once_and_the_ledger_says_what_arrived(outside: Outside, people: People) -> None:
    before = outside_balance(outside)
    both = [ask(outside, people.one, "40"), ask(outside, people.two, "30")]

    make.payout_run(now=NOW)
    bring_home(outside)

    assert [state_of(payout) for payout in both] == [State.PAID, State.PAID]
    assert [outside.received(payout) for payout in both] == [[net(payout)] for payout in both]
    assert outside_balance(outside) - before == sum(map(net, both)) + costs()
    assert (earned(people.one), earned(people.two)) == (usd("20"), usd("30"))
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_the_same_call_sent_again_pays_nobody_twice(outside: Outside, people: People) -> None:
    both = [ask(outside, people.one), ask(outside, people.two)]
    make.payout_run(now=NOW)
    rail, call = rails.offered()[outside.code], as_it_was_sent()

    for _ in range(2):
        rail.send(call)
    bring_home(outside)

    assert [outside.received(payout) for payout in both] == [[net(payout)] for payout in both]


def test_a_key_never_sent_is_neither_paid_nor_failed(outside: Outside, people: People) -> None:
    rail = rails.offered()[outside.code]
    item = Item(key="never", amount=usd("20"), destination=rail.check_destination(outside.destinations[0]))
    call = Call(key="never", items=(item,))
    call = replace(call, prepared=rail.prepare(call))

    assert {outcome.fate for outcome in rail.look_up(call)} <= {Fate.UNSEEN}


def test_a_run_that_stopped_before_its_call_is_finished_by_asking(outside: Outside, people: People) -> None:
    payout = ask(outside, people.one)
    (batch,) = batches.gather(now=NOW)
    batches._mark_sent(batch, NOW)

    bring_home(outside)

    assert (state_of(payout), outside.received(payout)) == (State.PAID, [net(payout)])


def test_a_call_lost_on_the_way_leaves_the_money_in_flight_and_goes_again(outside: Outside, people: People) -> None:
    needs(outside, "lose_request")
    payout = ask(outside, people.one)
    outside.lose_request()
    make.payout_run(now=NOW)
    outside.finish()
    before = (state_of(payout), outside.received(payout), ledger.balance_of(ledger.IN_FLIGHT))

    bring_home(outside)

    assert before == (State.SENT, [], payout.amount)
    assert (state_of(payout), outside.received(payout)) == (State.PAID, [net(payout)])


def test_a_call_whose_answer_was_lost_is_looked_up_and_never_paid_again(outside: Outside, people: People) -> None:
    needs(outside, "lose_answer")
    payout = ask(outside, people.one)
    outside.lose_answer()
    make.payout_run(now=NOW)
    before = (state_of(payout), ledger.balance_of(ledger.IN_FLIGHT))

    bring_home(outside)

    assert before == (State.SENT, payout.amount)
    assert (state_of(payout), outside.received(payout)) == (State.PAID, [net(payout)])


def test_one_refused_among_others_goes_back_and_the_others_are_paid(outside: Outside, people: People) -> None:
    needs(outside, "refuse")
    bad, good = ask(outside, people.one), ask(outside, people.two)
    outside.refuse(bad)

    make.payout_run(now=NOW)
    bring_home(outside)

    assert (state_of(bad), state_of(good)) == (State.RETURNED, State.PAID)
    assert (outside.received(bad), outside.received(good)) == ([], [net(good)])
    assert make.fresh(bad).failure
    assert earned(people.one) == usd("60")


def test_a_payout_that_takes_its_time_stays_sent_until_it_is_done(outside: Outside, people: People) -> None:
    needs(outside, "delay")
    payout = ask(outside, people.one)
    outside.delay(payout)
    make.payout_run(now=NOW)
    outside.learn_payouts(now=LATER)
    before = state_of(payout)

    outside.finish()
    outside.learn_payouts(now=LATER)

    assert (before, state_of(payout)) == (State.SENT, State.PAID)
    assert outside.received(payout) == [net(payout)]


def test_payouts_told_by_webhook_in_any_order_settle_once(outside: Outside, people: People) -> None:
    needs(outside, "webhooks", "payout_webhooks", "lose_answer")
    both = [ask(outside, people.one), ask(outside, people.two)]
    outside.lose_answer()
    make.payout_run(now=NOW)
    outside.finish()
    told = outside.webhooks(at=LATER)

    for webhook in [*reversed(told), *told]:
        deliver(outside.code, webhook, now=LATER)

    assert [state_of(payout) for payout in both] == [State.PAID, State.PAID]
    assert ledger.balance_of(ledger.IN_FLIGHT) == 0


def test_a_payout_that_came_back_is_in_the_pocket_again_once(outside: Outside, people: People) -> None:
    needs(outside, "reverse_payout")
    before = outside_balance(outside)
    payout = ask(outside, people.one)
    make.payout_run(now=NOW)
    bring_home(outside)
    outside.reverse_payout(payout)

    for _ in range(2):
        outside.tell(now=LATER)

    assert state_of(payout) == State.REVERSED
    assert earned(people.one) == usd("60") - payout.fee
    assert outside_balance(outside) - before == costs()
