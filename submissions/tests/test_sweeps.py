"""One row that fails must not hold up the others of its sweep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User, Verdict
from picomarket.lib.money import usd
from picomarket.lib.sweeps import again, sweep
from submissions import claims, review
from submissions.models import Submission
from tasks.models import Task
from tests import make
from wallet import ledger
from wallet.rails.interface import Fate, Outcome

NOW = timezone.now()
State = Submission.State


def judged_before(row: Submission) -> None:
    """What no verb of ours leaves: counted, though not judged. It cannot be judged any more."""
    Verdict.objects.create(worker=row.worker, submission_id=row.pk, approved=True, given_at=NOW)


def test_a_job_sweeps_until_nothing_is_left_to_do_or_its_time_is_over() -> None:
    waiting = [1000, 1000, 7, 0, 5]

    assert again(lambda: waiting.pop(0), seconds=60) == 2007
    assert again(lambda: waiting.pop(0), seconds=0) == 5
    assert waiting == []


def test_a_job_takes_more_than_one_sweep_holds(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task = make.task(ann)
    rows = [make.submission(task, worker, now=NOW) for worker in crowd(5)]
    over = NOW + timedelta(days=task.review_days)

    done = again(lambda: review.approve_unreviewed(now=over, most=2), seconds=60)

    assert done == 5
    assert {make.fresh(row).state for row in rows} == {State.APPROVED}


def test_one_that_cannot_be_approved_keeps_nobody_else_waiting(
    ann: User, crowd: Callable[[int], list[User]], caplog: pytest.LogCaptureFixture
) -> None:
    task, workers = make.task(ann), crowd(5)
    rows = [make.submission(task, worker, now=NOW) for worker in workers]
    judged_before(rows[2])

    done = review.approve_unreviewed(now=NOW + timedelta(days=task.review_days))

    assert done == 4
    assert [make.fresh(row).state for row in rows] == [*[State.APPROVED] * 2, State.SUBMITTED, *[State.APPROVED] * 2]
    assert [ledger.balance_of(ledger.earned(worker.pk)) for worker in workers].count(usd("0.095")) == 4
    assert make.fresh(task).paid == 4
    assert [record.message for record in caplog.records] == [f"A sweep left out {rows[2].pk}."]


def test_one_that_cannot_be_confirmed_keeps_nobody_else_waiting(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task = make.task(ann)
    rows = [make.rejected(task, worker, now=NOW) for worker in crowd(3)]
    judged_before(rows[0])

    done = review.confirm_uncontested(now=NOW + timedelta(days=7))

    assert done == 2
    assert [make.fresh(row).state for row in rows] == [State.REJECTED, State.CONFIRMED, State.CONFIRMED]
    assert make.fresh(task).taken == 1


def test_a_claim_that_cannot_be_ended_keeps_nobody_else_waiting(ann: User, crowd: Callable[[int], list[User]]) -> None:
    tasks = [make.task(ann) for _number in range(3)]
    rows = [make.claim(task, worker, now=NOW) for task, worker in zip(tasks, crowd(3), strict=True)]
    miscounted = Task.objects.filter(pk=tasks[1].pk)
    miscounted.update(taken=0)

    done = claims.expire_due(now=rows[0].grace_until)

    assert done == 2
    assert [make.fresh(row).state for row in rows] == [State.EXPIRED, State.CLAIMED, State.EXPIRED]
    miscounted.update(taken=1)


def test_a_claim_that_cannot_be_ended_does_not_keep_its_worker_from_the_next(ann: User, ben: User) -> None:
    stuck, task = make.task(ann), make.task(ann)
    make.claim(stuck, ben, now=NOW)
    Task.objects.filter(pk=stuck.pk).update(taken=0)

    held = make.claim(task, ben, now=NOW + timedelta(minutes=15))

    assert held.state == State.CLAIMED
    Task.objects.filter(pk=stuck.pk).update(taken=1)


def test_a_log_names_a_row_by_its_key_and_never_by_what_it_says(caplog: pytest.LogCaptureFixture, db: None) -> None:
    told = Outcome(key="k1", fate=Fate.FAILED, reason="There is no account DE89 3704.")

    def fail(rows: Sequence[Outcome]) -> int:
        raise ValueError

    assert sweep([told], fail) == 0
    assert [record.message for record in caplog.records] == ["A sweep left out k1."]
