"""Bulk approval: what waited at the press is approved once, whoever is killed meanwhile, and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from submissions import bulk, jobs, queue, review, verdicts
from submissions.models import BulkApproval, Reason, Submission
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from tests.threads import at_once
from wallet import ledger

NOW = timezone.now()
MINUTE = NOW + timedelta(seconds=60)
State, Bulk = Submission.State, BulkApproval.State
Crowd = Callable[[int], list[User]]
WHY: dict[str, Any] = {"reason": Reason.WRONG_RESULT, "step": 2, "comment": make.COMMENT}
ONE_TEXT = [Wanted("text", "What?", 3)]


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def states(rows: list[Submission]) -> list[str]:
    return [make.fresh(row).state for row in rows]


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, proofs=ONE_TEXT, now=NOW)


@pytest.fixture
def rows(task: Task, crowd: Crowd) -> list[Submission]:
    return [make.submission(task, worker, now=NOW) for worker in crowd(4)]


@pytest.fixture
def asked(task: Task, ann: User, rows: list[Submission]) -> BulkApproval:
    return bulk.ask(task, queue.waiting_for(task), by=ann, now=NOW)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of two."""
    monkeypatch.setattr(bulk, "AT_ONCE", 2)


def test_nothing_is_approved_for_a_minute(asked: BulkApproval, rows: list[Submission]) -> None:
    assert bulk.run_due(now=MINUTE - timedelta(seconds=1)) == 0
    assert states(rows) == [State.SUBMITTED] * 4


def test_then_all_that_waited_is_approved_piece_by_piece(
    asked: BulkApproval, ann: User, rows: list[Submission], few: None
) -> None:
    assert bulk.run_due(now=MINUTE) == 4

    row = make.fresh(asked)
    assert states(rows) == [State.APPROVED] * 4
    assert (row.state, row.place, row.done, row.left_out) == (Bulk.DONE, 4, 4, 0)
    assert make.fresh(rows[0]).approved_by == ann


def test_what_is_handed_in_after_the_press_waits(asked: BulkApproval, task: Task, ben: User) -> None:
    later = make.submission(task, ben, now=NOW)

    bulk.run_due(now=MINUTE)

    assert make.fresh(later).state == State.SUBMITTED


def test_what_got_another_verdict_meanwhile_is_left_out(asked: BulkApproval, ann: User, rows: list[Submission]) -> None:
    review.reject(rows[0], by=ann, now=NOW, **WHY)
    verdicts.reject_one(rows[1], by=ann, now=MINUTE, **WHY)

    assert bulk.run_due(now=MINUTE) == 2

    assert states(rows) == [State.REJECTED, State.SUBMITTED, State.APPROVED, State.APPROVED]
    assert make.fresh(asked).left_out == 2


def test_undone_within_the_minute_nothing_happens(asked: BulkApproval, ann: User, rows: list[Submission]) -> None:
    bulk.stop(asked, by=ann, now=NOW)

    assert bulk.run_due(now=MINUTE) == 0
    assert states(rows) == [State.SUBMITTED] * 4


def test_it_can_be_stopped_between_two_pieces(
    asked: BulkApproval, ann: User, rows: list[Submission], few: None
) -> None:
    held = bulk._take(MINUTE)
    assert held is not None
    assert bulk._go_on(held, now=MINUTE) == 2

    bulk.stop(asked, by=ann, now=MINUTE)

    assert bulk._go_on(held, now=MINUTE) is None
    assert states(rows) == [State.APPROVED] * 2 + [State.SUBMITTED] * 2


def test_what_is_over_is_not_stopped(asked: BulkApproval, ann: User) -> None:
    bulk.run_due(now=MINUTE)

    with pytest.raises(bulk.Over):
        bulk.stop(asked, by=ann, now=MINUTE)


def test_a_killed_job_is_gone_on_with_where_it_was(asked: BulkApproval, rows: list[Submission], few: None) -> None:
    held = bulk._take(MINUTE)
    assert held is not None
    bulk._go_on(held, now=MINUTE)

    assert bulk.run_due(now=MINUTE) == 0  # Its lease runs.
    assert bulk.run_due(now=timezone.now() + timedelta(minutes=5)) == 2
    assert bulk._go_on(held, now=MINUTE) is None
    assert states(rows) == [State.APPROVED] * 4


def test_pressing_twice_is_one(asked: BulkApproval, task: Task, ann: User) -> None:
    assert bulk.ask(task, queue.waiting_for(task), by=ann, now=NOW) == asked


def test_where_nothing_waits_it_says_so(task: Task, ann: User) -> None:
    with pytest.raises(bulk.NothingWaits):
        bulk.ask(task, queue.waiting_for(task), by=ann, now=NOW)


def test_nobody_approves_for_another_employer(task: Task, rows: list[Submission], cleo: User) -> None:
    with pytest.raises(bulk.NothingWaits):
        bulk.ask(task, queue.waiting_for(task), by=cleo, now=NOW)


def test_the_job_runs_what_is_due(asked: BulkApproval) -> None:
    BulkApproval.objects.update(due_at=timezone.now())

    assert jobs.approve_in_bulk() == 4


def test_the_page_counts_down_then_says_how_far_it_is(
    task: Task, rows: list[Submission], ann: User, client: Client
) -> None:
    client.force_login(ann)
    assert "Approve all 4, each pays $0.095" in said(client.get(f"/tasks/{task.public_id}/review/"))

    page = client.post(f"/tasks/{task.public_id}/approve-all/", follow=True)
    url = page.redirect_chain[-1][0]
    assert "4 submissions are approved when the time to undo is over:" in said(page)
    desk = said(client.get(f"/tasks/{task.public_id}/review/"))
    assert ("4 submissions are being approved." in desk, desk.count("Being approved with the others")) == (True, 4)

    bulk.run_due(now=timezone.now() + timedelta(minutes=2))

    assert "4 submissions are approved. Their workers receive $0.38." in said(client.get(url))


def test_undo_on_the_page_leads_back_to_the_desk(asked: BulkApproval, ann: User, client: Client) -> None:
    client.force_login(ann)

    answer = client.post(f"/approvals/{asked.public_id}/stop/", follow=True)

    assert answer.redirect_chain == [(f"/tasks/{asked.task.public_id}/review/", 302)]
    assert "Undone: they wait for your verdict again." in said(answer)


@pytest.mark.race
def test_two_jobs_at_once_and_a_reviewer_judge_each_once(committed_db: None, crowd: Crowd) -> None:
    ann = make.person("ann", country="DE")
    make.deposit(ann)
    task = make.task(ann, proofs=ONE_TEXT, now=NOW)
    rows = [make.submission(task, worker, now=NOW) for worker in crowd(8)]
    bulk.ask(task, queue.waiting_for(task), by=ann, now=NOW)

    at_once(
        *[lambda: bulk.run_due(now=MINUTE)] * 3,
        *(lambda row=row: review.reject(row, by=ann, now=NOW, **WHY) for row in rows[:4]),
    )

    approved = [row for row in rows if make.fresh(row).state == State.APPROVED]
    rejected = [row for row in rows if make.fresh(row).state == State.REJECTED]
    assert len(approved) + len(rejected) == 8
    assert make.fresh(task).paid == len(approved) == make.fresh(BulkApproval.objects.get()).done
    assert all(ledger.balance_of(ledger.earned(row.worker_id)) == usd("0.095") for row in approved)
