"""What arrives short, late, in parts, or is taken back: every cent is in the ledger, and everybody is told."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import CENT, usd
from tests import make
from wallet import batches, debts, deposits, escrow, ledger, methods, payouts, rails, refunds, settling
from wallet.demobank.bank import SLOW_ACCOUNT
from wallet.demobank.server import Server
from wallet.models import AccountKind, Deposit, Payout, Transfer, TransferKind
from wallet.rails.interface import Fate, Outcome

from .conftest import NOW, earn, pay, tell

_refs = itertools.count(3_000_000)


def start(person: User, dollars: str = "20") -> Deposit:
    return deposits.start(person, amount=usd(dollars), rail="manual", now=NOW)


def hear(deposit: Deposit, fate: Fate, dollars: str = "") -> Deposit:
    """The rail says so."""
    amount = usd(dollars) if dollars else None
    outcome = Outcome(key=deposit.public_id, fate=fate, amount=amount, reason="So said the bank.")
    return deposits.settle(outcome, rail=deposit.rail, now=NOW)


def arrived(person: User, dollars: str = "20") -> Deposit:
    return hear(start(person, dollars), Fate.PAID)


def spend(person: User, dollars: str) -> None:
    """Somebody was paid out of a task of theirs."""
    earn(make.teller("tilda"), dollars, by=person)


def spendable(person: User) -> str:
    return ledger.balance_of(ledger.spendable(person.pk)).plain()


def outside() -> str:
    return ledger.balance_of(ledger.Pot(AccountKind.EXTERNAL, rails.account_number("manual"))).plain()


def losses() -> str:
    return ledger.balance_of(ledger.LOSSES).plain()


def told(person: User) -> list[str]:
    return [notice.subject for notice in Notice.objects.filter(person=person).order_by("pk")]


def legs(deposit: Deposit, kind: TransferKind) -> list[tuple[int, str]]:
    rows = Transfer.objects.filter(kind=kind, ref=deposit.pk).order_by("leg")
    return [(row.leg, row.amount.plain()) for row in rows]


# -- short, late, in parts


def test_what_arrives_short_is_taken_in_and_said_so(ben: User) -> None:
    deposit = hear(start(ben), Fate.PAID, "19.50")

    assert (deposit.state, deposit.asked, deposit.amount) == (Deposit.State.SETTLED, usd("20"), usd("19.50"))
    assert (spendable(ben), told(ben)) == ("19.50", ["Part of your deposit arrived"])


def test_what_arrives_later_is_added(ben: User) -> None:
    deposit = start(ben)
    for so_far in ("19.50", "19.50", "20", "19.50", "25"):
        hear(deposit, Fate.PAID, so_far)

    assert legs(deposit, TransferKind.DEPOSIT) == [(1, "19.50"), (2, "0.50"), (3, "5.00")]
    assert (make.fresh(deposit).amount, spendable(ben)) == (usd("25"), "25.00")
    assert told(ben) == ["Part of your deposit arrived", *["More of your deposit arrived"] * 2]


def test_more_than_was_asked_for_is_all_taken_in(ben: User) -> None:
    hear(start(ben), Fate.PAID, "21")

    assert Notice.objects.get(person=ben).body == (
        "$21.00 came, more than the $20.00 you meant to send. All of it is in your wallet."
    )


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.CANCELLED])
def test_what_arrives_after_all_is_taken_in_and_told(ben: User, fate: Fate) -> None:
    deposit = hear(start(ben), fate)

    hear(deposit, Fate.PAID)
    hear(deposit, fate)

    assert (make.fresh(deposit).state, spendable(ben)) == (Deposit.State.SETTLED, "20.00")
    assert told(ben) == ["Your deposit arrived after all"]


def test_webhook_and_look_up_together_move_it_once(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit)

    deposits.ask(deposit, now=NOW)
    tell(bank, -1)
    deposits.chase(now=NOW)

    assert legs(deposit, TransferKind.DEPOSIT) == [(1, "20.00")]
    assert told(ben) == ["Your deposit arrived"]


# -- taken back


def test_what_was_not_spent_goes_back_out_of_spendable(ben: User, sam: User) -> None:
    deposit = hear(arrived(ben), Fate.REVERSED)

    assert (deposit.state, deposit.shortfall) == (Deposit.State.REVERSED, usd("0"))
    assert (spendable(ben), outside(), losses()) == ("0.00", "0.00", "0.00")
    assert (told(ben)[-1], told(sam)) == (
        "$20.00 of your deposit was taken back",
        ["A deposit was taken back: $20.00"],
    )


def test_what_was_spent_is_the_houses_loss_and_owed(ben: User) -> None:
    deposit = arrived(ben)
    spend(ben, "15")

    hear(deposit, Fate.REVERSED)

    assert (make.fresh(deposit).shortfall, deposits.owes(ben)) == (usd("15"), usd("15"))
    assert (spendable(ben), outside(), losses()) == ("0.00", "0.00", "-15.00")
    assert legs(deposit, TransferKind.DEPOSIT_REVERSED) == [(1, "5.00"), (2, "15.00")]


def test_what_was_earned_is_not_touched(ann: User, ben: User) -> None:
    deposit = arrived(ben)
    earn(ben, "30", by=ann)
    spend(ben, "20")

    hear(deposit, Fate.REVERSED)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("30")
    assert deposits.owes(ben) == usd("20")


def test_it_is_taken_back_once_however_often_it_is_said(ben: User) -> None:
    deposit = arrived(ben)

    for fate in (Fate.REVERSED, Fate.PAID, Fate.REVERSED, Fate.FAILED):
        hear(deposit, fate)

    assert (make.fresh(deposit).state, spendable(ben)) == (Deposit.State.REVERSED, "0.00")
    assert len(told(ben)) == 2


def test_a_part_taken_back_and_then_more_of_it(ben: User) -> None:
    deposit = arrived(ben)
    spend(ben, "16")

    for so_far in ("3", "3", "12", "20"):
        hear(deposit, Fate.REVERSED, so_far)

    assert legs(deposit, TransferKind.DEPOSIT_REVERSED) == [(1, "3.00"), (2, "1.00"), (3, "8.00"), (5, "8.00")]
    assert (make.fresh(deposit).shortfall, spendable(ben)) == (usd("16"), "0.00")


def test_news_out_of_order_come_to_the_same(ben: User) -> None:
    deposit = hear(start(ben), Fate.REVERSED, "20")
    hear(deposit, Fate.PAID, "20")

    assert (make.fresh(deposit).state, spendable(ben), outside()) == (Deposit.State.REVERSED, "0.00", "0.00")


def test_what_is_taken_back_whole_before_its_second_half_is_heard_of_is_taken_back_whole(
    bank: Server, ben: User
) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit, "pay_half")
    tell(bank, 0)
    pay(deposit)
    bank.bank.charge_back(deposit.reference)

    for heard in (2, 1):
        tell(bank, heard)

    assert (deposits.taken_back(deposit), make.fresh(deposit).amount) == (usd("20"), usd("20"))
    assert (spendable(ben), deposits.owes(ben)) == ("0.00", usd("0"))


def test_nothing_taken_back_of_nothing_known_credits_nothing(ben: User) -> None:
    deposit = hear(start(ben), Fate.REVERSED, "0")

    assert (make.fresh(deposit).state, spendable(ben)) == (Deposit.State.STARTED, "0.00")


def test_what_had_gone_back_to_the_person_already_is_not_taken_again(ben: User) -> None:
    deposit = arrived(ben)
    refund = refunds.request(deposit, amount=usd("8"), destination="IBAN 4711, Ben", by=ben, now=NOW)
    make.payout_run(now=NOW)
    settling.settle([Outcome(key=refund.public_id, fate=Fate.PAID)], rail="manual", now=NOW)

    hear(deposit, Fate.REVERSED)

    assert (deposits.taken_back(deposit), deposits.owes(ben), spendable(ben)) == (usd("12"), usd("0"), "0.00")


def test_what_went_back_by_another_rail_is_taken_from_the_first_all_the_same(
    bank: Server, ben: User, settings: Settings
) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit)
    deposits.ask(deposit, now=NOW)
    settings.DEMO_BANK_URL, url = "", settings.DEMO_BANK_URL
    methods.choose(ben, rail="manual", destination="IBAN 4711, Ben", by=ben, now=NOW)
    refund = refunds.request(deposit, amount=usd("8"), rail="manual", by=ben, now=NOW)
    make.payout_run(now=NOW)
    settling.settle([Outcome(key=refund.public_id, fate=Fate.PAID)], rail="manual", now=NOW)
    settings.DEMO_BANK_URL = url

    hear(make.fresh(deposit), Fate.REVERSED)

    assert (deposits.taken_back(deposit), deposits.owes(ben)) == (usd("20"), usd("8"))


def test_a_refund_that_has_not_left_is_called_off(ben: User) -> None:
    deposit = arrived(ben)
    refund = refunds.request(deposit, amount=usd("8"), destination="IBAN 4711, Ben", by=ben, now=NOW)

    hear(deposit, Fate.REVERSED)

    assert make.fresh(refund).state == Payout.State.CANCELLED
    assert (spendable(ben), outside(), deposits.owes(ben)) == ("0.00", "0.00", usd("0"))


def test_who_owes_gets_no_other_deposit_back(ben: User) -> None:
    taken, other = arrived(ben), arrived(ben)
    spend(ben, "25")
    hear(taken, Fate.REVERSED)
    arrived(ben, "6")

    with pytest.raises(refunds.RefundRefused, match=r"You still owe \$5.00"):
        refunds.request(other, amount=usd("1"), destination="IBAN 4711, Ben", by=ben, now=NOW)


# -- recovered


def test_what_is_owed_is_taken_from_what_comes_later(ben: User, sam: User) -> None:
    deposit = arrived(ben)
    spend(ben, "15")
    hear(deposit, Fate.REVERSED)
    arrived(ben, "6")

    taken = [debts.recover(now=NOW) for _ in range(2)]

    assert (taken, deposits.owes(ben), losses(), spendable(ben)) == ([1, 0], usd("9"), "-9.00", "0.00")
    arrived(ben, "10")
    debts.recover(now=NOW)
    assert (deposits.owes(ben), losses(), spendable(ben)) == (usd("0"), "0.00", "1.00")
    assert legs(deposit, TransferKind.LOSS_RECOVERED) == [(1, "6.00"), (2, "9.00")]
    assert told(ben)[-1] == "$9.00 was taken for a deposit that was taken back"


def test_who_owes_nothing_is_left_alone(ann: User, ben: User) -> None:
    deposit = arrived(ben)
    hear(deposit, Fate.REVERSED)

    assert debts.recover(now=NOW) == 0
    assert spendable(ann) == "100.00"


def test_money_that_comes_back_from_a_task_pays_what_is_owed(ben: User) -> None:
    deposit = arrived(ben)
    task_id = next(_refs)
    escrow.open_task(task_id, employer_id=ben.pk, amount=usd("20"), now=NOW)
    hear(deposit, Fate.REVERSED)

    escrow.refund_task(task_id, employer_id=ben.pk, amount=usd("20"), now=NOW)
    debts.recover(now=NOW)

    assert (deposits.owes(ben), losses(), spendable(ben)) == (usd("0"), "0.00", "0.00")


# -- asked again and again


def asked_at(deposit: Deposit) -> timedelta | None:
    fresh: Deposit = make.fresh(deposit)
    return fresh.ask_at - NOW if fresh.ask_at else None


@pytest.mark.parametrize(
    ("age", "pause"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=10), timedelta(minutes=1)),
        (timedelta(hours=10), timedelta(hours=1)),
        (timedelta(hours=65), timedelta(hours=6)),
        # Not past the time at which it is closed.
        (timedelta(hours=71), timedelta(hours=1)),
    ],
)
def test_an_open_deposit_is_asked_about_later_and_later(
    bank: Server, ben: User, age: timedelta, pause: timedelta
) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)

    deposits.chase(now=NOW + age)

    assert asked_at(deposit) == age + pause


def test_a_closed_deposit_is_asked_about_for_a_month(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    deposits.chase(now=NOW + timedelta(hours=72))
    before = make.fresh(deposit).state, asked_at(deposit)

    deposits.chase(now=NOW + timedelta(days=20))
    twenty = asked_at(deposit)
    deposits.chase(now=NOW + timedelta(days=30))

    assert before == (Deposit.State.EXPIRED, timedelta(hours=72 + 7, minutes=12))
    assert (twenty, asked_at(deposit)) == (timedelta(days=21), None)


def test_money_that_came_late_without_a_word_is_found(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    deposits.chase(now=NOW + timedelta(hours=72))
    pay(deposit)

    deposits.chase(now=NOW + timedelta(days=5))

    assert (make.fresh(deposit).state, asked_at(deposit), spendable(ben)) == (Deposit.State.SETTLED, None, "20.00")
    assert told(ben) == ["Your deposit of $20.00 never arrived", "Your deposit arrived after all"]


def test_a_deposit_that_is_settled_is_asked_about_no_more_where_no_more_can_come(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    pay(deposit)
    tell(bank, -1)

    deposits.chase(now=NOW)

    assert (deposits.chase(now=NOW + timedelta(days=2)), asked_at(deposit)) == (0, None)


def test_a_silent_rails_deposits_wait_their_turn_too(bank: Server, ben: User) -> None:
    deposit = deposits.start(ben, amount=usd("20"), rail="demo_bank", now=NOW)
    bank.bank.faults.set("error_500")

    deposits.chase(now=NOW)

    assert asked_at(deposit) == timedelta(minutes=1)


@pytest.mark.parametrize("order", [(0, 1, 0, 1), (1, 0, 1, 0)], ids=["after", "before"])
def test_what_sending_cost_is_booked_once_also_of_what_came_back_before_it_was_heard_of_as_paid(
    bank: Server, ann: User, ben: User, order: tuple[int, ...]
) -> None:
    bank.bank.fee_cents = 3
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    payouts.request(ben, amount=usd("6"), rail="demo_bank", now=NOW)
    bank.bank.faults.set("return_payout")
    bank.bank.faults.set("timeout_after_success")
    make.payout_run(now=NOW)

    for number in order:
        tell(bank, number)

    assert ledger.balance_of(ledger.RAIL_COSTS) == -usd("0.03")
    assert ledger.balance_of(ledger.external(rails.account_number("demo_bank"))) == -bank.bank.balance() * CENT


@pytest.mark.parametrize("fault", ["wrong_amount", "refuse_batch"])
def test_what_the_bank_once_named_is_not_given_back_even_if_it_has_lost_its_memory(
    bank: Server, ann: User, ben: User, fault: str
) -> None:
    earn(ben, "10", by=ann)
    methods.choose(ben, rail="demo_bank", destination=SLOW_ACCOUNT, by=ben, now=NOW)
    asked = payouts.request(ben, amount=usd("6"), rail="demo_bank", now=NOW)
    make.payout_run(now=NOW)
    bank.bank.state.rows("delete from payout")
    bank.bank.faults.set(fault)

    batches.chase(now=NOW + timedelta(minutes=5))

    assert bank.bank.faults.all() == []
    assert (make.fresh(asked).state, bool(make.fresh(asked).reference)) == (Payout.State.SENT, True)
