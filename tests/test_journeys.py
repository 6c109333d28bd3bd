"""The whole trade, end to end, by the verbs people's clicks call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from disputes import appeals, cases
from picomarket.lib.money import usd
from submissions import claims, jobs, review
from submissions.models import Submission
from tasks import publishing
from tasks.drafts import Wanted
from tasks.slots import TaskFull
from tests import make
from wallet import ledger

NOW = timezone.now()


def test_publishing_moves_the_whole_cost_to_escrow(ann: User) -> None:
    task = make.task(ann, reward=usd("0.10"), slots=10)

    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("1.10")
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("98.90")


def test_an_approval_pays_worker_house_and_referrer(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, reward=usd("0.10"), slots=10)

    make.approved(task, dina)

    assert ledger.balance_of(ledger.earned(dina.pk)) == usd("0.095")
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.005")
    assert ledger.balance_of(ledger.REVENUE) == usd("0.01")
    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("0.99")


def test_no_slot_is_given_that_is_not_there(ann: User, ben: User, dina: User, cleo: User) -> None:
    task = make.task(ann, slots=2)
    make.claim(task, ben)
    make.claim(task, dina)

    with pytest.raises(TaskFull):
        make.claim(task, cleo)


def test_an_upheld_dispute_pays_and_counts_as_approved(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann)
    rejected = make.rejected(task, ben)
    case = cases.open_case(rejected, by=ben, words="I did both steps, see the picture.", now=NOW)

    cases.uphold(case, by=sam, reason="The picture shows both steps done.", now=NOW)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert (make.fresh(ben).approved, make.fresh(ben).rejected) == (1, 0)


def test_a_dismissed_dispute_frees_the_slot_and_counts_as_rejected(ann: User, ben: User, sam: User) -> None:
    task = make.task(ann, slots=1)
    rejected = make.rejected(task, ben)
    case = cases.open_case(rejected, by=ben, words="I did both steps, see the picture.", now=NOW)

    cases.dismiss(case, by=sam, reason="The picture shows another page.", now=NOW)
    appeals.settle_due(now=NOW + timedelta(days=15))

    assert make.fresh(task).slots_left == 1
    assert (make.fresh(ben).approved, make.fresh(ben).rejected) == (0, 1)


def test_what_nobody_reviews_is_approved_by_the_sweep(ann: User, ben: User) -> None:
    submission = make.submission(make.task(ann, review_days=3), ben, now=NOW - timedelta(days=3, minutes=1))

    jobs.approve_unreviewed()

    assert make.fresh(submission).state == Submission.State.APPROVED
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")


def test_a_claim_that_runs_out_frees_its_slot(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    claim = make.claim(task, ben, now=NOW - timedelta(minutes=18))

    jobs.expire_claims()

    assert make.fresh(claim).state == Submission.State.EXPIRED
    assert make.fresh(task).slots_left == 1


def test_stopping_returns_the_slots_nobody_took_and_later_the_rest(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, slots=10)
    claim, _waiting = make.claim(task, ben), make.submission(task, dina)

    publishing.stop(task, by=ann, now=NOW)
    claims.give_back(claim, by=ben, now=NOW)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")
    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("0.11")


def test_a_rejection_nobody_disputes_returns_a_stopped_tasks_slot(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    make.rejected(task, ben, now=NOW - timedelta(days=8))
    publishing.stop(task, by=ann, now=NOW)

    review.confirm_uncontested(now=NOW)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100.00")
    assert make.fresh(ben).rejected == 1


def test_a_worker_becomes_advanced_by_the_rule(ann: User, ben: User) -> None:
    make.deposit(ann, "20")
    for _round in range(25):
        make.approved(make.task(ann, slots=1, proofs=[Wanted("text", "What?", 3)]), ben)

    assert make.fresh(ben).get_level_display() == "Advanced"
