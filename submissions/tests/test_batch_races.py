"""Many workers on few rows at once, with real threads: each row is answered as often as wanted, and by nobody twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from picomarket.lib.refusals import Refused
from submissions import claims
from submissions.models import Submission
from tasks.models import Row, Task
from tests import make
from tests.threads import at_once

pytestmark = pytest.mark.race
NOW = timezone.now()


@pytest.fixture
def ann(committed_db: None) -> User:
    user = make.person("ann", country="DE")
    make.deposit(user, "100")
    return user


def work(task: Task, worker: User, *, gives_back: bool) -> int:
    """Claims row after row until there is none, and hands in; gives some back, if at all. How many it did."""
    done = 0
    while True:
        try:
            held = make.claim(task, worker)
        except Refused:
            return done
        if gives_back and random.random() < 0.3:
            claims.give_back(held, by=worker, now=NOW)
            continue
        make.handed_in(held, worker)
        done += 1


@pytest.mark.parametrize(("answers", "gives_back"), [(1, False), (3, False), (3, True)])
def test_fifty_workers_answer_twenty_rows_as_often_as_wanted(
    ann: User, crowd: Callable[[int], list[User]], answers: int, gives_back: bool
) -> None:
    task, workers = make.batch(ann, rows=20, answers=answers), crowd(50)

    done = at_once(*(lambda one=one: work(task, one, gives_back=gives_back) for one in workers))

    live = Submission.objects.exclude(state__in=Submission.ENDED_UNDONE)
    per_row = Counter(live.values_list("row__number", flat=True))
    twice = live.values("row", "worker").annotate(times=Count("pk")).filter(times__gt=1)
    assert per_row == dict.fromkeys(range(1, 21), answers)
    assert list(twice) == []
    assert sum(done) == make.fresh(task).taken == 20 * answers


def test_fifty_claims_at_once_are_of_fifty_different_rows(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, workers = make.batch(ann, rows=50), crowd(50)

    results: list[Any] = at_once(*(lambda one=one: make.claim(task, one) for one in workers))

    assert len({held.row_id for held in results}) == 50
    assert Row.objects.filter(held=1).count() == 50


def test_one_worker_in_many_tabs_holds_one_row(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, (worker,) = make.batch(ann, rows=20), crowd(1)

    results = at_once(*[lambda: make.claim(task, worker)] * 8)

    assert Counter(type(one).__name__ for one in results) == {"Submission": 1, "AlreadyClaimed": 7}
    assert Row.objects.filter(held=1).count() == make.fresh(task).taken == 1
