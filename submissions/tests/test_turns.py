"""Tasks that one worker may do more than once: up to a limit, one after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from submissions import claims, review
from submissions.models import Submission
from tasks import edits, publishing, turns
from tasks.models import Change, Task
from tests import make

NOW = timezone.now()
State = Submission.State


@pytest.fixture
def ben(ben: User) -> User:
    return advanced(ben)


def advanced(worker: User) -> User:
    worker.level = Level.ADVANCED
    worker.save(update_fields=["level"])
    return worker


def often(ann: User, times: int | None = 3, **fields: Any) -> Task:
    return make.task(ann, per_worker=times, minimum_level=Level.ADVANCED, **fields)


def test_a_worker_does_it_as_often_as_the_task_says_and_no_more(ann: User, ben: User) -> None:
    task = often(ann)
    done = [make.submission(task, ben) for _time in range(3)]

    with pytest.raises(claims.NoTurnLeft, match="You did it 3 of 3 times"):
        make.claim(task, ben)

    assert [one.turn for one in done] == [1, 2, 3]
    assert make.fresh(task).taken == 3


def test_each_time_is_paid(ann: User, ben: User) -> None:
    task = often(ann, times=2)

    make.approved(task, ben)
    make.approved(task, ben)

    assert (make.fresh(task).paid, make.fresh(ben).approved) == (2, 2)


def test_one_time_is_held_at_a_time(ann: User, ben: User) -> None:
    task = often(ann)
    make.claim(task, ben)

    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)


def test_a_claim_that_came_to_nothing_leaves_its_time_to_the_next(ann: User, ben: User) -> None:
    task = often(ann, times=2)
    make.submission(task, ben)
    make.given_back(task, ben)
    ran_out = make.claim(task, ben)
    claims.expire_due(now=ran_out.grace_until)

    assert make.claim(task, ben).turn == 2


def test_a_rejection_counts_as_a_time_and_holds_the_next_up_until_it_is_final(ann: User, ben: User) -> None:
    task = often(ann, times=2)
    make.rejected(task, ben, now=NOW)

    with pytest.raises(claims.NoTurnLeft, match="not settled yet"):
        make.claim(task, ben)
    review.confirm_uncontested(now=NOW + timedelta(days=7))
    make.submission(task, ben)

    with pytest.raises(claims.NoTurnLeft, match="2 of 2"):
        make.claim(task, ben)


def test_the_feed_leaves_out_what_was_done_as_often_as_one_may(ann: User, ben: User) -> None:
    often_left, all_done, held, unsettled = (often(ann, times=2) for _ in range(4))
    make.submission(often_left, ben)
    make.submission(all_done, ben)
    make.submission(all_done, ben)
    make.claim(held, ben)
    make.rejected(unsettled, ben)

    assert set(Task.objects.open_to(ben).not_done_by(ben)) == {often_left}


def test_a_batch_is_open_on_while_a_rejection_is_not_settled(ann: User, ben: User) -> None:
    task = make.batch(ann)
    make.rejected(task, ben)

    assert set(Task.objects.open_to(ben).not_done_by(ben)) == {task}
    assert make.claim(task, ben).turn == 2


def test_of_a_batch_one_worker_does_as_many_rows_as_its_employer_says(ann: User, ben: User) -> None:
    task = make.published(limited_batch(ann, rows=3, times=2))
    make.submission(task, ben)
    make.submission(task, ben)

    with pytest.raises(claims.NoTurnLeft, match="You did it 2 of 2 times"):
        make.claim(task, ben)


def limited_batch(ann: User, *, rows: int, times: int) -> Task:
    draft = make.batch_draft(ann, rows=rows)
    assert draft.per_worker is None
    draft.per_worker = times
    draft.save(update_fields=["per_worker"])
    return draft


def test_raising_the_limit_opens_it_again_and_lowering_touches_nothing_claimed(ann: User, ben: User) -> None:
    task = often(ann, times=2)
    make.submission(task, ben)
    make.submission(task, ben)

    edits.change(task, kind=Change.Kind.AIMED, fields={"per_worker": 3}, by=ann, now=NOW)
    held = make.claim(task, ben)
    edits.change(task, kind=Change.Kind.AIMED, fields={"per_worker": 1}, by=ann, now=NOW)

    assert make.handed_in(held, ben).turn == 3
    assert set(Task.objects.open_to(ben).not_done_by(ben)) == set()
    with pytest.raises(claims.AlreadyClaimed):
        make.claim(task, ben)


def test_more_than_once_is_for_the_advanced_or_for_lists(ann: User) -> None:
    with pytest.raises(publishing.Unready, match="Only people of level Advanced"):
        make.task(ann, per_worker=2)
    with pytest.raises(publishing.Unready, match="at most 10 times"):
        often(ann, times=11)
    with pytest.raises(publishing.Unready, match="at most 10 times"):
        often(ann, times=None)


def test_a_live_task_for_all_levels_is_done_once(ann: User) -> None:
    task = often(ann)

    with pytest.raises(turns.TooOften, match="Only people of level Advanced"):
        edits.change(task, kind=Change.Kind.AIMED, fields={"minimum_level": Level.STARTER}, by=ann, now=NOW)

    assert make.fresh(task).minimum_level == Level.ADVANCED


def test_the_page_of_a_task_says_how_often_and_offers_the_next_time(ann: User, ben: User, client: Client) -> None:
    task = often(ann, times=2)
    client.force_login(ben)
    once = make.submission(task, ben)

    page = client.get(task.get_absolute_url()).content.decode()
    assert "Do it once more" in page
    assert "You did it 1 of 2 times." in page
    assert once.get_absolute_url() in page

    make.submission(task, ben)
    page = client.get(task.get_absolute_url()).content.decode()
    assert "Do it once more" not in page
    assert "You did it 2 of 2 times." in page


def test_a_second_press_leads_to_what_the_first_one_gave(ann: User, ben: User, client: Client) -> None:
    task = often(ann)
    client.force_login(ben)

    first, second = (client.post(f"/tasks/{task.public_id}/claim/") for _press in range(2))

    assert first.headers["Location"] == second.headers["Location"]
