"""A ledger in parts keeps every law of a whole one."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from picomarket.lib import parts as lib
from picomarket.lib.money import usd
from tests import holding, make
from tests.threads import at_once
from wallet import books, ledger, lines, parts, rollups, seals
from wallet.ledger import Entry
from wallet.models import LedgerPart, Transfer, TransferKind
from wallet.tests import test_ledger
from wallet.tests.test_ledger import INSERT, NOW, OUTSIDE, give, sql

EACH = 1000


@pytest.fixture
def divided(db: None) -> int:
    """Divided with a line in it, whose event is therefore in a closed part; the last key of that."""
    give(900, "1", ref=500)
    return parts.divide(each=EACH, now=NOW)[0].upto


def fill(upto: int) -> None:
    """As if so many lines had been written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('wallet_transfer', 'id'), %s)", [upto])


@pytest.mark.parametrize(
    "law",
    [
        test_ledger.test_a_transfer_moves_both_balances,
        test_ledger.test_the_same_key_moves_money_once,
        test_ledger.test_half_of_an_event_moved_before_is_a_bug,
        test_ledger.test_no_person_falls_below_zero,
        test_ledger.test_any_writer_goes_through_the_trigger,
        test_ledger.test_the_prover_finds_a_balance_that_its_lines_do_not_bear_out,
    ],
)
def test_the_laws_of_the_ledger_hold_in_parts(db: None, law: Callable[[None], None]) -> None:
    parts.divide(each=EACH, now=NOW)

    law(None)

    assert Transfer.objects.filter(pk__gt=EACH).exists()


@pytest.mark.parametrize("table", ["wallet_transfer", "wallet_transfer_1", "wallet_transfer_2"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_postgresql_refuses_who_changes_a_line_wherever_it_is(divided: None, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError):
        sql(statement.format(table))


def test_nobody_writes_past_the_ledger_to_a_part(divided: int) -> None:
    into_a_part = INSERT.replace("wallet_transfer", "wallet_transfer_2")

    with pytest.raises(IntegrityError, match="INSERT on wallet_transfer_2"):
        sql(f"{into_a_part} SELECT 5, 1, 1, debit_id, credit_id, 5, now() FROM wallet_transfer")


def test_nothing_is_written_to_a_closed_part(divided: int) -> None:
    columns = INSERT.replace("(ref", "(id, ref")

    with pytest.raises(IntegrityError, match="wallet_transfer_1"):
        sql(f"{columns} SELECT 77, 9, 1, 1, debit_id, credit_id, 5, now() FROM wallet_transfer")


def test_what_moved_before_the_ledger_was_divided_does_not_move_again(divided: int) -> None:
    pots = OUTSIDE, ledger.spendable(900)

    assert give(900, "1", ref=500) is False
    with pytest.raises(ValueError, match="1 of 2"):
        ledger.post([Entry(TransferKind.DEPOSIT, ref, *pots, usd("1")) for ref in (500, 501)], now=NOW)
    with pytest.raises(IntegrityError, match="moved before"):
        sql(f"{INSERT} SELECT ref, kind, leg, debit_id, credit_id, amount, now() FROM wallet_transfer")
    assert ledger.balance_of(ledger.spendable(900)) == usd("1")


def test_a_part_that_is_nearly_full_is_closed_and_others_are_made_ahead(divided: int) -> None:
    give(900, "1", ref=501)
    fill(divided + EACH - 20)
    give(900, "1", ref=502)

    parts.keep(now=NOW)
    give(900, "1", ref=503)

    closed = LedgerPart.objects.exclude(closed_at=None)
    assert [(one.upto, one.last_refs) for one in closed.order_by("first")] == [
        (divided, {"1": 500}),
        (divided + EACH, {"1": 502}),
    ]
    begin = [1, *(divided + number * EACH + 1 for number in range(3))]
    assert [one.first for one in lib.parts(parts.TABLE)] == begin
    assert Transfer.objects.latest("pk").pk == divided + EACH + 1
    assert [give(900, "1", ref=ref) for ref in (500, 501, 502, 503)] == [False] * 4


def test_lines_that_went_on_into_the_next_part_by_themselves_still_happen_once(divided: int) -> None:
    give(900, "1", ref=501)
    fill(divided + EACH)

    assert give(900, "1", ref=501) is False
    assert give(900, "1", ref=502) is True
    parts.keep(now=NOW)
    assert parts.room() == divided + 4 * EACH - Transfer.objects.latest("pk").pk
    assert give(900, "1", ref=503) is True


def test_pages_rollups_and_seals_read_on_across_parts(db: None, ann: User) -> None:
    make.deposit(ann, "5")
    rollups.refresh()
    seals.seal(now=NOW)
    parts.divide(each=EACH, now=NOW)

    make.deposit(ann, "7")
    rollups.refresh()
    seals.seal(now=NOW)

    assert [one.amount for one in lines.transfers_of(ann)] == [usd("7"), usd("5"), usd("100")]
    assert [fault for _seal, fault in seals.walk() if fault] == []
    assert list(holding.faults(books.LAWS, thorough=True)) == []


def test_what_waits_for_the_ledger_goes_on_in_the_divided_one(committed_db: None) -> None:
    give(900, "1", ref=500)

    def pay(start: int) -> Callable[[], list[bool]]:
        return lambda: [give(start + number, "1", ref=start + number) for number in range(40)]

    def divide() -> list[lib.Part]:
        return parts.divide(each=EACH, now=NOW)

    *moved, made = at_once(pay(1000), pay(2000), pay(3000), divide)

    assert moved == [[True] * 40] * 3
    assert [one.upto - made[0].upto for one in made] == [0, EACH, 2 * EACH]
    assert Transfer.objects.count() == 121


def test_a_view_that_would_see_the_first_part_alone_is_named(db: None) -> None:
    sql("CREATE VIEW every_line AS SELECT * FROM wallet_transfer")

    with pytest.raises(CommandError, match="every_line"):
        call_command("divide", "ledger")

    assert not lib.is_divided(parts.TABLE)


def test_the_command_divides_once_and_shows_the_parts(db: None) -> None:
    shown = StringIO()

    call_command("divide", "ledger", "--each", "2000", stdout=shown)

    assert "ledger: 3 parts" in shown.getvalue()
    assert "wallet_transfer_2" in shown.getvalue()
    with pytest.raises(CommandError, match="already"), transaction.atomic():
        call_command("divide", "ledger")
