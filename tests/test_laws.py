"""Each law of the books finds what breaks it: they are bent behind PostgreSQL's guards, and the sentence is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts import staff_log
from accounts.models import User
from inbox.models import Notice
from picomarket import audit, jobs
from picomarket.lib.money import usd
from submissions import bonuses
from tasks import offering
from tests import holding, make
from wallet import adjustments, methods, payouts, pockets, results, rollups, seals
from wallet import jobs as wallet_jobs
from wallet.models import BookCheck, Payout, PayoutBatch, Rollup


@contextmanager
def behind_the_guards(*statements: str) -> Iterator[None]:
    """What somebody does who may switch PostgreSQL's guards off; undone at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in ("wallet_transfer", "wallet_account", "wallet_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount > 0, f"changed nothing: {statement}"
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lived_in(ann: User, ben: User, dina: User, sam: User) -> None:
    """A market in which every kind of paper has been used: approved submissions of Ben's and Dina's, a held row, a
    bonus, a move, a payout paid and one waiting, promo credit and a goodwill."""
    now = timezone.now()
    task = make.task(ann, reward=usd("20"), slots=3, country_share=50)
    done = make.approved(task, ben)
    make.approved(task, dina)
    make.claim(make.batch(ann), dina)
    test = make.qualification(ann)
    offering.offer(test, reward=usd("0.50"), places=2, key="an offer", by=ann, now=now)
    make.attempt(test, ben, *make.RIGHT, took=timedelta(minutes=1))
    staff_log.write(by=sam, about=ben, what="Held", now=now)
    bonuses.give(done, amount=usd("1"), key="a bonus", by=ann, now=now)
    pockets.move(ben, amount=usd("2"), key="a move", now=now)
    _pay_out(ben, sam)
    payouts.request(ben, amount=usd("5"), rail="manual", now=now)
    other = make.person("olga", staff=True)
    for kind in ("goodwill", "promo", "add_earned"):
        made = adjustments.propose(dina, kind=kind, amount=usd("3"), reason="Because.", by=sam, now=now)
        adjustments.approve(made, by=other, now=now)


def _pay_out(person: User, staff: User) -> None:
    before = timezone.now() - timedelta(days=3)
    methods.choose(
        person, rail="manual", destination=f"{person.name}, DE89 3704 0044 0532 0130 00", by=person, now=before
    )
    payout = payouts.request(person, amount=usd("6"), rail="manual", now=timezone.now())
    make.payout_run()
    batch = PayoutBatch.objects.get()
    results.import_results(batch, text=f"key,state\n{payout.public_id},paid\n", by=staff, now=timezone.now())
    assert make.fresh(payout).state == Payout.State.PAID


def test_a_market_that_was_lived_in_keeps_every_law(lived_in: None) -> None:
    seals.seal(now=timezone.now())
    rollups.refresh()

    proof = audit.prove(now=timezone.now())

    assert proof.findings == []
    assert [str(one.name) for one in proof.answers if not one.rows] == []


INSERT = "INSERT INTO wallet_transfer (ref, kind, leg, debit_id, credit_id, amount, at)"
POT = "(SELECT id FROM wallet_account WHERE kind = {} ORDER BY id LIMIT 1)"
EARNED, SPENDABLE, ESCROW, REVENUE = (POT.format(kind) for kind in (1, 2, 3, 11))

FIRST = "id = (SELECT min(id) FROM submissions_submission)"

