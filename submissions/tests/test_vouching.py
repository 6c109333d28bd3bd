"""What vouches for work without anybody's looking at it: a trusted list, others' same answers. It never rejects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from submissions import agreement, figures, proofs, review, timeline, vouching
from submissions.models import Check, Reason, Submission
from tasks import blocks, edits, lists
from tasks.drafts import Wanted
from tasks.models import Change, Task, WorkerList
from tests import make
from wallet import ledger

NOW = timezone.now()
State = Submission.State
KIND = [Wanted("choice", "What is it?", options=("Cat", "Dog")), Wanted("line", "What is it called?")]


def labelled(employer: User, *, rows: int = 1, answers: int = 3, **fields: Any) -> Task:
    """A batch that asks for a kind and a name of each row, two same answers of three enough."""
    return make.batch(employer, rows=rows, answers=answers, **{"agreeing": 2, "proofs": KIND, **fields})


def answer(task: Task, worker: User, kind: str = "Cat", name: str = "Tom") -> Submission:
    held = make.claim(task, worker)
    proofs.keep(held, by=worker, texts={"proof-1": kind, "proof-2": name}, files={}, now=NOW)
    return proofs.deliver(held, by=worker, now=NOW)


def states(*rows: Submission) -> list[tuple[str, str]]:
    return [(fresh.state, fresh.checked) for fresh in map(make.fresh, rows)]


def trusting(employer: User, *workers: User) -> WorkerList:
    row = lists.make(employer, name="Good people", now=NOW)
    lists.put(row, [worker.pk for worker in workers], by=employer, why="hand", now=NOW)
    return row


def test_answers_that_are_the_same_are_approved_and_paid(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = labelled(ann), crowd(3)
    first, second = answer(task, people[0]), answer(task, people[1], name=" TOM. ")

    assert vouching.check_due(now=NOW) == 2

    assert states(first, second) == [(State.APPROVED, Check.AGREED)] * 2
    assert ledger.balance_of(ledger.earned(people[0].pk)) == usd("0.095")
    third = answer(task, people[2])
    assert vouching.check_due(now=NOW) == 1
    assert states(third) == [(State.APPROVED, Check.AGREED)]


def test_figures_say_how_far_answers_agreed(client: Client, ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = labelled(ann), crowd(3)
    client.force_login(ann)
    before = client.get(f"/tasks/{task.public_id}/figures/").content.decode()
    for person, kind in zip(people, ("Cat", "Dog", "Cat"), strict=True):
        answer(task, person, kind)
    vouching.check_due(now=NOW)

    after = client.get(f"/tasks/{task.public_id}/figures/").content.decode()
    found = figures.of(ann, task=task, since=NOW - timedelta(days=1)).all

    assert (found.agreed, found.differed) == (2, 1)
    assert "How far answers agree" not in before
    assert "How far answers agree" in after
    assert "66%" in after


def test_another_answer_waits_for_a_person_and_is_never_rejected(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = labelled(ann), crowd(3)
    rows = [answer(task, person, kind) for person, kind in zip(people, ("Cat", "Dog", "Cat"), strict=True)]

    vouching.check_due(now=NOW)

    assert states(*rows) == [
        (State.APPROVED, Check.AGREED),
        (State.SUBMITTED, Check.DIFFERS),
        (State.APPROVED, Check.AGREED),
    ]


def test_nothing_is_said_before_enough_answered(ann: User, ben: User) -> None:
    row = answer(labelled(ann), ben)

    assert vouching.check_due(now=NOW) == 0
    assert states(row) == [(State.SUBMITTED, "")]


def test_answers_that_all_differ_wait_for_a_person(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task = labelled(ann)
    rows = [answer(task, person, name=person.name) for person in crowd(3)]

    assert vouching.check_due(now=NOW) == 0
    assert states(*rows) == [(State.SUBMITTED, Check.DIFFERS)] * 3


def test_only_the_proofs_the_employer_chose_are_compared(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task = labelled(ann, compared=[1])
    rows = [answer(task, person, name=person.name) for person in crowd(2)]

    vouching.check_due(now=NOW)

    assert states(*rows) == [(State.APPROVED, Check.AGREED)] * 2


def test_a_rejected_answer_speaks_for_no_other(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = labelled(ann), crowd(3)
    wrong = answer(task, people[0])
    review.reject(wrong, by=ann, reason=Reason.FRAUD, step=1, comment=make.COMMENT, now=NOW)
    right = answer(task, people[1])

    assert vouching.check_due(now=NOW) == 0
    assert states(wrong, right)[0][0] == State.REJECTED


def test_two_pairs_of_same_answers_are_no_agreement() -> None:
    given = [agreement.Answer(n, n, (text,), (text,)) for n, text in enumerate(("a", "b", "a", "b"))]

    assert agreement.Answers(given).agreed(2) is None
    assert agreement.Answers(given[:3]).agreed(2) == given[0]


def test_rows_do_not_mix(ann: User, ben: User, dina: User) -> None:
    task = labelled(ann, rows=2, answers=2)
    answer(task, ben, "Cat")
    answer(task, ben, "Dog")
    answer(task, dina, "Dog")
    answer(task, dina, "Dog")

    assert vouching.check_due(now=NOW) == 2
    checks = Submission.objects.order_by("row__number", "pk").values_list("checked", flat=True)
    assert list(checks) == [Check.DIFFERS, Check.DIFFERS, Check.AGREED, Check.AGREED]


def test_work_of_people_on_a_trusted_list_is_approved_at_once(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, trusted=[trusting(ann, ben).pk])
    trusted, other = make.submission(task, ben, now=NOW), make.submission(task, dina, now=NOW)

    assert vouching.check_due(now=NOW) == 1

    assert states(trusted, other) == [(State.APPROVED, Check.TRUSTED), (State.SUBMITTED, "")]
    assert make.fresh(trusted).approved_by is None
    told = [event["what"] for event in timeline.events(make.fresh(trusted))]
    assert "Approved at once: the employer trusts this worker's work" in told


def test_whoever_is_blocked_or_suspended_is_not_trusted(ann: User, ben: User, dina: User, sam: User) -> None:
    task = make.task(ann, trusted=[trusting(ann, ben, dina).pk])
    rows = [make.submission(task, ben, now=NOW), make.submission(task, dina, now=NOW)]
    blocks.block(ann, worker=ben, note="", now=NOW)
    make.suspended(dina, sam, now=NOW)

    assert vouching.check_due(now=NOW) == 0
    assert states(*rows) == [(State.SUBMITTED, "")] * 2


def test_trust_can_be_switched_off_on_a_live_task(ann: User, ben: User, dina: User) -> None:
    task = make.task(ann, trusted=[trusting(ann, ben, dina).pk])
    make.submission(task, ben, now=NOW)

    edits.change(task, kind=Change.Kind.CHECKED, fields={"trusted": []}, by=ann, now=NOW)

    late = make.submission(make.fresh(task), dina, now=NOW)
    vouching.check_due(now=NOW)
    assert states(late) == [(State.SUBMITTED, "")]


def test_a_task_that_asks_for_nothing_is_not_looked_at(ann: User, ben: User) -> None:
    row = make.submission(make.task(ann), ben, now=NOW)

    assert Submission.objects.unchecked().count() == 0
    assert vouching.check_due(now=NOW) == 0
    assert states(row) == [(State.SUBMITTED, "")]


def test_a_verdict_that_came_first_stands(ann: User, ben: User) -> None:
    row = make.submission(make.task(ann, trusted=[trusting(ann, ben).pk]), ben, now=NOW)
    review.reject(row, by=ann, reason=Reason.FRAUD, step=1, comment=make.COMMENT, now=NOW)

    assert vouching.check_due(now=NOW + timedelta(seconds=5)) == 0
    assert make.fresh(row).state == State.REJECTED


def test_the_employer_reads_the_answers_beside_each_other(
    ann: User, crowd: Callable[[int], list[User]], client: Client
) -> None:
    task, people = labelled(ann), crowd(3)
    rows = [answer(task, person, kind) for person, kind in zip(people, ("Cat", "Dog", "Cat"), strict=True)]
    vouching.check_due(now=NOW)
    client.force_login(ann)

    page = client.get(rows[1].review_url).content.decode()
    listed = client.get(f"/tasks/{task.public_id}/rows/?view=differs").content.decode()

    assert page.count("Another answer") == 2
    assert "2 of 3 the same, confidence 67%" in " ".join(page.split())
    assert ("Cat · Tom" in listed, "Row 1" in listed) == (True, True)


@pytest.mark.parametrize("size", [1, 10])
def test_a_list_of_rows_costs_as_much_however_long(
    ann: User, ben: User, dina: User, client: Client, django_assert_max_num_queries: Any, size: int
) -> None:
    task = labelled(ann, rows=size, answers=2)
    for worker in (ben, dina):
        for _row in range(size):
            answer(task, worker)
    client.force_login(ann)

    with django_assert_max_num_queries(26):
        client.get(f"/tasks/{task.public_id}/rows/")
