"""Verdicts by press: for a minute they can be taken back, then they are carried out, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from inbox.models import Notice
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from submissions import jobs, queue, review, verdicts
from submissions.models import GivenVerdict, Reason, Submission
from tasks.models import Task
from tests import make
from tests.threads import at_once
from wallet import ledger

NOW = timezone.now()
MINUTE = NOW + timedelta(seconds=60)
State = Submission.State
Crowd = Callable[[int], list[User]]
WHY: dict[str, Any] = {"reason": Reason.WRONG_RESULT, "step": 2, "comment": make.COMMENT}


def earned(worker: User) -> object:
    return ledger.balance_of(ledger.earned(worker.pk))


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def task(ann: User) -> Task:
    return make.task(ann, now=NOW)


@pytest.fixture
def done(task: Task, ben: User) -> Submission:
    return make.submission(task, ben, now=NOW)


@pytest.fixture
def anns(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def test_an_approval_moves_nothing_and_tells_nobody_for_a_minute(done: Submission, ann: User, ben: User) -> None:
    verdicts.approve([done.pk], by=ann, now=NOW)

    assert verdicts.carry_out_due(now=MINUTE - timedelta(seconds=1)) == 0
    assert (make.fresh(done).state, earned(ben), Notice.objects.of(ben).count()) == (State.SUBMITTED, 0, 0)


def test_after_the_minute_it_is_paid_by_whom_approved_it(done: Submission, ann: User, ben: User) -> None:
    verdicts.approve([done.pk], by=ann, now=NOW)

    assert verdicts.carry_out_due(now=MINUTE) == 1

    row = make.fresh(done)
    assert (row.state, row.approved_by, earned(ben)) == (State.APPROVED, ann, usd("0.095"))
    assert verdicts.carry_out_due(now=MINUTE) == 0


def test_after_the_minute_a_rejection_has_its_reason_and_the_whole_time_to_dispute(
    done: Submission, ann: User, ben: User
) -> None:
    verdicts.reject_one(done, by=ann, now=NOW, **WHY)

    verdicts.carry_out_due(now=MINUTE)

    row = make.fresh(done)
    assert (row.state, row.reason, row.reason_step, row.comment) == ("rejected", "wrong_result", 2, make.COMMENT)
    assert row.contest_until == MINUTE + timedelta(days=7)
    assert Notice.objects.filter(person=ben, by_mail=True).count() == 1


def test_what_is_taken_back_waits_again(done: Submission, ann: User, ben: User) -> None:
    _count, press = verdicts.approve([done.pk], by=ann, now=NOW)

    assert verdicts.take_back(press, by=ann, now=NOW) == 1

    assert verdicts.carry_out_due(now=MINUTE) == 0
    review.reject(done, by=ann, now=NOW, **WHY)
    assert earned(ben) == 0


def test_one_press_is_taken_back_as_a_whole(task: Task, ann: User, crowd: Crowd) -> None:
    rows = [make.submission(task, worker, now=NOW) for worker in crowd(3)]
    count, press = verdicts.approve([row.pk for row in rows], by=ann, now=NOW)

    assert (count, verdicts.take_back(press, by=ann, now=NOW)) == (3, 3)
    assert not GivenVerdict.objects.exists()


def test_when_the_minute_is_over_nothing_is_taken_back(done: Submission, ann: User) -> None:
    _count, press = verdicts.approve([done.pk], by=ann, now=NOW)

    with pytest.raises(verdicts.TooLateToUndo):
        verdicts.take_back(press, by=ann, now=MINUTE)

    assert verdicts.carry_out_due(now=MINUTE) == 1


def test_nobody_else_takes_it_back(done: Submission, ann: User, cleo: User) -> None:
    _count, press = verdicts.approve([done.pk], by=ann, now=NOW)

    with pytest.raises(verdicts.TooLateToUndo):
        verdicts.take_back(press, by=cleo, now=NOW)


def test_the_second_verdict_on_a_submission_is_refused(done: Submission, ann: User) -> None:
    verdicts.approve([done.pk], by=ann, now=NOW)

    assert verdicts.approve([done.pk], by=ann, now=NOW)[0] == 0
    with pytest.raises(review.AlreadyJudged, match="a moment ago"):
        verdicts.reject_one(done, by=ann, now=NOW, **WHY)


def test_a_rejection_given_in_time_counts_though_the_window_closes_meanwhile(
    done: Submission, ann: User, ben: User
) -> None:
    last = NOW + timedelta(days=3) - timedelta(seconds=1)
    verdicts.reject_one(done, by=ann, now=last, **WHY)

    assert review.approve_unreviewed(now=last + timedelta(seconds=10)) == 0
    verdicts.carry_out_due(now=last + timedelta(seconds=60))

    assert (make.fresh(done).state, earned(ben)) == (State.REJECTED, 0)


def test_after_the_window_closed_nothing_is_rejected(done: Submission, ann: User) -> None:
    over = NOW + timedelta(days=3)

    with pytest.raises(review.ReviewOver):
        verdicts.reject_one(done, by=ann, now=over, **WHY)
    assert verdicts.reject([done.pk], by=ann, now=over, **WHY)[0] == 0


def test_who_judges_at_once_is_quicker_than_a_given_verdict(done: Submission, ann: User, ben: User) -> None:
    verdicts.reject_one(done, by=ann, now=NOW, **WHY)
    review.approve(done, by=ann, now=NOW)

    verdicts.carry_out_due(now=MINUTE)

    assert (make.fresh(done).state, earned(ben)) == (State.APPROVED, usd("0.095"))
    assert not GivenVerdict.objects.exists()


def test_a_market_without_a_minute_carries_out_at_once(
    done: Submission, ann: User, ben: User, settings: Settings
) -> None:
    settings.RULES = Rules(undo_seconds=0)

    verdicts.approve([done.pk], by=ann, now=NOW)

    assert earned(ben) == usd("0.095")


def test_at_most_ten_are_rejected_at_once(task: Task, ann: User) -> None:
    with pytest.raises(verdicts.TooMany, match="Reject at most 10 at a time"):
        verdicts.reject(range(1, 12), by=ann, now=NOW, **WHY)


def test_what_can_be_put_right_is_not_rejected_in_bulk(done: Submission, ann: User) -> None:
    with pytest.raises(review.Unexplained, match="Ask for a change first"):
        verdicts.reject([done.pk], by=ann, now=NOW, **{**WHY, "reason": Reason.INCOMPLETE})


def test_the_job_carries_out_what_is_due(done: Submission, ann: User) -> None:
    verdicts.approve([done.pk], by=ann, now=NOW - timedelta(minutes=2))

    assert jobs.carry_out_verdicts() == 1


def test_the_desk_shows_what_was_given_with_an_undo(task: Task, done: Submission, anns: Client) -> None:
    anns.post(f"/submissions/{done.public_id}/approve/")

    page = said(anns.get(f"/tasks/{task.public_id}/review/"))

    press = GivenVerdict.objects.get().press
    assert "Approved: <bdi>Ben</bdi>" in page
    assert page.count(f'action="/verdicts/{press}/undo/"') >= 1
    assert "Nothing waits for you" in page


def test_what_is_given_is_no_more_said_to_be_paid_by_itself(done: Submission, anns: Client) -> None:
    before = said(anns.get(done.review_url))
    anns.post(f"/submissions/{done.public_id}/approve/")

    after = said(anns.get(done.review_url))

    assert ("this one is paid by itself" in before, "this one is paid by itself" in after) == (True, False)


def test_what_can_be_taken_back_names_whose_work_it_is(done: Submission, ann: User) -> None:
    User.objects.filter(pk=done.worker_id).update(name="")
    verdicts.approve([done.pk], by=ann, now=NOW)

    (given,) = queue.just_given(done.task)

    assert given.worker_name == make.fresh(done.worker).public_name


def test_undo_leads_back_to_the_submission(done: Submission, anns: Client) -> None:
    anns.post(f"/submissions/{done.public_id}/approve/")
    assert "Until then you can take it back." in said(anns.get(done.review_url))

    answer = anns.post(f"/verdicts/{GivenVerdict.objects.get().press}/undo/", follow=True)

    assert answer.redirect_chain == [(done.review_url, 302)]
    assert "Undone: it waits for your verdict again." in said(answer)
    assert "Your verdict" in said(answer)


def test_the_worker_sees_nothing_for_a_minute(done: Submission, ann: User, client: Client) -> None:
    verdicts.reject_one(done, by=ann, now=NOW, **WHY)
    client.force_login(done.worker)

    page = said(client.get(done.get_absolute_url()))

    assert "Waiting for review" in page
    assert "Rejected" not in page


def test_several_are_rejected_each_by_its_own_tick(task: Task, anns: Client, crowd: Crowd) -> None:
    rows = [make.submission(task, worker) for worker in crowd(3)]
    picked = [row.public_id for row in rows]
    url = f"/tasks/{task.public_id}/reject/"

    page = said(anns.post(url, {"pick": picked}))
    assert page.count('name="sure"') == 3
    assert "checked" not in page

    answer = anns.post(url, {"shown": picked, "sure": picked[:2], **WHY}, follow=True)

    assert "2 submissions rejected." in said(answer)
    make.minute_over()
    assert [make.fresh(row).state for row in rows] == [State.REJECTED, State.REJECTED, State.SUBMITTED]


def test_rejecting_several_without_a_tick_says_so_and_keeps_what_was_typed(
    task: Task, done: Submission, anns: Client
) -> None:
    answer = anns.post(f"/tasks/{task.public_id}/reject/", {"shown": done.public_id, **WHY})

    assert answer.status_code == 422
    assert "Tick each submission that you reject." in said(answer)
    assert f"{make.COMMENT}</textarea>" in said(answer)


def test_several_are_offered_only_reasons_that_are_taken(
    task: Task, done: Submission, anns: Client, settings: Settings
) -> None:
    url, shown = f"/tasks/{task.public_id}/reject/", {"shown": done.public_id}

    page = said(anns.post(url, shown))
    refused = anns.post(url, {**shown, **WHY, "reason": Reason.INCOMPLETE, "sure": done.public_id})
    settings.RULES = replace(settings.RULES, revision_rounds=0)
    after = said(anns.post(url, shown))

    assert [f'value="{reason}"' in page for reason in (Reason.INCOMPLETE, Reason.FRAUD)] == [False, True]
    assert "Not here: Incomplete, Proof cannot be read. The worker can still put that right" in page
    assert (refused.status_code, "Ask for a change first" in said(refused)) == (422, True)
    assert ('value="incomplete"' in after, "Not here:" in after) == (True, False)


def test_whoever_decided_reads_what_can_be_undone_and_the_worker_what_was(
    ann: User, ben: User, anns: Client, client: Client
) -> None:
    task = make.batch(ann)
    done = make.submission(task, ben)
    verdicts.approve([done.pk], by=ann, now=timezone.now())

    rows, results, mine = (said(anns.get(f"/tasks/{task.public_id}/{page}/")) for page in ("rows", "results", "manage"))
    client.force_login(ben)
    theirs = [said(client.get(address)) for address in ("/submissions/", done.get_absolute_url())]

    assert ("Approved, can be undone until" in rows, "Waiting for review" in rows) == (True, False)
    assert ("Given a moment ago" in results, "a file says “submitted” of that work" in results) == (True, True)
    assert "Review 1 submission" not in mine
    assert [("undone" in page, "Waiting for review" in page) for page in theirs] == [(False, True)] * 2


@pytest.mark.race
def test_two_reviewers_on_one_proof_give_one_verdict(committed_db: None) -> None:
    ann, ben = make.person("ann", country="DE"), make.person("ben")
    make.deposit(ann)
    done = make.submission(make.task(ann), ben)

    results = at_once(
        *[lambda: verdicts.reject_one(done, by=ann, now=NOW, **WHY)] * 4,
        *[lambda: verdicts.approve([done.pk], by=ann, now=NOW)] * 4,
    )

    given = [one for one in results if isinstance(one, str) or (isinstance(one, tuple) and one[0])]
    assert len(given) == 1
    assert GivenVerdict.objects.count() == 1


@pytest.mark.race
def test_undo_and_carrying_out_at_the_same_moment_do_one_of_both(committed_db: None) -> None:
    ann = make.person("ann", country="DE")
    make.deposit(ann)
    task = make.task(ann)
    for number in range(6):
        worker = make.person(f"worker{number}")
        done = make.submission(task, worker, now=NOW)
        _count, press = verdicts.approve([done.pk], by=ann, now=NOW)

        carry_out = partial(verdicts.carry_out_due, now=MINUTE)
        at_once(partial(verdicts.take_back, press, by=ann, now=NOW), carry_out, carry_out)

        row = make.fresh(done)
        assert not GivenVerdict.objects.exists()
        assert (row.state == State.APPROVED) == (earned(worker) == usd("0.095"))