BROKEN = {
    "a country's slots": (
        "UPDATE tasks_countrytaken SET taken = 2 WHERE country = 'PH'",
        "counts 2 slots taken in PH, its submissions 1.",
    ),
    "a balance": (
        f"UPDATE wallet_account SET balance = balance + 1 WHERE id = {EARNED}",
        "its lines say",
    ),
    "a line without an account": (
        f"{INSERT} VALUES (1, 60, 1, 424242, {EARNED}, 5, now())",
        "$0.000005 went through account 424242, which does not exist.",
    ),
    "a rollup": (
        f"INSERT INTO wallet_rollup (account_id, upto, balance) VALUES ({REVENUE}, 0, 7)",
        "Commission earned is derived as $5.000007, its lines say $5.00.",
    ),
    "money in flight": (
        "UPDATE wallet_payout SET amount = amount + 10000 WHERE state = 'requested'",
        "$5.00 is set aside for payouts and refunds, those that are open ask for $5.01.",
    ),
    "revenue": (
        (
            "UPDATE wallet_transfer SET kind = 24, leg = 9"
            " WHERE id = (SELECT min(id) FROM wallet_transfer WHERE kind = 22)"
        ),
        "The house holds $5.00 of revenue, its commissions, fees, promotions and shares say $4.00.",
    ),
    "the shape of a line": (
        (
            "UPDATE wallet_transfer SET kind = 41, leg = 9"
            " WHERE id = (SELECT max(id) FROM wallet_transfer WHERE kind = 40)"
        ),
        "goes from Earned to Money on its way out, which no Paid out does.",
    ),
    "a kind nobody knows": (
        "UPDATE wallet_transfer SET kind = 99, leg = 9 WHERE kind = 24",
        "which no kind 99 does.",
    ),
    "a deposit never arrived": (
        "UPDATE wallet_deposit SET state = 'failed'",
        "of $100.00 is failed; by its lines $100.00 arrived",
    ),
    "a deposit of more": (
        "UPDATE wallet_deposit SET amount = amount + 1000000",
        "of $101.00 is settled; by its lines $100.00 arrived",
    ),
    "a payout paid without its line": (
        "UPDATE wallet_payout SET state = 'paid' WHERE state = 'requested'",
        "of $5.00 (fee $0.00) is paid; by its lines $5.00 was set aside, $0.00 paid",
    ),
    "a payout that hides its fee": (
        "UPDATE wallet_payout SET fee = 1000000 WHERE state = 'paid'",
        "of $6.00 (fee $1.00) is paid; by its lines $6.00 was set aside, $6.00 paid, $0.00 charged",
    ),
    "an adjustment nobody agreed to": (
        "UPDATE wallet_adjustment SET state = 'declined' WHERE kind = 'goodwill'",
        "(goodwill of $3.00) is declined; by its lines $3.00 moved as goodwill.",
    ),
    "an adjustment of another kind": (
        "UPDATE wallet_adjustment SET kind = 'take_earned' WHERE kind = 'add_earned'",
        "(take_earned of $3.00) is applied; by its lines $3.00 moved as add_earned.",
    ),
    "promo credit nobody granted": (
        "UPDATE wallet_adjustment SET expires_at = now() - interval '2 days' WHERE kind = 'promo'",
        "holds $3.00 of promo credit; the grants that still hold are $0.00.",
    ),
    "a move": (
        "UPDATE wallet_move SET amount = 1",
        "is of $0.000001, its lines moved $2.00.",
    ),
    "a line out of nothing": (
        f"{INSERT} VALUES (987654, 1, 1, {POT.format(10)}, {SPENDABLE}, 1000000, now())",
        "(Deposit 987654, $1.00) has no paper: nothing caused it.",
    ),
    "a payout to somebody else": (
        "UPDATE wallet_payout SET person_id = (SELECT person_id FROM wallet_deposit LIMIT 1) WHERE state = 'paid'",
        "(Set aside for a payout",
    ),
    "a rail that lost money": (
        "UPDATE wallet_deposit SET rail = 'demo_bank'",
        "Outside, by rail demo_bank, the lines leave $0.00; its deposits, payouts, refunds and costs say",
    ),
    "escrow": (
        "UPDATE tasks_task SET slots = slots + 1",
        "holds $22.00, its unpaid slots need $44.00.",
    ),
    "counters": (
        "UPDATE tasks_task SET taken = taken + 1",
        "counts 3 slots taken and 2 paid, its submissions 2 and 2.",
    ),
    "a reward": (
        "UPDATE wallet_transfer SET amount = amount + 1 WHERE kind = 20",
        "is approved; by its lines the worker got $19.000001 and the house $2.00 and $1.00 commission.",
    ),
    "a reward twice": (
        f"{INSERT} SELECT ref, kind, 2, debit_id, credit_id, amount, at FROM wallet_transfer WHERE kind = 20",
        "is approved; by its lines the worker got $38.00",
    ),
    "a reward to another worker": (
        f"UPDATE submissions_submission SET worker_id = (SELECT min(person_id) FROM wallet_deposit) WHERE {FIRST}",
        "moves money that is not its submission's.",
    ),
    "a referral share": (
        "UPDATE referrals_referral SET earned = 0",
        "says it earned $0.00, its lines say $1.00.",
    ),
    "what an offer holds": (
        "UPDATE tasks_offer SET places = places + 1",
        "holds $0.50 and should hold $1.00; it counts 1 attempts taken and 1 paid, its attempts are 1 and its lines 1.",
    ),
    "what an offer counts": (
        "UPDATE tasks_offer SET taken = taken + 1",
        "it counts 2 attempts taken and 1 paid, its attempts are 1 and its lines 1.",
    ),
    "a paid attempt": (
        "UPDATE tasks_attempt SET paid = paid + 1",
        "is of $0.500001, its own lines moved $0.50.",
    ),
    "an attempt paid to another worker": (
        "UPDATE tasks_attempt SET worker_id = (SELECT min(person_id) FROM wallet_deposit)",
        "is of $0.00, its own lines moved $0.50.",
    ),
    "a bonus": (
        "UPDATE submissions_bonus SET amount = 2000000",
        "is of $2.00, its lines moved $1.00.",
    ),
}


