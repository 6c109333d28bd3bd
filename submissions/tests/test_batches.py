"""Batches as workers meet them: row after row, each once, each answered as often as wanted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User, Verdict
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions import claims, proofs, review
from submissions.models import Reason, Submission
from tasks import publishing, rows, slots
from tasks.models import Row, Task
from tests import make
from wallet import escrow, ledger

NOW = timezone.now()
State = Submission.State


def number(submission: Submission) -> int:
    return submission.row.number if submission.row else 0


def test_each_claim_is_of_the_next_row(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann)

    given = [number(make.submission(task, ben)), number(make.claim(task, cleo)), number(make.claim(task, ben))]

    assert given == [1, 2, 3]


def test_a_worker_reads_the_values_of_their_row(ann: User, ben: User) -> None:
    words = make.claim(make.batch(ann), ben).words

    assert words.title == "Find the telephone number of Shop 1"
    assert words.steps == ["Open https://example.org/1.", "Copy the number of Shop 1."]
    assert words.labels == {1: "The number of Shop 1"}


def test_whoever_has_no_row_reads_what_the_variables_are_called(ann: User) -> None:
    task = make.fresh(make.batch(ann))

    assert (task.title, task.steps[0]) == ("Find the telephone number of [name]", "Open [page].")
    assert task.proof_fields.get().label == "The number of [name]"


def test_a_worker_holds_one_row_of_a_batch_at_a_time(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.claim(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)

    assert make.fresh(task).taken == 1


def test_two_answers_to_a_row_come_from_two_workers(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1, answers=2)
    make.submission(task, ben)

    with pytest.raises(slots.NoRowLeft):
        make.claim(task, ben)
    make.submission(task, cleo)

    assert Row.objects.get().held == make.fresh(task).taken == 2


def test_a_row_given_back_goes_to_somebody_else_and_its_worker_goes_on(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann)
    make.given_back(task, ben)

    given = [number(make.claim(task, ben)), number(make.claim(task, cleo))]

    assert given == [2, 1]


def test_a_row_given_back_comes_again_when_no_other_is_left_with_what_was_kept(ann: User, ben: User) -> None:
    task = make.batch(ann, rows=1)
    held = make.claim(task, ben)
    proofs.keep(held, by=ben, texts={"proof-1": "12 34"}, files={}, now=NOW)
    claims.give_back(held, by=ben, now=NOW)

    again = make.claim(task, ben)

    assert (number(again), again.proofs.get().text) == (1, "12 34")


def test_what_was_kept_for_one_row_never_comes_up_in_another(ann: User, ben: User) -> None:
    task = make.batch(ann)
    held = make.claim(task, ben)
    proofs.keep(held, by=ben, texts={"proof-1": "12 34"}, files={}, now=NOW)
    claims.give_back(held, by=ben, now=NOW)

    assert make.claim(task, ben).proofs.count() == 0


def test_a_row_whose_time_ran_out_is_free_again(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann)
    make.claim(task, ben, now=NOW - timedelta(hours=2))
    claims.expire_due(now=NOW)

    assert number(make.claim(task, cleo)) == 1


def test_a_row_rejected_for_good_goes_to_somebody_else(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1)
    review.confirm_many([make.rejected(task, ben).pk], now=NOW)

    with pytest.raises(slots.NoRowLeft):
        make.claim(task, ben)

    assert number(make.claim(task, cleo)) == 1


def test_a_full_batch_says_so(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1)
    make.claim(task, ben)

    with pytest.raises(slots.TaskFull):
        make.claim(task, cleo)


def test_hands_that_are_full_leave_the_row_where_it_is(ann: User, ben: User) -> None:
    task = make.batch(ann)
    for _number in range(3):
        make.claim(make.task(ann), ben)

    with pytest.raises(claims.TooManyClaims):
        make.claim(task, ben)

    assert Row.objects.filter(held__gt=0).count() == 0


def test_a_batch_costs_its_rows_times_the_answers(ann: User) -> None:
    task = make.batch(ann, rows=3, answers=2)

    assert (task.slots, escrow.held(task.pk)) == (6, usd("0.66"))


def test_stopping_a_batch_returns_what_no_row_needs(ann: User, ben: User) -> None:
    task = make.batch(ann)
    held = make.claim(task, ben)
    publishing.stop(task, by=ann, now=NOW)
    claims.give_back(held, by=ben, now=NOW)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def run_again(task: Task, ann: User, *, key: str = "one") -> bool:
    return rows.run_again([Row.objects.get(number=1).pk], task, key=key, agreed=usd("0.11"), by=ann, now=NOW)


def test_a_row_run_again_is_done_by_somebody_else_at_the_same_price(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1)
    make.rejected(task, ben)

    assert [run_again(task, ann), run_again(task, ann)] == [True, False]

    assert number(make.approved(task, cleo)) == 1
    assert escrow.held(task.pk) == usd("0.11")


def test_a_rejection_final_after_its_row_was_run_again_returns_its_slot(ann: User, ben: User, cleo: User) -> None:
    task = make.batch(ann, rows=1)
    bad = make.rejected(task, ben)
    run_again(task, ann)
    make.approved(task, cleo)

    review.confirm_many([bad.pk], now=NOW)

    done = make.fresh(task)
    assert (done.state, done.slots, done.paid) == (Task.State.FINISHED, 1, 1)
    assert escrow.held(task.pk) == 0
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")


def test_slots_of_a_batch_are_not_added_without_rows(ann: User) -> None:
    task = make.batch(ann)

    with pytest.raises(publishing.NotNow):
        publishing.add_slots(task, slots=1, key="one", agreed=usd("0.11"), by=ann, now=NOW)


def test_a_rejection_names_the_step_with_its_values(ann: User, ben: User) -> None:
    done = make.submission(make.batch(ann), ben)
    review.reject(done, by=ann, reason=Reason.WRONG_RESULT, step=1, comment=make.COMMENT, now=NOW)

    assert make.fresh(done).failed_step == "Open https://example.org/1."


TRICKY = 'name,page\nSh\u200bop {{page}}  & \u2066"1"\ufeff,https://example.org/1\nShop 2,https://example.org/2\n'


@pytest.mark.parametrize(
    "title", ["Find {{name}} in {{ name }}", "{{name}}", "At {{page}}: {{name}}!", "Nothing of it"]
)
def test_whoever_is_paid_or_rejected_reads_the_title_of_their_row(ann: User, ben: User, title: str) -> None:
    words: dict[str, Any] = {"title": title, "steps": ["Look at {{name}}, at {{page}}."]}
    task = make.published(make.batch_draft(ann, TRICKY, **words))
    paid, other = make.submission(task, ben), make.submission(task, ben)

    make.approve(paid)
    review.reject(other, by=ann, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=NOW)
    review.confirm_uncontested(now=NOW + timedelta(days=30))

    titles = [make.fresh(one).words.title for one in (paid, other)]
    assert list(Verdict.objects.order_by("given_at").values_list("title", flat=True)) == titles
    heads = {one.headline for one in Notice.objects.of(ben)}
    assert {f"$0.095 earned: {titles[0]}", f"Rejected: {titles[1]}"} <= heads
