"""Money in: once, whatever the rail says, forgets or repeats."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from tests import make
from wallet import deposits, ledger, rails, ways
from wallet.demobank.server import Server
from wallet.models import AccountKind, Deposit, RailEvent
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, pay, tell


def start(person: User, dollars: str = "20", rail: str = "demo_bank") -> Deposit:
    return deposits.start(person, amount=usd(dollars), rail=rail, now=NOW)


def test_starting_a_deposit_moves_nothing_and_says_where_to_pay(bank: Server, ben: User) -> None:
    deposit = start(ben)

    assert deposit.state == Deposit.State.STARTED
    assert deposit.pay_url.startswith(bank.url)
    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0


def test_a_paid_deposit_is_the_persons_to_spend(bank: Server, ben: User) -> None:
    deposit = start(ben)
    pay(deposit)

    tell(bank, -1)

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")
    outside = ledger.Pot(AccountKind.EXTERNAL, rails.account_number("demo_bank"))
    assert ledger.balance_of(outside) == -usd("20")
    assert [notice.subject for notice in Notice.objects.filter(person=ben)] == ["Your deposit arrived"]


@pytest.mark.parametrize("dollars", ["4.99", "10000.01", "0", "5.001"])
def test_an_amount_outside_the_limits_is_refused(bank: Server, ben: User, dollars: str) -> None:
    with pytest.raises(deposits.DepositRefused):
        start(ben, dollars)

    assert Deposit.objects.count() == 0


@pytest.mark.parametrize("dollars", ["5", "10000"])
def test_the_limits_themselves_are_taken(bank: Server, ben: User, dollars: str) -> None:
    assert start(ben, dollars).state == Deposit.State.STARTED


def test_a_rail_that_is_not_offered_is_refused(ben: User) -> None:
    with pytest.raises(deposits.DepositRefused):
        start(ben, rail="carrier_pigeon")


def test_asking_the_rail_takes_in_what_a_lost_webhook_did_not_tell(bank: Server, ben: User) -> None:
    deposit = start(ben)
    pay(deposit)

    answered = deposits.ask(deposit, now=NOW)

    assert answered
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


@pytest.mark.parametrize("fault", ["error_500", "lost_request", "timeout_after_success"])
def test_a_deposit_the_silent_rail_did_not_open_is_opened_when_asked_again(bank: Server, ben: User, fault: str) -> None:
    bank.bank.faults.set(fault)
    deposit = start(ben)
    before = deposit.pay_url

    deposits.ask(deposit, now=NOW)

    assert (before, make.fresh(deposit).pay_url.startswith(bank.url)) == ("", True)
    assert len(bank.bank.checkouts()) == 1


def test_opening_a_deposit_late_forgets_nothing_its_rail_has_said_since(bank: Server, ben: User) -> None:
    bank.bank.faults.set("lost_request")
    stale = start(ben)
    said = Outcome(key=stale.public_id, fate=Fate.WAITING, terms={"coin": "80"})
    deposits.settle(said, rail="demo_bank", now=NOW)

    deposits.ask(stale, now=NOW)

    assert make.fresh(stale).terms == {"coin": "80"}
    assert make.fresh(stale).pay_url == stale.pay_url != ""


def test_an_invitation_stands_when_the_rail_gives_it_again(bank: Server, ben: User) -> None:
    stale = start(ben)
    Deposit.objects.filter(pk=stale.pk).update(terms={"rate": "80"}, instructions="Pay at this rate.")

    deposits._invite(stale)

    assert (stale.terms, stale.instructions) == ({"rate": "80"}, "Pay at this rate.")


def test_asking_a_silent_rail_changes_nothing(bank: Server, ben: User) -> None:
    deposit = start(ben)
    bank.bank.faults.set("error_500")

    assert not deposits.ask(deposit, now=NOW)

    assert make.fresh(deposit).state == Deposit.State.STARTED


def test_a_deposit_its_person_called_off_is_cancelled_and_moves_nothing(bank: Server, ben: User) -> None:
    deposit = start(ben)
    pay(deposit, "cancel")

    tell(bank, -1)

    assert make.fresh(deposit).state == Deposit.State.CANCELLED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == 0


def test_the_chase_settles_what_was_paid_and_leaves_what_was_not(bank: Server, ben: User) -> None:
    paid, unpaid = start(ben, "20"), start(ben, "7")
    pay(paid)

    asked = deposits.chase(now=NOW)

    assert asked == 2
    assert make.fresh(paid).state == Deposit.State.SETTLED
    assert make.fresh(unpaid).state == Deposit.State.STARTED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_a_slow_deposit_arrives_by_the_chase(bank: Server, ben: User) -> None:
    deposit = start(ben)
    pay(deposit, "pay_later")
    deposits.chase(now=NOW)
    before = make.fresh(deposit).state

    bank.bank.fall_due(time.time() + 60)
    deposits.chase(now=NOW + timedelta(minutes=1))

    assert (before, make.fresh(deposit).state) == (Deposit.State.STARTED, Deposit.State.SETTLED)


def test_a_deposit_that_never_arrives_is_closed_after_its_time(bank: Server, ben: User, settings: Settings) -> None:
    deposit = start(ben)

    deposits.chase(now=NOW + timedelta(hours=settings.RULES.deposit_hours))

    assert make.fresh(deposit).state == Deposit.State.EXPIRED


def test_a_deposit_by_hand_waits_longer_and_its_person_is_told(ben: User, settings: Settings) -> None:
    deposit = deposits.start(ben, amount=usd("7"), rail="manual", now=NOW)
    days = timedelta(days=settings.RULES.deposit_days_by_hand)
    deposits.chase(now=NOW + days - timedelta(minutes=1))
    before = make.fresh(deposit).state

    deposits.chase(now=NOW + days)

    assert (before, make.fresh(deposit).state) == (Deposit.State.STARTED, Deposit.State.EXPIRED)
    assert [(one.subject, one.by_mail) for one in ben.notices.all()] == [("Your deposit of $7.00 never arrived", True)]


def test_a_rail_by_hand_without_words_where_to_pay_takes_no_deposits(ben: User, settings: Settings) -> None:
    settings.MANUAL_INSTRUCTIONS = {**settings.MANUAL_INSTRUCTIONS, "bank": " "}

    with pytest.raises(deposits.DepositRefused, match="Choose how you want to pay"):
        deposits.start(ben, amount=usd("7"), rail="manual", now=NOW)

    assert [facts.code for facts in ways.into()] == []
    assert [way.facts.code for way in ways.out(usd("7"), country="BD", now=NOW)] == ["manual"]


def test_a_stale_deposit_is_not_closed_while_its_rail_is_silent(bank: Server, ben: User) -> None:
    deposit = start(ben)
    bank.bank.faults.set("error_500")

    deposits.chase(now=NOW + timedelta(days=30))

    assert make.fresh(deposit).state == Deposit.State.STARTED


def test_the_chase_leaves_a_silent_rail_in_peace_and_goes_on_with_the_others(bank: Server, ben: User) -> None:
    for _number in range(5):
        start(ben)
    by_hand = start(ben, rail="manual")
    bank.bank.faults.set("error_500", times=5)

    deposits.chase(now=NOW + timedelta(days=30))

    assert [fault.times for fault in bank.bank.faults.all()] == [5 - deposits.PATIENCE]
    assert make.fresh(by_hand).state == Deposit.State.EXPIRED


def test_money_that_arrives_after_the_deposit_was_closed_is_taken_in(bank: Server, ben: User) -> None:
    deposit = start(ben)
    deposits.chase(now=NOW + timedelta(days=30))
    pay(deposit)

    tell(bank, -1)

    assert make.fresh(deposit).state == Deposit.State.SETTLED
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_what_arrived_counts_not_what_was_announced(bank: Server, ben: User) -> None:
    deposit = start(ben)
    short = Outcome(key=deposit.public_id, fate=Fate.PAID, amount=usd("19.50"))

    deposits.settle(short, rail="demo_bank", now=NOW)

    assert make.fresh(deposit).amount == usd("19.50")
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("19.50")


def test_nothing_that_arrived_is_not_taken_for_what_was_announced(bank: Server, ben: User) -> None:
    deposit = start(ben)
    nothing = Outcome(key=deposit.public_id, fate=Fate.PAID, amount=usd("0"))

    with pytest.raises(IntegrityError), transaction.atomic():
        deposits.settle(nothing, rail="demo_bank", now=NOW)

    assert make.fresh(deposit).state == Deposit.State.STARTED


def test_a_deposit_of_one_rail_is_not_settled_by_another(bank: Server, ben: User) -> None:
    deposit = start(ben, rail="manual")

    with pytest.raises(deposits.DepositUnknown):
        deposits.settle(Outcome(key=deposit.public_id, fate=Fate.PAID), rail="demo_bank", now=NOW)


def test_staff_marks_a_deposit_by_hand_received_once(ben: User, sam: User) -> None:
    deposit = start(ben, rail="manual")

    for _ in range(2):
        deposits.mark_received(deposit, by=sam, now=NOW)

    assert RailEvent.objects.get().payload == {"by": sam.pk}
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")


def test_staff_cannot_mark_a_deposit_received_that_its_rail_tells_of(bank: Server, ben: User, sam: User) -> None:
    with pytest.raises(deposits.DepositRefused):
        deposits.mark_received(start(ben), by=sam, now=NOW)


def test_staff_marks_what_really_arrived(ben: User, sam: User) -> None:
    deposit = start(ben, rail="manual")

    for dollars in ("19.50", "20"):
        deposits.mark_received(deposit, by=sam, amount=usd(dollars), now=NOW)

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("20")
    assert RailEvent.objects.count() == 2


def test_nobody_marks_their_own_deposit(sam: User) -> None:
    with pytest.raises(deposits.DepositRefused, match="your own"):
        deposits.mark_received(start(sam, rail="manual"), by=sam, now=NOW)


def test_a_large_deposit_by_hand_is_taken_in_when_two_have_seen_it(ben: User, sam: User) -> None:
    deposit, tess = start(ben, "100.01", rail="manual"), make.person("tess", staff=True)

    first = deposits.mark_received(deposit, by=sam, now=NOW)
    with pytest.raises(deposits.DepositRefused, match="Somebody else must see it too"):
        deposits.mark_received(deposit, by=sam, now=NOW)
    second = deposits.mark_received(deposit, by=tess, now=NOW)

    assert (first.state, first.seen_by, second.state) == (Deposit.State.STARTED, sam, Deposit.State.SETTLED)
    assert RailEvent.objects.get().payload == {"by": tess.pk, "seen_by": sam.pk}


def test_a_hundred_dollars_need_one_pair_of_eyes(ben: User, sam: User) -> None:
    assert deposits.mark_received(start(ben, "100", rail="manual"), by=sam, now=NOW).state == Deposit.State.SETTLED


def test_two_who_saw_different_sums_are_told_so(ben: User, sam: User) -> None:
    deposit, tess = start(ben, "500", rail="manual"), make.person("tess", staff=True)
    deposits.mark_received(deposit, by=sam, amount=usd("490"), now=NOW)

    with pytest.raises(deposits.DepositRefused, match=r"Sam saw \$490.00"):
        deposits.mark_received(deposit, by=tess, now=NOW)
    # Sam looks again.
    deposits.mark_received(deposit, by=sam, amount=usd("500"), now=NOW)
    deposits.mark_received(deposit, by=tess, now=NOW)

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("500")


def test_who_saw_too_much_looks_again_and_nothing_waits_any_more(ben: User, sam: User) -> None:
    deposit, tess = start(ben, "100", rail="manual"), make.person("tess", staff=True)
    deposits.mark_received(deposit, by=sam, amount=usd("1000000"), now=NOW)
    with pytest.raises(deposits.DepositRefused, match=r"Sam saw \$1,000,000.00"):
        deposits.mark_received(deposit, by=tess, amount=usd("60"), now=NOW)

    seen = deposits.mark_received(deposit, by=sam, amount=usd("60"), now=NOW)

    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("60")
    assert not deposits.waits_for_second(make.fresh(seen))
    deposits.mark_received(deposit, by=tess, amount=usd("1000000"), now=NOW)
    assert ledger.balance_of(ledger.spendable(ben.pk)) == usd("60")


def test_what_came_later_is_seen_by_two_again(ben: User, sam: User) -> None:
    deposit, tess = start(ben, "500", rail="manual"), make.person("tess", staff=True)
    for by in (sam, tess):
        deposits.mark_received(deposit, by=by, amount=usd("490"), now=NOW)

    after = []
    for by in (tess, sam):
        deposits.mark_received(deposit, by=by, amount=usd("500"), now=NOW)
        after.append(ledger.balance_of(ledger.spendable(ben.pk)))

    assert after == [usd("490"), usd("500")]


def test_a_deposit_by_hand_says_what_to_send_and_with_which_reference(ben: User) -> None:
    deposit = start(ben, rail="manual")

    assert deposit.instructions.startswith(f"Send $20.00 with the reference {deposit.public_id}.")
