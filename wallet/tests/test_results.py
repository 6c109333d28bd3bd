"""Payouts by hand: a file out, the results back in, each once."""

from __future__ import annotations

import csv
import io

import pytest

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import batches, contradictions, ledger, methods, payouts, results
from wallet.demobank.server import Server
from wallet.models import Payout, PayoutBatch, RailEvent

from .conftest import NOW, earn

ACCOUNTS = {"ben": "=cmd() 4711, Ben", "dina": "DE89 3704 0044 0532 0130 00, Dina"}


@pytest.fixture
def people(ann: User, ben: User, dina: User) -> list[User]:
    for person, name in ((ben, "ben"), (dina, "dina")):
        earn(person, "6", by=ann)
        methods.choose(person, rail="manual", destination=ACCOUNTS[name], by=person, now=NOW)
        payouts.request(person, amount=usd("6"), rail="manual", now=NOW)
    return [ben, dina]


@pytest.fixture
def batch(people: list[User]) -> PayoutBatch:
    """Two payouts of $6, sent by hand."""
    (batch,) = make.payout_run(now=NOW)
    return batch


def rows(batch: PayoutBatch) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(results.export(batch))))


def filled(batch: PayoutBatch, *states: str) -> str:
    """The exported file with its state column filled in."""
    file = io.StringIO()
    writer = csv.DictWriter(file, results.COLUMNS)
    writer.writeheader()
    for row, state in zip(rows(batch), states, strict=True):
        writer.writerow(row | {"state": state, "reason": "No such account" if state.lower() == "failed" else ""})
    return file.getvalue()


def test_a_batch_by_hand_stays_sent_until_somebody_says_what_became_of_it(batch: PayoutBatch) -> None:
    batches.chase(now=NOW.replace(hour=23))

    assert {payout.state for payout in batch.payouts.all()} == {Payout.State.SENT}


def test_the_file_has_a_line_per_payout_and_no_formula(batch: PayoutBatch) -> None:
    assert [(row["destination"], row["amount"], row["state"]) for row in rows(batch)] == [
        ("'=cmd() 4711, Ben", "6.00", ""),
        ("DE89 3704 0044 0532 0130 00, Dina", "6.00", ""),
    ]


def test_the_same_file_comes_out_each_time(batch: PayoutBatch) -> None:
    assert results.export(batch) == results.export(batch)


def test_imported_results_settle_each_payout_once(batch: PayoutBatch, people: list[User], sam: User) -> None:
    file = filled(batch, "paid", "Failed")

    moved = [len(results.import_results(batch, text=file, by=sam, now=NOW)) for _ in range(2)]

    ben, dina = people
    assert moved == [2, 0]
    assert (ledger.balance_of(ledger.earned(ben.pk)), ledger.balance_of(ledger.earned(dina.pk))) == (0, usd("6"))
    assert make.fresh(batch).state == PayoutBatch.State.SETTLED
    assert RailEvent.objects.get(event_id__startswith="results:").payload == {"by": sam.pk, "file": file}
    assert Payout.objects.get(person=dina).failure == "No such account"


def test_lines_without_a_state_stay_as_they_are(batch: PayoutBatch, sam: User) -> None:
    results.import_results(batch, text=filled(batch, "paid", ""), by=sam, now=NOW)

    assert [payout.state for payout in batch.payouts.order_by("pk")] == [Payout.State.PAID, Payout.State.SENT]
    assert make.fresh(batch).state == PayoutBatch.State.SENT


def test_the_export_of_a_settled_batch_can_be_imported_and_moves_nothing(batch: PayoutBatch, sam: User) -> None:
    results.import_results(batch, text=filled(batch, "paid", "failed"), by=sam, now=NOW)

    assert results.import_results(batch, text=results.export(batch), by=sam, now=NOW) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The first line must name the columns key and state."),
        ("a,b\n1,2\n", "The first line must name the columns key and state."),
        ("key,state\nzzz,paid\n", "Line 2: the key zzz is not in this batch."),
        ("key,state\n\nzzz\n", "Line 2: the key zzz is not in this batch."),
    ],
)
def test_a_file_that_is_not_of_this_batch_is_refused(batch: PayoutBatch, sam: User, text: str, words: str) -> None:
    with pytest.raises(results.BadResults) as refusal:
        results.import_results(batch, text=text, by=sam, now=NOW)

    assert refusal.value.words == words


def test_one_bad_line_refuses_the_whole_file(batch: PayoutBatch, sam: User) -> None:
    with pytest.raises(results.BadResults, match=r"Line 3: the state must be paid, failed or reversed\."):
        results.import_results(batch, text=filled(batch, "paid", "perhaps"), by=sam, now=NOW)

    assert {payout.state for payout in batch.payouts.all()} == {Payout.State.SENT}


def test_what_failed_or_came_back_needs_a_reason(batch: PayoutBatch, sam: User) -> None:
    text = filled(batch, "failed", "reversed").replace("No such account", "")

    with pytest.raises(results.BadResults, match="Lines 2, 3 have no reason: write in the column reason why"):
        results.import_results(batch, text=text, by=sam, now=NOW)

    assert {payout.state for payout in batch.payouts.all()} == {Payout.State.SENT}


def test_a_file_that_says_both_of_one_payout_is_refused(batch: PayoutBatch, people: list[User], sam: User) -> None:
    twice = filled(batch, "paid", "") + filled(batch, "failed", "")

    with pytest.raises(results.BadResults, match="both paid and failed"):
        results.import_results(batch, text=twice.replace("\r\n" + ",".join(results.COLUMNS), ""), by=sam, now=NOW)

    assert ledger.balance_of(ledger.IN_FLIGHT) == usd("12")


def test_a_file_may_start_with_a_byte_order_mark(batch: PayoutBatch, sam: User) -> None:
    assert len(results.import_results(batch, text="\ufeff" + filled(batch, "paid", ""), by=sam, now=NOW)) == 1


def test_another_amount_of_what_was_paid_already_is_noted_once_and_moves_nothing(
    batch: PayoutBatch, people: list[User], sam: User
) -> None:
    results.import_results(batch, text=filled(batch, "paid", "paid"), by=sam, now=NOW)
    text = filled(batch, "paid", "paid").replace(",6.00,", ",5.00,", 1)

    moved = [results.import_results(batch, text=text, by=sam, now=NOW) for _ in range(2)]

    assert moved == [[], []]
    assert [event.outcome.partition(":")[2] for event in contradictions.about(batch)] == [
        " paid $5.00. The books say: $6.00, Paid."
    ]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_may_end_as_any_program_ends_it(batch: PayoutBatch, sam: User, end: str) -> None:
    text = filled(batch, "paid", "").replace("\r\n", end)

    assert len(results.import_results(batch, text=text, by=sam, now=NOW)) == 1


def test_results_of_a_rail_that_tells_by_itself_are_refused(bank: Server, db: None, sam: User) -> None:
    batch = PayoutBatch(rail="demo_bank", gathered_at=NOW)

    with pytest.raises(results.BadResults):
        results.import_results(batch, text="key,state\n", by=sam, now=NOW)


def test_nobody_says_what_became_of_their_own_payout(batch: PayoutBatch, ben: User) -> None:
    with pytest.raises(results.BadResults):
        results.import_results(batch, text=filled(batch, "failed", "paid"), by=ben, now=NOW)
    results.import_results(batch, text=filled(batch, "", "paid"), by=ben, now=NOW)

    assert [payout.state for payout in batch.payouts.order_by("pk")] == [Payout.State.SENT, Payout.State.PAID]
