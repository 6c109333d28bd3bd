"""House balances: a rollup and the lines after it, right at every moment."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone

from picomarket.lib.money import usd
from tests import holding
from tests.threads import at_once
from wallet import books, ledger, rollups
from wallet.ledger import Entry
from wallet.models import AccountKind, Rollup, Transfer, TransferKind

NOW = timezone.now()
OUTSIDE = ledger.Pot(AccountKind.EXTERNAL, 99)


def give(ref: int) -> None:
    ledger.post([Entry(TransferKind.DEPOSIT, ref, OUTSIDE, ledger.spendable(ref % 5 + 1), usd("1"))], now=NOW)


def test_a_balance_is_the_same_before_and_after_a_rollup_and_counts_what_comes_next(db: None) -> None:
    give(1)
    give(2)

    before = ledger.balance_of(OUTSIDE)
    upto = rollups.refresh()
    after = ledger.balance_of(OUTSIDE)
    give(3)

    assert (before, after, ledger.balance_of(OUTSIDE)) == (-usd("2"), -usd("2"), -usd("3"))
    assert Rollup.objects.get().upto == upto == Transfer.objects.order_by("pk")[1].pk


def test_a_rollup_with_nothing_new_stays_as_it_is(db: None) -> None:
    give(1)

    assert rollups.refresh() == rollups.refresh()
    assert Rollup.objects.get().balance == -usd("1")


def test_a_balance_after_a_rollup_looks_at_the_lines_after_it_only(db: None) -> None:
    give(1)
    rollups.refresh()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wallet_rollup SET balance = balance - 7")

        assert ledger.balance_of(OUTSIDE) == -usd("1.000007")
        transaction.set_rollback(True)


@pytest.mark.race
def test_balances_are_right_at_every_moment_while_rollups_run_and_trade_goes_on(committed_db: None) -> None:
    wrong: list[str] = []

    def trade(first: int) -> None:
        for ref in range(first, first + 40):
            give(ref)

    def roll_up() -> None:
        for _number in range(15):
            rollups.refresh()

    def look() -> None:
        for _number in range(30):
            wrong.extend(holding.faults([books.HOUSE]))

    at_once(*[lambda first=first: trade(first) for first in (100, 200, 300)], roll_up, roll_up, look)

    assert wrong == []
    assert ledger.balance_of(OUTSIDE) == -usd("120")
    assert rollups.refresh() == Transfer.objects.latest("pk").pk
    assert ledger.balance_of(OUTSIDE) == Rollup.objects.get().balance == -usd("120")
