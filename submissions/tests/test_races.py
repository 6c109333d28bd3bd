"""Two at once, with real threads and real commits: each slot is given once, each submission judged and paid once."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Level, User
from picomarket.lib.money import usd
from submissions import claims, proofs, ratings, review
from submissions.models import Reason, Submission
from tasks import measures, publishing
from tasks.drafts import Wanted
from tasks.models import EmployerRecord, Task
from tests import make
from tests.threads import at_once, wait_until_somebody_is_blocked
from wallet import ledger

pytestmark = pytest.mark.race
NOW = timezone.now()
State = Submission.State
ONE_TEXT = [Wanted("text", "What?", 3)]


@pytest.fixture
def ann(committed_db: None) -> User:
    user = make.person("ann", country="DE")
    make.deposit(user, "100")
    return user


@pytest.fixture
def ben(committed_db: None) -> User:
    return make.person("ben")


def kinds(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def small_task(ann: User, **fields: Any) -> Task:
    return make.task(ann, proofs=ONE_TEXT, **fields)


def reject(submission: Submission, ann: User) -> Submission:
    how = {"reason": Reason.WRONG_RESULT, "step": 2, "comment": make.COMMENT}
    return review.reject(submission, by=ann, now=NOW, **how)  # type: ignore[arg-type]


def test_five_hundred_workers_get_the_last_hundred_slots_and_no_more(
    ann: User, crowd: Callable[[int], list[User]]
) -> None:
    task, workers = small_task(ann, slots=100), crowd(500)

    results = at_once(*(lambda worker=worker: make.claim(task, worker) for worker in workers))

    assert kinds(results) == {"Submission": 100, "TaskFull": 400}
    assert (make.fresh(task).taken, Submission.objects.claimed().count()) == (100, 100)


def test_one_worker_pressing_claim_in_many_tabs_holds_one_slot(ann: User, ben: User) -> None:
    task = small_task(ann)

    results = at_once(*[lambda: make.claim(task, ben)] * 8)

    assert kinds(results) == {"Submission": 1, "AlreadyClaimed": 7}
    assert make.fresh(task).taken == 1


def test_one_worker_pressing_claim_in_twenty_tabs_does_it_one_after_the_other_and_never_too_often(
    ann: User, ben: User
) -> None:
    ben.level = Level.ADVANCED
    ben.save(update_fields=["level"])
    task = small_task(ann, slots=10, per_worker=3, minimum_level=Level.ADVANCED)

    def press() -> str:
        return make.handed_in(make.claim(task, ben), ben).state

    results = at_once(*[press] * 20)
    later = at_once(*[press] * 20)
    last = at_once(*[press] * 20)

    turns = (
        Submission.objects.exclude(state__in=Submission.ENDED_UNDONE).order_by("turn").values_list("turn", flat=True)
    )
    assert list(turns) == [1, 2, 3]
    assert make.fresh(task).taken == 3
    assert sum(kinds(some)["State"] for some in (results, later, last)) == 3


def test_holding_in_twenty_tabs_what_may_be_done_three_times_holds_one(ann: User, ben: User) -> None:
    ben.level = Level.ADVANCED
    ben.save(update_fields=["level"])
    task = small_task(ann, slots=10, per_worker=3, minimum_level=Level.ADVANCED)

    results = at_once(*[lambda: make.claim(task, ben)] * 20)

    assert kinds(results) == {"Submission": 1, "AlreadyClaimed": 19}
    assert make.fresh(task).taken == 1


def test_a_newcomer_claiming_many_tasks_at_once_holds_three(ann: User, ben: User) -> None:
    tasks = [small_task(ann) for _number in range(8)]

    results = at_once(*(lambda task=task: make.claim(task, ben) for task in tasks))

    assert kinds(results) == {"Submission": 3, "TooManyClaims": 5}
    assert sum(make.fresh(task).taken for task in tasks) == 3


def test_approving_in_many_tabs_pays_once(ann: User, ben: User) -> None:
    done = make.submission(small_task(ann), ben)

    results = at_once(*[lambda: review.approve(done, by=ann, now=NOW)] * 8)

    assert kinds(results) == {"NoneType": 1, "AlreadyJudged": 7}
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert make.fresh(ben).approved == 1


@pytest.mark.parametrize("_time", range(2))
def test_of_approving_and_rejecting_at_once_one_stands(ann: User, ben: User, _time: int) -> None:
    done = make.submission(small_task(ann), ben)

    results = at_once(lambda: review.approve(done, by=ann, now=NOW), lambda: reject(done, ann))

    state = make.fresh(done).state
    assert kinds(results)["AlreadyJudged"] == 1
    assert state in (State.APPROVED, State.REJECTED)
    assert ledger.balance_of(ledger.earned(ben.pk)) == (usd("0.095") if state == State.APPROVED else 0)


def test_of_the_employer_rejecting_and_the_sweep_approving_at_once_one_stands(ann: User, ben: User) -> None:
    task = small_task(ann, review_days=1)
    done = make.submission(task, ben, now=NOW - timedelta(days=1))

    at_once(lambda: review.approve_unreviewed(now=NOW + timedelta(seconds=1)), lambda: reject(done, ann))

    assert make.fresh(done).state == State.APPROVED
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")


@pytest.mark.parametrize("_time", range(2))
def test_of_handing_in_and_running_out_at_once_one_stands(ann: User, ben: User, _time: int) -> None:
    task = small_task(ann, slots=1)
    held = make.claim(task, ben, now=NOW)
    proofs.keep(held, by=ben, texts={"proof-1": "Some words"}, files={}, now=NOW)
    late = NOW + timedelta(minutes=task.claim_minutes)

    at_once(
        lambda: proofs.deliver(held, by=ben, now=late - timedelta(seconds=1)),
        lambda: claims.expire_due(now=late),
    )

    state, taken = make.fresh(held).state, make.fresh(task).taken
    assert (state, taken) in ((State.SUBMITTED, 1), (State.EXPIRED, 0))


@pytest.mark.parametrize("_time", range(2))
def test_stopping_while_the_last_slots_are_claimed_leaves_escrow_right(
    ann: User,
    crowd: Callable[[int], list[User]],
    _time: int,
) -> None:
    task, workers = small_task(ann, slots=10), crowd(6)

    at_once(
        lambda: publishing.stop(task, by=ann, now=NOW),
        *(lambda worker=worker: make.claim(task, worker) for worker in workers),
    )

    stopped = make.fresh(task)
    assert stopped.slots == stopped.taken == Submission.objects.claimed().count()
    assert ledger.balance_of(ledger.escrow(task.pk)) == stopped.price.cost * stopped.taken
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100") - stopped.price.cost * stopped.taken


def test_giving_back_while_the_task_stops_returns_the_slots_money_once(ann: User, ben: User) -> None:
    task = small_task(ann, slots=2)
    held = make.claim(task, ben)

    at_once(lambda: publishing.stop(task, by=ann, now=NOW), lambda: claims.give_back(held, by=ben, now=NOW))

    assert ledger.balance_of(ledger.escrow(task.pk)) == 0
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_overlapping_bulk_approvals_in_any_order_pay_each_once(ann: User, crowd: Callable[[int], list[User]]) -> None:
    workers, tasks = crowd(6), [small_task(ann) for _number in range(3)]
    keys = [make.submission(task, worker).pk for task in tasks for worker in workers]
    sets = [keys, keys[::-1], keys[4:14], keys[14:4:-1], random.sample(keys, len(keys)), keys[::2]]

    results = at_once(*(lambda one=one: review.approve_many(one, by=ann, now=NOW) for one in sets))

    assert sum(results) == len(keys)
    assert {ledger.balance_of(ledger.earned(worker.pk)) for worker in workers} == {usd("0.285")}
    assert [make.fresh(task).paid for task in tasks] == [6, 6, 6]


def test_bulk_approvals_and_new_claims_do_not_wait_for_each_other(
    ann: User, crowd: Callable[[int], list[User]]
) -> None:
    """Approving locks tasks before people, and so does claiming: in another order they would deadlock."""
    workers, tasks = crowd(4), [small_task(ann) for _number in range(4)]
    keys = [make.submission(task, worker).pk for task, worker in zip(tasks, workers, strict=True)]
    others = [(task, worker) for task in tasks for worker in workers if tasks.index(task) != workers.index(worker)]

    results = at_once(
        lambda: review.approve_many(keys, by=ann, now=NOW),
        *(lambda pair=pair: make.claim(*pair) for pair in others),
    )

    assert results[0] == 4
    assert kinds(results[1:]) == {"Submission": 12}


def test_claims_that_first_end_old_ones_do_not_wait_in_a_circle(ann: User, crowd: Callable[[int], list[User]]) -> None:
    """Ending an old claim takes its task, or, where that was stopped, its employer's pocket: before the new task."""
    tasks, workers = [small_task(ann) for _number in range(4)], crowd(12)
    old = [make.claim(tasks[number % 4], worker, now=NOW) for number, worker in enumerate(workers)]
    publishing.stop(tasks[3], by=ann, now=NOW)
    late, live = max(one.grace_until for one in old), tasks[:3]

    results = at_once(
        lambda: publishing.stop(tasks[2], by=ann, now=late),
        *(lambda pair=pair: make.claim(live[(pair[0] + 1) % 3], pair[1], now=late) for pair in enumerate(workers)),
    )

    assert {*kinds(results)} <= {"Task", "Submission", "TaskFull"}
    assert {make.fresh(one).state for one in old} == {State.EXPIRED}