@pytest.mark.parametrize(("statement", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_law_is_named(lived_in: None, statement: str, sentence: str) -> None:
    with behind_the_guards(statement):
        found = list(holding.discrepancies(thorough=True))

    assert [one for one in found if sentence in one], found


def test_a_line_changed_after_it_was_sealed_is_found_by_the_proof(lived_in: None) -> None:
    seals.seal(now=timezone.now())

    with behind_the_guards("UPDATE wallet_transfer SET at = at + interval '1 day' WHERE kind = 24"):
        proof = audit.prove(now=timezone.now())

    assert [one["law"] for one in proof.findings] == [
        "The newest seals fit their lines, and no line waits long for its seal"
    ]


def test_lines_that_wait_a_day_for_their_seal_are_found(lived_in: None) -> None:
    proof = audit.prove(now=timezone.now() + timedelta(days=1, minutes=1))

    assert "is sealed: the job is down" in str(proof.findings[0]["sentences"])


def test_of_many_broken_rows_the_first_are_named_and_all_counted(ann: User) -> None:
    with behind_the_guards(
        "INSERT INTO wallet_account (kind, owner_id, derived, balance)"
        " SELECT 1, 100000 + n, false, 5 FROM generate_series(1, 1000) AS n"
    ):
        proof = audit.prove(now=timezone.now())

    (finding,) = proof.findings
    assert (finding["broken"], len(str(finding["sentences"]).split("', '"))) == (1000, 20)


# -- the command, the row and the word to the staff


def run(*options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("prove_books", *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_says_of_each_law_how_much_it_looked_at(lived_in: None) -> None:
    out, err = run()

    assert len([line for line in out.splitlines() if line.endswith("Each balance is the sum of its lines")]) == 1
    assert "The books are right: " in out
    assert err == ""
    assert not BookCheck.objects.exists()


def test_the_command_ends_in_an_error_that_names_what_is_wrong_and_where_to_look(lived_in: None) -> None:
    out, err = StringIO(), StringIO()

    with behind_the_guards("UPDATE wallet_move SET amount = 1"), pytest.raises(CommandError, match="wrong in 1 places"):
        call_command("prove_books", stdout=out, stderr=err)

    assert "is of $0.000001, its lines moved $2.00." in err.getvalue()
    assert "Look at: Desk, Transfers, by the ref." in err.getvalue()


def test_the_command_says_the_same_to_programs(lived_in: None) -> None:
    out, _err = run("--json")

    said = json.loads(out)
    assert (said["right"], said["laws"][0]["law"]) == (True, "Each balance is the sum of its lines")
    assert sum(law["broken"] for law in said["laws"]) == 0


def test_a_finding_is_kept_and_told_to_who_looks_after_money(lived_in: None, sam: User, cleo: User) -> None:
    now = timezone.now()
    with behind_the_guards("UPDATE wallet_move SET amount = 1"):
        audit.prove_and_tell(now=now)
        check = BookCheck.objects.get()
        told = [(one.subject, one.by_mail) for one in Notice.objects.of(sam) if "bookcheck" in one.url]
        others = [one for one in Notice.objects.of(cleo) if "bookcheck" in one.url]

    assert (check.ran_at, len(check.findings)) == (now, 1)
    assert told == [("The books do not agree (findings: 1)", True)]
    assert others == []


def test_a_proof_that_finds_nothing_is_kept_and_nobody_is_told(lived_in: None, sam: User) -> None:
    before = Notice.objects.of(sam).count()

    audit.prove_and_tell(now=timezone.now())

    assert BookCheck.objects.get().findings == []
    assert Notice.objects.of(sam).count() == before


def test_the_jobs_of_the_night_seal_roll_up_and_prove(lived_in: None) -> None:
    for job in (wallet_jobs.seal_transfers, wallet_jobs.refresh_rollups, wallet_jobs.ask_funds, jobs.prove_books):
        job()

    assert seals.unsealed() == 0
    assert Rollup.objects.exists()
    assert BookCheck.objects.get().findings == []
