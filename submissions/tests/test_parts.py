"""Proofs in parts, in a market that goes on."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from picomarket.lib import parts as lib
from submissions import copies, parts
from submissions.models import Fingerprint, Proof, Submission
from submissions.tests.conftest import handed_in, scene
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import ledger
from wallet import parts as money

EACH = 1000
NOW = timezone.now()


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, slots=5, proofs=[Wanted("screenshot", "A screenshot"), Wanted("text", "What is it?", 3)])


def divide() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    parts.divide(each=EACH)
    money.divide(each=EACH, now=NOW)


def test_a_market_whose_tables_are_divided_goes_on(task: Task, ben: User, cleo: User) -> None:
    first = handed_in(task, ben, shot=scene(1))
    before = list(Proof.objects.order_by("pk").values_list("pk", "public_id"))
    divide()
    second = handed_in(task, cleo, shot=scene(1))
    copies.find_due()

    make.approve(first)
    make.approve(second)

    assert list(Proof.objects.filter(submission=first).order_by("pk").values_list("pk", "public_id")) == before
    assert Proof.objects.filter(submission=second, pk__gt=EACH).count() == 2
    assert Fingerprint.objects.flagged().get().submission_id == second.pk
    assert {make.fresh(one).state for one in (first, second)} == {Submission.State.APPROVED}
    assert ledger.balance_of(ledger.earned(ben.pk)) == ledger.balance_of(ledger.earned(cleo.pk)) > 0


def test_a_proof_saved_before_proofs_were_divided_is_changed_and_not_doubled(task: Task, ben: User) -> None:
    done = handed_in(task, ben, shot=scene(1))
    divide()
    copied = "public_id, submission_id, field_id, text, picture, place, file, file_name, sha256, saved_at"

    with (
        pytest.raises(IntegrityError, match="proof_once_per_place"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO submissions_proof ({copied}) SELECT {copied} FROM submissions_proof")

    assert done.proofs.count() == 2


def test_a_fingerprint_still_needs_its_proof(task: Task, ben: User) -> None:
    handed_in(task, ben, shot=scene(1))
    divide()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; UPDATE submissions_fingerprint SET proof_id = 77")


def test_parts_are_made_ahead_of_proofs(task: Task, ben: User) -> None:
    divide()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('submissions_proof', 'id'), %s)", [2 * EACH])

    handed_in(task, ben, shot=scene(1))
    parts.keep()

    assert [one.first for one in lib.parts(parts.TABLE)] == [1, EACH + 1, 2 * EACH + 1, 3 * EACH + 1, 4 * EACH + 1]
