"""The contract every rail keeps, asked of each through the wallet's own verbs and books; docs/rails/README.md has it in
words. The world behind a rail is its ``Outside`` (wallet/tests/outside)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import make
from wallet import batches, deposits, ledger, methods, payouts, rails, refunds, sending
from wallet.models import AccountKind, Deposit, Payout, PayoutCall, RailEvent, Transfer, TransferKind
from wallet.rails.interface import BadDestination, Call, Fate, Item, Refunds

from .conftest import NOW, earn
from .outside import OUTSIDES, Outside, Webhook, deliver

LATER = NOW + timedelta(minutes=5)
BACK = "http://market.test/back"
State = Payout.State


def test_every_rail_is_under_the_contract() -> None:
    assert sorted(OUTSIDES) == sorted(rails.FACTS)


# One process has all of a rail's tests: the world behind it may be slow to make.
@pytest.fixture(params=[pytest.param(code, marks=pytest.mark.xdist_group(code)) for code in sorted(rails.FACTS)])
def outside(request: pytest.FixtureRequest, settings: Settings) -> Outside:
    """The world behind each rail in turn; payouts go without waiting for the staff."""
    if request.param not in OUTSIDES:
        pytest.fail(f"{request.param} has no world behind it in wallet/tests/outside")
    many = usd("100000")
    settings.RULES = replace(
        settings.RULES, payout_look_minutes=0, four_eyes_payout=many, four_eyes_batch=many, four_eyes_deposit=many
    )
    return OUTSIDES[request.param](request)


def needs(outside: Outside, *powers: str) -> None:
    """Skip where this world never does that."""
    for power in powers:
        if power in outside.cannot:
            pytest.skip(f"{outside.code}: {outside.cannot[power]}")


def needs_payouts(outside: Outside) -> None:
    if not rails.facts(outside.code).sends_payouts:
        pytest.skip(f"{outside.code} only takes deposits")


def needs_deposits(outside: Outside) -> None:
    if not rails.facts(outside.code).takes_deposits:
        pytest.skip(f"{outside.code} only sends payouts")


@dataclass
class People:
    one: User
    two: User


@pytest.fixture
def people(outside: Outside, ann: User) -> People:
    """Two who earned $60 each and said where payouts go, in a country the rail reaches."""
    needs_payouts(outside)
    facts = rails.facts(outside.code)
    country = next(iter(sorted(facts.countries)), "BD")
    both = [make.person(name, country=country) for name in ("one", "two")]
    make.deposit(ann, "100")
    for person, where in zip(both, outside.destinations, strict=True):
        earn(person, "60", by=ann)
        methods.choose(person, rail=outside.code, destination=where, by=person, now=NOW)
    return People(*both)


def start(outside: Outside, person: User, dollars: str = "20") -> Deposit:
    needs_deposits(outside)
    return deposits.start(person, amount=usd(dollars), rail=outside.code, now=NOW)


def spendable(person: User) -> Money:
    return ledger.balance_of(ledger.spendable(person.pk))


def earned(person: User) -> Money:
    return ledger.balance_of(ledger.earned(person.pk))


def ask(outside: Outside, person: User, dollars: str = "40") -> Payout:
    return payouts.request(person, amount=usd(dollars), rail=outside.code, now=NOW)


def net(payout: Payout) -> Money:
    return payout.amount - payout.fee


def bring_home(outside: Outside) -> None:
    """Whatever left arrives, and the market hears of it."""
    outside.learn_payouts(now=LATER)
    outside.finish()
    outside.learn_payouts(now=LATER)


def state_of(row: Deposit | Payout) -> str:
    return str(make.fresh(row).state)


# -- what a rail is


def test_a_rail_is_known_by_its_code_and_has_an_account_of_its_own(outside: Outside) -> None:
    others = [rails.account_number(code) for code in rails.FACTS if code != outside.code]

    rail = rails.offered()[outside.code]

    assert rail.facts == rails.facts(outside.code)
    assert rails.account_number(outside.code) not in others


def test_a_rail_says_what_it_costs_and_how_fast_it_is(outside: Outside) -> None:
    facts = rails.facts(outside.code)

    words = [facts.label, facts.deposit_fee, facts.deposit_speed, facts.payout_fee, facts.payout_speed]
    assert all(map(str, words))
    assert facts.minimum_payout > facts.fee(facts.minimum_payout) >= 0
    assert facts.minimum_payout == facts.minimum_payout.floor_to_cents()
    assert facts.items_per_call > 0


def test_a_rail_without_credentials_is_not_offered_and_its_past_can_be_read(outside: Outside) -> None:
    outside.withdraw()

    assert rails.find(outside.code) is None
    assert rails.facts(outside.code).label


def test_what_a_world_never_does_is_named_with_its_reason(outside: Outside) -> None:
    assert {power for power in outside.cannot if not hasattr(Outside, power)} <= Outside.POWERS
    assert all(reason.endswith(".") for reason in outside.cannot.values())


# -- destinations


def test_a_destination_once_checked_stays_the_same(outside: Outside) -> None:
    needs_payouts(outside)
    rail = rails.offered()[outside.code]

    for written in outside.destinations:
        once = rail.check_destination(written)
        assert rail.check_destination(once) == once
        assert len(once) <= 120


def test_a_bad_destination_is_refused_in_words(outside: Outside) -> None:
    needs_payouts(outside)
    rail = rails.offered()[outside.code]

    for written in outside.bad_destinations:
        with pytest.raises(BadDestination) as refusal:
            rail.check_destination(written)
        assert refusal.value.words.endswith("."), written


# -- money in


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


# -- money out


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
    rail, call = rails.offered()[outside.code], sending.read(PayoutCall.objects.get())

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


# -- refunds


@pytest.fixture
def arrived(outside: Outside, ben: User) -> Deposit:
    """A deposit of $20 that has arrived, on a rail that can give it back."""
    needs_deposits(outside)
    if rails.facts(outside.code).refunds == Refunds.NEVER:
        pytest.skip(f"{outside.code} gives nothing back")
    deposit = start(outside, ben)
    outside.pay(deposit)
    outside.learn_deposit(deposit, now=LATER)
    settled: Deposit = make.fresh(deposit)
    return settled


def refund(outside: Outside, deposit: Deposit) -> Payout:
    """Ask for $15 of it back."""
    to_source = rails.facts(outside.code).refunds == Refunds.TO_SOURCE
    where = "" if to_source else outside.destinations[0]
    return refunds.request(deposit, amount=usd("15"), destination=where, by=deposit.person, now=NOW)


def back(outside: Outside, asked: Payout) -> list[Money]:
    """What has reached whoever paid the deposit."""
    return outside.received(asked) if asked.destination else outside.given_back(make.fresh(asked.deposit))


def test_a_refund_goes_back_once_and_the_rest_stays(outside: Outside, arrived: Deposit) -> None:
    before = outside_balance(outside)
    asked = refund(outside, arrived)
    make.payout_run(now=NOW)
    rail, call = rails.offered()[outside.code], sending.read(PayoutCall.objects.get())

    rail.send(call)
    bring_home(outside)

    assert (state_of(asked), back(outside, asked)) == (State.PAID, [usd("15")])
    assert spendable(arrived.person) == usd("5")
    assert outside_balance(outside) - before == usd("15") + costs()


def test_a_refund_whose_answer_was_lost_is_looked_up_and_never_sent_again(outside: Outside, arrived: Deposit) -> None:
    needs(outside, "lose_answer")
    asked = refund(outside, arrived)
    outside.lose_answer()
    make.payout_run(now=NOW)
    before = state_of(asked)

    bring_home(outside)

    assert (before, state_of(asked), back(outside, asked)) == (State.SENT, State.PAID, [usd("15")])


def test_a_refund_lost_on_the_way_goes_again(outside: Outside, arrived: Deposit) -> None:
    needs(outside, "lose_request")
    asked = refund(outside, arrived)
    outside.lose_request()
    make.payout_run(now=NOW)
    before = back(outside, asked)

    bring_home(outside)

    assert (before, state_of(asked), back(outside, asked)) == ([], State.PAID, [usd("15")])


# -- what the rail holds


def test_what_a_rail_says_it_holds_is_less_by_what_left(outside: Outside, people: People) -> None:
    rail = rails.offered()[outside.code]
    before = rail.funds()
    if before is None:
        pytest.skip(f"{outside.code}: the rail cannot say what it holds")
    payout = ask(outside, people.one)

    make.payout_run(now=NOW)
    bring_home(outside)

    assert rail.funds() == before - net(payout) - costs()


def outside_balance(outside: Outside) -> Money:
    return ledger.balance_of(ledger.external(rails.account_number(outside.code)))


def costs() -> Money:
    return -ledger.balance_of(ledger.Pot(AccountKind.RAIL_COSTS))
