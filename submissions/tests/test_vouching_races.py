"""What is vouched for, and a verdict at the same moment: one of them, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.refusals import Refused
from submissions import proofs, review, vouching
from submissions.models import Reason, Submission
from tasks import gold
from tasks.drafts import Wanted
from tasks.models import Gold, GoldAnswer, Task
from tests import make
from tests.threads import at_once
from wallet import ledger

pytestmark = pytest.mark.race
NOW = timezone.now()
State = Submission.State


@pytest.fixture
def ann(committed_db: None) -> User:
    user = make.person("ann", country="DE")
    make.deposit(user, "100")
    return user


def answered(task: Task, worker: User, text: str = "12") -> Submission:
    held = make.claim(task, worker)
    proofs.keep(held, by=worker, texts={"proof-1": text}, files={}, now=NOW)
    return proofs.deliver(held, by=worker, now=NOW)


def batch(ann: User, *, answers: int = 2) -> Task:
    asked = [Wanted("line", "The number of {{name}}")]
    return make.batch(ann, rows=1, answers=answers, agreeing=2, proofs=asked)


def test_two_sweeps_pay_once(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = batch(ann), crowd(2)
    for person in people:
        answered(task, person)

    done = at_once(*[lambda: vouching.check_due(now=NOW)] * 4)

    assert sum(done) == 2
    assert [ledger.balance_of(ledger.earned(person.pk)) for person in people] == [usd("0.095")] * 2


def test_a_rejection_at_the_same_moment_is_one_verdict(ann: User, crowd: Callable[[int], list[User]]) -> None:
    task, people = batch(ann), crowd(2)
    first, _second = [answered(task, person) for person in people]

    def reject() -> Submission:
        return review.reject(first, by=ann, reason=Reason.FRAUD, step=1, comment=make.COMMENT, now=NOW)

    rejected, swept = at_once(reject, lambda: vouching.check_due(now=NOW))

    states = set(Submission.objects.values_list("state", flat=True))
    # A rejected answer speaks for no other one.
    assert (swept, states) in [(2, {State.APPROVED}), (0, {State.REJECTED, State.SUBMITTED})]
    assert isinstance(rejected, Refused) is (swept == 2)


def test_an_answer_that_falls_while_others_hand_in_counts_for_nobody(
    ann: User, crowd: Callable[[int], list[User]]
) -> None:
    text = "name,page,right\nA,https://a.example,12\n"
    asked = [Wanted("line", "The number")]
    task = make.published(make.batch_draft(ann, text, proofs=asked, gold_columns=["right"], answers=6))
    people = crowd(6)
    answered(task, people[0], "13")
    one = Gold.objects.get()

    at_once(
        lambda: vouching.let_fall(one, by=ann, now=NOW),
        *(lambda worker=worker: answered(task, worker, "13") for worker in people[1:]),
    )

    assert gold.accuracies(task) == {}
    assert Submission.objects.to_review().count() == 6
    assert GoldAnswer.objects.exclude(gold=one).count() == 0
