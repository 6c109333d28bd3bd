"""Overturning one's own rejection, also when it is final: the money is said before, and nothing counts any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import levels, points
from accounts.models import User, Verdict
from picomarket.lib.money import Money, usd
from submissions import overturning, review
from submissions.models import Submission
from tasks import publishing
from tasks.models import Row, Task
from tests import make
from tests.threads import at_once
from wallet import ledger

NOW = timezone.now()
FINAL = NOW + timedelta(days=8)
LATE = NOW + timedelta(days=30)
COST, NOTHING = usd("0.11"), Money(0)
State = Submission.State


def balances(ann: User, task: Task, ben: User) -> list[Money]:
    pots = ledger.spendable(ann.pk), ledger.escrow(task.pk), ledger.earned(ben.pk)
    return [ledger.balance_of(pot) for pot in pots]


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def test_a_free_slot_of_the_task_pays_for_it(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    spendable, _escrow, _earned = balances(ann, task, ben)

    assert overturning.cost_of(done) == NOTHING
    overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    assert balances(ann, task, ben) == [spendable, COST, usd("0.095")]
    assert (make.fresh(done).state, make.fresh(task).taken, make.fresh(task).paid) == (State.APPROVED, 1, 1)


def test_where_no_slot_is_free_its_cost_comes_out_of_the_balance(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, slots=1, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    make.claim(task, cleo, now=FINAL)
    spendable, _escrow, _earned = balances(ann, task, ben)

    assert overturning.cost_of(done) == COST
    overturning.overturn(done, by=ann, agreed=COST, now=FINAL)

    assert balances(ann, task, ben) == [spendable - COST, COST, usd("0.095")]
    assert (make.fresh(task).slots, make.fresh(task).taken, make.fresh(task).paid) == (2, 2, 1)


def test_work_of_a_stopped_task_is_paid_after_all(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    publishing.stop(task, by=ann, now=FINAL)

    overturning.overturn(done, by=ann, agreed=COST, now=FINAL)

    assert balances(ann, task, ben)[1:] == [NOTHING, usd("0.095")]
    assert make.fresh(task).state == Task.State.STOPPED


def test_a_rejection_confirmed_in_a_stopped_task_is_paid_after_all(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1, now=NOW)
    rejected = make.rejected(task, ben, now=NOW)
    publishing.stop(task, by=ann, now=NOW)
    review.confirm_uncontested(now=FINAL)

    overturning.overturn(make.fresh(rejected), by=ann, agreed=COST, now=FINAL)

    assert balances(ann, task, ben)[1:] == [NOTHING, usd("0.095")]


def test_a_row_of_a_batch_that_somebody_else_does_now_gets_one_more_answer(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    make.claim(task, cleo, now=FINAL)

    overturning.overturn(done, by=ann, agreed=task.price.cost, now=FINAL)

    row = Row.objects.get(task=task)
    assert (row.held, row.wanted) == (2, 2)


def test_a_task_shared_among_countries_counts_it_again(ann: User, ben: User) -> None:
    task = make.task(ann, slots=4, country_share=50, now=NOW)

    overturning.overturn(make.confirmed(task, ben, now=NOW), by=ann, agreed=NOTHING, now=FINAL)

    assert task.countries_taken.get(country="BD").taken == 1


def test_the_rejection_leaves_every_count_and_the_approval_counts(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    assert (make.fresh(ben).rejected, make.fresh(ann).judged_rejected) == (1, 1)

    overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    worker, employer = make.fresh(ben), make.fresh(ann)
    assert (worker.approved, worker.rejected) == (1, 0)
    assert (employer.judged_approved, employer.judged_rejected) == (1, 0)
    assert [(one.submission_id, one.approved) for one in Verdict.objects.all()] == [(done.pk, True)]
    assert levels.rolling_rates([ben.pk]) == {ben.pk: 100}


def test_after_thirty_days_it_is_too_late(ann: User, ben: User) -> None:
    done = make.confirmed(make.task(ann, slots=2, now=NOW), ben, now=NOW)

    with pytest.raises(overturning.TooLateToOverturn):
        overturning.overturn(done, by=ann, agreed=NOTHING, now=LATE)


def test_who_lacks_the_money_reads_so_and_nothing_moves(ben: User, cleo: User) -> None:
    poor = make.person("poor", country="DE")
    make.deposit(poor, "5")
    task = make.task(poor, slots=40, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    publishing.stop(task, by=poor, now=FINAL)
    make.task(poor, slots=45, now=FINAL)

    with pytest.raises(ledger.InsufficientFunds):
        overturning.overturn(done, by=poor, agreed=COST, now=FINAL)

    assert make.fresh(done).state == State.CONFIRMED


def test_another_sum_than_shown_is_refused(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, slots=1, now=NOW)
    done = make.confirmed(task, ben, now=NOW)

    with pytest.raises(overturning.CostChanged):
        overturning.overturn(done, by=ann, agreed=COST, now=FINAL)
    make.claim(task, cleo, now=FINAL)
    with pytest.raises(overturning.CostChanged):
        overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    assert make.fresh(task).slots == 1


def test_nobody_else_overturns(ann: User, ben: User, cleo: User) -> None:
    done = make.confirmed(make.task(ann, slots=2, now=NOW), ben, now=NOW)

    with pytest.raises(Submission.DoesNotExist):
        overturning.overturn(done, by=cleo, agreed=NOTHING, now=FINAL)


def test_the_page_says_the_sum_and_pays(ann: User, ben: User, cleo: User, client: Client) -> None:
    task = make.task(ann, slots=1)
    done = make.confirmed(task, ben)
    make.claim(task, cleo)
    client.force_login(ann)

    page = said(client.get(done.review_url))
    answer = client.post(f"/submissions/{done.public_id}/overturn/", {"agreed": str(int(COST))}, follow=True)

    assert "Its slot was given up, so $0.11 is taken out of your balance." in page
    assert f'name="agreed" value="{int(COST)}"' in page
    assert "Approved. Ben receives $0.095." in said(answer)


def test_a_step_is_marked_only_while_the_rejection_stands(ann: User, ben: User, client: Client) -> None:
    done = make.confirmed(make.task(ann, slots=2, now=NOW), ben, now=NOW)
    client.force_login(ann)
    before = said(client.get(done.review_url))
    overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    after = said(client.get(done.review_url))

    assert ("not done as asked" in before, "not done as asked" in after) == (True, False)


@pytest.mark.race
def test_overturning_in_many_tabs_pays_once(committed_db: None) -> None:
    ann, ben = make.person("ann", country="DE"), make.person("ben")
    make.deposit(ann)
    task = make.task(ann, slots=1, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    publishing.stop(task, by=ann, now=FINAL)

    results = at_once(*[lambda: overturning.overturn(done, by=ann, agreed=COST, now=FINAL)] * 6)

    assert [type(one).__name__ for one in results if one is not None] == ["AlreadyJudged"] * 5
    assert balances(ann, task, ben)[1:] == [NOTHING, usd("0.095")]


def test_a_level_that_fell_by_it_is_given_back_and_the_rejection_leaves_both_rates(ann: User, ben: User) -> None:
    others = [
        levels.Judged(900_000 + number, ben.pk, ann.pk, approved=number >= 4, title=f"Task {number}")
        for number in range(29)
    ]
    levels.record_verdicts(others, now=NOW - timedelta(days=1))
    done = make.confirmed(make.task(ann, slots=2, now=NOW), ben, now=NOW)
    fallen = make.fresh(ben)

    overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    risen = make.fresh(ben)
    move = risen.level_moves.latest("pk")
    assert (fallen.level, fallen.rejected, fallen.success_rate) == (1, 5, 83)
    assert (risen.level, risen.rejected, risen.success_rate) == (2, 4, 86)
    assert levels.rolling_rates([ben.pk]) == {ben.pk: 86}
    assert (move.is_rise, move.causes) == (True, [done.pk])


def test_work_approved_after_all_gives_the_points_it_would_have_given(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2, now=NOW)
    done = make.confirmed(task, ben, now=NOW)
    before = make.fresh(ben).points

    overturning.overturn(done, by=ann, agreed=NOTHING, now=FINAL)

    (line,) = points.ledger(ben)
    assert (before, line.points, make.fresh(ben).points) == (0, 14, 14)
