"""Verdicts: each starts from the state it was given on, pays once, and counts once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Level, User
from inbox.models import Notice
from inbox.topics import Topic
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from submissions import jobs, review
from submissions.models import Reason, Submission
from tasks import publishing
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import ledger

NOW = timezone.now()
State = Submission.State
WHY: dict[str, Any] = {"reason": Reason.WRONG_RESULT, "step": 2, "comment": make.COMMENT}


def earned(worker: User) -> object:
    return ledger.balance_of(ledger.earned(worker.pk))


def test_an_approval_pays_counts_and_tells(ann: User, ben: User) -> None:
    done = make.submission(make.task(ann, title="Read a sign"), ben)

    review.approve(done, by=ann, now=NOW)

    row = make.fresh(done)
    assert (row.state, row.approved_by, earned(ben)) == (State.APPROVED, ann, usd("0.095"))
    assert (make.fresh(ben).approved, make.fresh(ann).judged_approved) == (1, 1)
    assert [(told.headline, told.topic) for told in Notice.objects.of(ben)] == [
        ("$0.095 earned: Read a sign", Topic.PAY)
    ]


def test_an_approval_is_given_once(ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben)

    with pytest.raises(review.AlreadyJudged):
        review.approve(done, by=ann, now=NOW)

    assert earned(ben) == usd("0.095")


def test_what_is_still_worked_on_is_not_approved(ann: User, ben: User) -> None:
    held = make.claim(make.task(ann), ben)

    with pytest.raises(review.AlreadyJudged):
        review.approve(held, by=ann, now=NOW)

    assert earned(ben) == 0


def test_the_last_slot_paid_finishes_the_task(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)

    make.approved(task, ben)

    assert make.fresh(task).state == Task.State.FINISHED
    assert ledger.balance_of(ledger.escrow(task.pk)) == 0


def test_a_rejection_locks_the_slots_money_and_counts_nowhere_yet(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    done = make.submission(task, ben)

    review.reject(done, by=ann, now=NOW, **WHY)

    row = make.fresh(done)
    assert (row.state, row.contest_until) == (State.REJECTED, NOW + timedelta(days=7))
    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("0.11")
    assert (make.fresh(ben).rejected, make.fresh(ann).judged_rejected, make.fresh(task).taken) == (0, 0, 1)


def test_a_rejection_tells_the_worker_why_by_mail(ann: User, ben: User) -> None:
    review.reject(make.submission(make.task(ann), ben), by=ann, now=NOW, **WHY)

    notice = Notice.objects.get(person=ben, by_mail=True)
    assert notice.body == f"Wrong result. The employer wrote: {make.COMMENT}"


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"step": None}, "step"),
        ({"step": 0}, "step"),
        ({"step": 3}, "step"),
        ({"comment": "   too short     "}, "comment"),
    ],
)
def test_a_rejection_is_explained(ann: User, ben: User, instead: dict[str, Any], field: str) -> None:
    done = make.submission(make.task(ann), ben)

    with pytest.raises(review.Unexplained) as refusal:
        review.reject(done, by=ann, now=NOW, **{**WHY, **instead})

    assert list(refusal.value.message_dict) == [field]
    assert make.fresh(done).state == State.SUBMITTED


def test_nobody_rejects_for_another_employer(ann: User, ben: User, cleo: User) -> None:
    done = make.submission(make.task(ann), ben)

    with pytest.raises(Submission.DoesNotExist):
        review.reject(done, by=cleo, now=NOW, **WHY)


def test_a_verdict_is_not_replaced_by_a_rejection(ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben)

    with pytest.raises(review.AlreadyJudged):
        review.reject(done, by=ann, now=NOW, **WHY)


def test_when_the_time_to_review_is_over_nothing_is_rejected_any_more(ann: User, ben: User) -> None:
    done = make.submission(make.task(ann, review_days=1), ben, now=NOW - timedelta(days=1))

    with pytest.raises(review.ReviewOver):
        review.reject(done, by=ann, now=NOW, **WHY)

    assert jobs.approve_unreviewed() == 1


def test_a_rejection_can_be_overturned_and_then_counts_as_approved(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)

    review.overturn(done, by=ann, now=NOW)

    assert (make.fresh(done).state, earned(ben)) == (State.APPROVED, usd("0.095"))
    assert (make.fresh(ben).approved, make.fresh(ben).rejected) == (1, 0)


def test_a_plain_approval_does_not_overturn_a_rejection_unseen(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)

    with pytest.raises(review.AlreadyJudged):
        review.approve(done, by=ann, now=NOW)


def test_a_final_rejection_is_not_overturned(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)
    review.confirm_many([done.pk], now=NOW)

    with pytest.raises(review.AlreadyJudged):
        review.overturn(done, by=ann, now=NOW)

    assert earned(ben) == 0


def test_many_are_approved_at_once_and_the_judged_left_alone(ann: User, ben: User, cleo: User, dina: User) -> None:
    task = make.task(ann)
    rows = [make.submission(task, ben), make.submission(task, cleo), make.rejected(task, dina)]

    done = review.approve_many([row.pk for row in rows] * 2, by=ann, now=NOW)

    assert done == 2
    assert [make.fresh(row).state for row in rows] == [State.APPROVED, State.APPROVED, State.REJECTED]
    assert [earned(worker) for worker in (cleo, dina)] == [usd("0.095"), 0]


def test_approving_nothing_is_nothing(ann: User) -> None:
    assert review.approve_many([], by=ann, now=NOW) == 0


def test_the_sweep_approves_what_nobody_reviewed_and_nothing_else(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, review_days=3)
    late = make.submission(task, ben, now=timezone.now() - timedelta(days=3))
    fresh = make.submission(task, cleo)

    assert jobs.approve_unreviewed() == 1

    assert (make.fresh(late).state, make.fresh(late).approved_by) == (State.APPROVED, None)
    assert make.fresh(fresh).state == State.SUBMITTED
    assert earned(ben) == usd("0.095")


def test_the_sweep_run_twice_pays_once(ann: User, ben: User) -> None:
    make.submission(make.task(ann), ben, now=timezone.now() - timedelta(days=4))

    jobs.approve_unreviewed()

    assert jobs.approve_unreviewed() == 0
    assert earned(ben) == usd("0.095")


def test_a_rejection_nobody_disputes_becomes_final_counts_and_frees_its_slot(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    done = make.rejected(task, ben, now=timezone.now() - timedelta(days=7))

    assert jobs.confirm_uncontested() == 1

    assert make.fresh(done).state == State.CONFIRMED
    assert (make.fresh(ben).rejected, make.fresh(ann).judged_rejected) == (1, 1)
    assert make.fresh(task).slots_left == 1


def test_a_rejection_that_can_still_be_disputed_is_left(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben, now=timezone.now() - timedelta(days=6, hours=23))

    assert jobs.confirm_uncontested() == 0
    assert make.fresh(done).state == State.REJECTED


def test_a_final_rejection_in_a_stopped_task_returns_its_money(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)
    make.rejected(task, ben, now=timezone.now() - timedelta(days=8))
    publishing.stop(task, by=ann, now=NOW)

    jobs.confirm_uncontested()

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_five_rejections_in_a_row_cost_a_level(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = Rules(budget_rate=100)
    make.deposit(ann, "50")
    ask = [Wanted("text", "What?", 3)]
    for _number in range(25):
        make.approved(make.task(ann, slots=1, proofs=ask), ben)
    risen = make.fresh(ben).level

    rows = [make.rejected(make.task(ann, slots=1, proofs=ask), ben) for _number in range(5)]
    while_open = make.fresh(ben).level
    review.confirm_many([row.pk for row in rows], now=NOW)

    assert (risen, while_open, make.fresh(ben).level) == (Level.ADVANCED, Level.ADVANCED, Level.STARTER)
