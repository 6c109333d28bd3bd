"""The ledger's laws, as PostgreSQL keeps them whoever writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import Money, usd
from tests import holding
from tests.threads import at_once
from wallet import books, escrow, ledger
from wallet.ledger import Entry, InsufficientFunds, Pot
from wallet.models import Account, AccountKind, Transfer, TransferKind

NOW = timezone.now()
OUTSIDE = Pot(AccountKind.EXTERNAL, 99)


INSERT = "INSERT INTO wallet_transfer (ref, kind, leg, debit_id, credit_id, amount, at)"


def give(person_id: int, dollars: str, *, ref: int) -> bool:
    entry = Entry(TransferKind.DEPOSIT, ref, OUTSIDE, ledger.spendable(person_id), usd(dollars))
    return ledger.post([entry], now=NOW)


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def account_key(pot: Pot) -> int:
    row, _new = Account.objects.get_or_create(kind=pot.kind, owner_id=pot.owner_id)
    return row.pk


def test_a_transfer_moves_both_balances(db: None) -> None:
    give(7, "5", ref=1)

    assert ledger.balance_of(ledger.spendable(7)) == usd("5")
    assert ledger.balance_of(OUTSIDE) == -usd("5")


def test_the_same_key_moves_money_once(db: None) -> None:
    first, second = give(7, "5", ref=1), give(7, "5", ref=1)

    assert (first, second) == (True, False)
    assert ledger.balance_of(ledger.spendable(7)) == usd("5")


def test_half_of_an_event_moved_before_is_a_bug(db: None) -> None:
    give(7, "5", ref=1)
    pots = OUTSIDE, ledger.spendable(7)

    with pytest.raises(ValueError, match="1 of 2"):
        ledger.post([Entry(TransferKind.DEPOSIT, ref, *pots, usd("5")) for ref in (1, 2)], now=NOW)

    assert ledger.balance_of(ledger.spendable(7)) == usd("5")


def test_no_person_falls_below_zero(db: None) -> None:
    give(7, "5", ref=1)

    with pytest.raises(InsufficientFunds):
        escrow.open_task(1, employer_id=7, amount=usd("5.000001"), now=NOW)

    assert ledger.balance_of(ledger.spendable(7)) == usd("5")
    assert ledger.balance_of(ledger.escrow(1)) == 0


def test_nothing_moves_nothing(db: None) -> None:
    assert ledger.post([Entry(TransferKind.DEPOSIT, 1, OUTSIDE, ledger.spendable(7), Money(0))], now=NOW) is False


def test_an_unknown_pot_holds_nothing(db: None) -> None:
    assert ledger.balance_of(ledger.earned(12345)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wallet_transfer SET amount = 1",
        "DELETE FROM wallet_transfer",
        "TRUNCATE wallet_transfer",
        "UPDATE wallet_account SET balance = balance + 1 WHERE NOT derived",
        "UPDATE wallet_account SET owner_id = 8 WHERE NOT derived",
        "DELETE FROM wallet_account",
        "TRUNCATE wallet_account, wallet_transfer",
        "INSERT INTO wallet_account (kind, owner_id, derived, balance) VALUES (1, 9, false, 100)",
        "INSERT INTO wallet_account (kind, owner_id, derived, balance) VALUES (1, 9, false, -100)",
        f"{INSERT} SELECT 5, 1, 1, id, id, 5, now() FROM wallet_account WHERE NOT derived",
        f"{INSERT} SELECT 5, 1, 1, min(id), max(id), -5, now() FROM wallet_account",
        f"{INSERT} SELECT 5, 1, 1, id, 424242, 5, now() FROM wallet_account WHERE NOT derived",
    ],
)
def test_postgresql_refuses_whoever_bends_the_books(db: None, statement: str) -> None:
    give(7, "5", ref=1)

    with pytest.raises(IntegrityError):
        sql(statement)

    assert list(holding.faults(books.LAWS)) == []


def test_any_writer_goes_through_the_trigger(db: None) -> None:
    give(7, "5", ref=1)
    mine, theirs = account_key(ledger.spendable(7)), account_key(ledger.earned(8))

    sql(f"{INSERT} VALUES (2, 30, 1, {mine}, {theirs}, 2000000, now())")

    assert ledger.balance_of(ledger.spendable(7)) == usd("3")
    assert ledger.balance_of(ledger.earned(8)) == usd("2")


def test_the_prover_finds_a_balance_that_its_lines_do_not_bear_out(db: None) -> None:
    give(7, "5", ref=1)
    sql("ALTER TABLE wallet_account DISABLE TRIGGER wallet_balance_by_transfer")
    Account.objects.filter(kind=AccountKind.SPENDABLE).update(balance=1)

    found = list(holding.faults(books.LAWS))
    Account.objects.filter(kind=AccountKind.SPENDABLE).update(balance=usd("5"))

    assert len(found) == 1
    assert "says $0.000001, its lines say $5.00" in found[0]


@pytest.mark.race
def test_two_spenders_of_the_last_dollar_do_not_both_have_it(committed_db: None) -> None:
    give(7, "1", ref=1)

    def spend(key: int) -> Callable[[], object]:
        pots = ledger.spendable(7), ledger.earned(key)
        return lambda: ledger.post([Entry(TransferKind.EARNED_TO_SPENDABLE, key, *pots, usd("1"))], now=NOW)

    results = at_once(*(spend(number) for number in range(1, 9)))

    assert [type(one) for one in results].count(InsufficientFunds) == 7
    assert ledger.balance_of(ledger.spendable(7)) == 0


@pytest.mark.race
def test_transfers_in_a_circle_do_not_lock_each_other_and_lose_nothing(committed_db: None) -> None:
    for number in range(5):
        give(number + 1, "10", ref=number + 1)

    def go_round(start: int) -> None:
        for step in range(20):
            giver, taker = (start + step) % 5 + 1, (start + step * 3 + 1) % 5 + 1
            pots = ledger.spendable(giver), ledger.spendable(taker)
            if giver != taker:
                ledger.post([Entry(TransferKind.DEPOSIT, 1000 + start * 100 + step, *pots, usd("0.01"))], now=NOW)

    at_once(*(lambda start=start: go_round(start) for start in range(8)))

    held = ledger.balances_of(ledger.spendable(number + 1) for number in range(5))
    assert sum(held.values()) == usd("50")


@pytest.mark.race
def test_many_new_accounts_opened_in_two_orders_wait_for_nobody_in_a_circle(committed_db: None) -> None:
    give(7, "5", ref=1)
    people = range(100_000, 104_000)

    def pay(order: range, base: int) -> Callable[[], bool]:
        pots = [(base + place, ledger.spendable(person)) for place, person in enumerate(order)]
        entries = [Entry(TransferKind.DEPOSIT, ref, OUTSIDE, pot, usd("0.01")) for ref, pot in pots]
        return lambda: ledger.post(entries, now=NOW)

    assert at_once(pay(people, 10_000), pay(people[::-1], 20_000)) == [True, True]


@pytest.mark.race
def test_the_same_event_from_many_threads_happens_once(committed_db: None) -> None:
    moved = at_once(*(lambda: give(7, "5", ref=1) for _number in range(8)))

    assert sorted(moved) == [False] * 7 + [True]
    assert Transfer.objects.count() == 1
    assert ledger.balance_of(ledger.spendable(7)) == usd("5")


def test_a_persons_name_in_a_pot_is_their_key(ann: User) -> None:
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")