def test_no_crowd_takes_more_than_an_hour_gives(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, workers = small_task(ann, slots=50, hourly_cap=7), crowd(40)

    results = at_once(*(lambda worker=worker: claims.claim(task, by=worker, now=NOW) for worker in workers))

    assert kinds(results) == {"Submission": 7, "TaskShut": 33}
    assert (make.fresh(task).taken, make.fresh(task).hour_taken) == (7, 7)


def test_no_crowd_takes_more_than_its_countrys_share(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, workers = small_task(ann, slots=20, country_share=25), crowd(40)

    results = at_once(*(lambda worker=worker: make.claim(task, worker) for worker in workers))

    held = Counter(one.country for one in Submission.objects.claimed())
    assert max(held.values()) == 5
    assert kinds(results)["Submission"] == sum(held.values()) == make.fresh(task).taken
    assert {one.country: one.taken for one in task.countries_taken.all()} == held


def test_giving_back_and_claiming_at_once_keep_the_share_right(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, workers = small_task(ann, slots=20, country_share=25, daily_cap=20), crowd(10)
    first = [make.claim(task, worker) for worker in workers[:5]]

    at_once(
        *(lambda one=one: claims.give_back(one, by=one.worker, now=timezone.now()) for one in first),
        *(lambda worker=worker: make.claim(task, worker) for worker in workers[5:]),
    )

    held = Counter(one.country for one in Submission.objects.claimed())
    assert {one.country: one.taken for one in task.countries_taken.exclude(taken=0)} == held
    assert make.fresh(task).day_taken == sum(held.values())


def test_workers_who_rate_at_once_both_count(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task = small_task(ann, slots=2)
    done, is_held = [make.approved(task, worker, now=NOW) for worker in crowd(2)], threading.Event()
    EmployerRecord.objects.create(employer=ann)

    def rate(number: int) -> None:
        marks = dict.fromkeys(ratings.NAMES, 1 + number)
        ratings.rate(done[number], by=done[number].worker, marks=marks, now=NOW)

    def first() -> None:
        with transaction.atomic():
            measures.hold_record(ann.pk)
            is_held.set()
            wait_until_somebody_is_blocked()
            rate(0)

    def second() -> None:
        is_held.wait(30)
        rate(1)

    at_once(first, second)

    record = make.fresh(ann).employer_record
    assert (record.raters, record.rating) == (2, 15)
