"""The chain of seals: who changes, takes out or puts in a sealed line is found, also with the guards switched off."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from picomarket.lib.money import usd
from tests.threads import at_once
from wallet import fence, ledger, seals
from wallet.ledger import Entry
from wallet.models import AccountKind, Seal, Transfer, TransferKind

NOW = timezone.now()
OUTSIDE = ledger.Pot(AccountKind.EXTERNAL, 99)


def give(ref: int, dollars: str = "5", *, to: int = 7) -> None:
    ledger.post([Entry(TransferKind.DEPOSIT, ref, OUTSIDE, ledger.spendable(to), usd(dollars))], now=NOW)


def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_seals", *options, stdout=out)
    return out.getvalue()


@contextmanager
def behind_the_guards(statement: str) -> Iterator[None]:
    """What a superuser of the database can do; undone at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in ("wallet_transfer", "wallet_account", "wallet_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement)
            assert cursor.rowcount == 1
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sealed(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Seal]:
    """Three seals over seven lines, of three lines at most, with a key between them that no line has."""
    monkeypatch.setattr(seals, "LINES", 3)
    for ref in range(1, 4):
        give(ref)
    give(3)
    for ref in range(4, 8):
        give(ref)
    return seals.seal(now=NOW)


def test_each_seal_holds_the_lines_since_the_one_before(sealed: list[Seal]) -> None:
    assert [one.lines for one in sealed] == [3, 3, 1]
    assert [one.amount for one in sealed] == [usd("15"), usd("15"), usd("5")]
    assert [after.first - before.upto for before, after in itertools.pairwise(sealed)] == [1, 1]
    assert [fault for _seal, fault in seals.walk()] == ["", "", ""]


def test_nothing_new_makes_no_seal(sealed: list[Seal]) -> None:
    assert seals.seal(now=NOW) == []
    assert seals.transfers() == Transfer.objects.count() == 7


def test_lines_after_the_head_are_counted_and_sealed_next(sealed: list[Seal]) -> None:
    give(8)

    assert (seals.unsealed(), seals.transfers()) == (1, 8)
    assert [one.lines for one in seals.seal(now=NOW)] == [1]


def test_the_command_prints_every_seal_and_its_hash(sealed: list[Seal]) -> None:
    said = verify()

    assert [line.split()[-1] for line in said.splitlines()[:3]] == [one.hash for one in sealed]
    assert "Every seal fits: 3 seals over 7 transfers" in said


TAMPERED = {
    "an amount": "UPDATE wallet_transfer SET amount = amount + 1 WHERE ref = 5",
    "a time": "UPDATE wallet_transfer SET at = at + interval '1 second' WHERE ref = 5",
    "a receiver": "UPDATE wallet_transfer SET credit_id = credit_id + 100 WHERE ref = 5",
    "what it was for": "UPDATE wallet_transfer SET ref = 99 WHERE ref = 5",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_a_changed_line_breaks_the_seal_it_is_in(sealed: list[Seal], statement: str) -> None:
    with behind_the_guards(statement), pytest.raises(CommandError) as error:
        verify()

    changed = sealed[1]
    assert f"over lines {changed.first:,} to {changed.upto:,} does not fit" in str(error.value)
    assert "were changed after they were sealed" in str(error.value)


def test_a_line_taken_out_is_missed(sealed: list[Seal]) -> None:
    with behind_the_guards("DELETE FROM wallet_transfer WHERE ref = 5"), pytest.raises(CommandError) as error:
        verify()

    assert "were 3 when they were sealed" in str(error.value)
    assert "now they are 2." in str(error.value)


def test_a_line_put_in_is_one_too_many(sealed: list[Seal]) -> None:
    keys = set(Transfer.objects.values_list("pk", flat=True))
    free = next(key for key in range(sealed[1].first, sealed[1].upto) if key not in keys)
    copied = "kind, leg, debit_id, credit_id, amount, at, recorded_at FROM wallet_transfer WHERE ref = 5"
    columns = "id, ref, kind, leg, debit_id, credit_id, amount, at, recorded_at"
    statement = f"INSERT INTO wallet_transfer ({columns}) SELECT {free}, 99, {copied}"

    with behind_the_guards(statement), pytest.raises(CommandError, match="now they are 4"):
        verify()


def test_another_owner_of_an_account_breaks_the_lines_that_moved_its_money(sealed: list[Seal]) -> None:
    statement = "UPDATE wallet_account SET owner_id = 8 WHERE kind = 2"

    with behind_the_guards(statement), pytest.raises(CommandError, match="were changed after they were sealed"):
        verify()


def test_a_line_before_the_first_is_found(sealed: list[Seal]) -> None:
    with (
        behind_the_guards("UPDATE wallet_transfer SET id = -1 WHERE ref = 7"),
        pytest.raises(CommandError, match="stand before the first"),
    ):
        verify()


def test_a_seal_taken_out_of_the_middle_is_missed(sealed: list[Seal]) -> None:
    with (
        behind_the_guards(f"DELETE FROM wallet_seal WHERE id = {sealed[1].pk}"),
        pytest.raises(CommandError, match="A seal is missing"),
    ):
        verify()


def test_a_hash_kept_outside_is_found_in_the_chain(sealed: list[Seal]) -> None:
    assert "Every seal fits" in verify("--kept", sealed[1].hash)


def test_lines_changed_and_sealed_anew_no_longer_give_the_hash_kept_outside(sealed: list[Seal]) -> None:
    kept = sealed[-1].hash
    with behind_the_guards("UPDATE wallet_transfer SET amount = amount + 1 WHERE ref = 5"):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM wallet_seal")
        seals.seal(now=NOW)

        assert "Every seal fits" in verify()
        with pytest.raises(CommandError, match="No seal has the hash"):
            verify("--kept", kept)


@pytest.mark.parametrize("statement", ["UPDATE wallet_seal SET hash = ''", "DELETE FROM wallet_seal"])
def test_postgresql_refuses_to_change_a_seal(sealed: list[Seal], statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_newest_part_is_walked_from_the_seal_before_it(sealed: list[Seal]) -> None:
    walked = list(seals.walk(last=2))

    assert [(one.pk, fault) for one, fault in walked] == [(sealed[1].pk, ""), (sealed[2].pk, "")]


# -- the fence


@pytest.fixture
def writer(committed_db: None) -> Iterator[threading.Event]:
    """Somebody who has taken a key for a line and not committed yet; set the event and they do."""
    give(99, to=8)
    started, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            give(1)
            started.set()
            go_on.wait(30)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    started.wait(30)
    yield go_on
    go_on.set()
    thread.join()


@pytest.mark.race
def test_nothing_is_sealed_past_a_line_that_is_still_on_its_way(writer: threading.Event) -> None:
    give(2, to=8)

    before = seals.seal(now=NOW)

    assert (fence.upto(), before) == (None, [])
    assert seals.unsealed() == 2


@pytest.mark.race
def test_trade_goes_on_while_the_fence_waits(writer: threading.Event) -> None:
    at_once(lambda: seals.seal(now=NOW), *[lambda ref=ref: give(ref, to=ref) for ref in range(10, 14)])

    assert sorted(Transfer.objects.values_list("ref", flat=True)) == [10, 11, 12, 13, 99]


@pytest.mark.race
def test_of_many_who_seal_at_once_one_makes_each_seal(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "LINES", 3)
    for ref in range(1, 20):
        give(ref)

    at_once(*[lambda: seals.seal(now=NOW)] * 4)
    seals.seal(now=NOW)

    assert [fault for _seal, fault in seals.walk()] == [""] * 7
    assert seals.unsealed() == 0
