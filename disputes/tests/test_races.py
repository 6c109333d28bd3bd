"""Two people decide one case at the same moment, with real threads and real commits: one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import Level, User
from disputes import appeals, cases, jury
from disputes.models import Dispute, Juror
from picomarket.lib.money import usd
from picomarket.lib.refusals import Refused
from submissions import review
from submissions.models import Submission
from tasks import edits
from tests import holding, make
from tests.threads import at_once, wait_until_somebody_is_blocked
from wallet import ledger

from .conftest import NOW, REASON, WORDS

pytestmark = pytest.mark.race


def ends_of(*verbs: Callable[[], object]) -> list[str]:
    """Run all at once; how each ended."""
    return sorted(type(end).__name__ if isinstance(end, Refused) else "done" for end in at_once(*verbs))


@pytest.fixture
def case(committed_db: None) -> Dispute:
    employer, worker = make.person("ann", country="DE"), make.person("ben")
    make.deposit(employer, "20")
    rejected = make.rejected(make.task(employer), worker, now=NOW)
    return cases.open_case(rejected, by=worker, words=WORDS, now=NOW)


def test_two_supporters_decide_at_once_and_one_decision_stands(case: Dispute) -> None:
    sam, sue = make.person("sam", staff=True), make.person("sue", staff=True)

    ends = ends_of(
        lambda: cases.uphold(case, by=sam, reason=REASON, now=NOW),
        lambda: cases.dismiss(case, by=sue, reason=REASON, now=NOW),
    )

    case = make.fresh(case)
    assert ends == ["TooLate", "done"]
    assert case.decided_by == (sam if case.is_upheld else sue)
    paid = ledger.balance_of(ledger.earned(case.submission.worker.pk))
    assert paid == (usd("0.095") if case.is_upheld else usd("0"))


def test_a_part_is_of_the_price_that_a_raise_under_way_leaves(case: Dispute) -> None:
    work, sam, has_task = case.submission, make.person("sam", staff=True), threading.Event()
    task, employer = work.task, work.task.employer
    cases.award(case, percent=50, by=sam, reason=REASON, now=NOW)

    def raise_it() -> None:
        agreed = edits.raised_by(task, usd("0.20")).cost * task.slots
        with transaction.atomic():
            edits.raise_reward(task, reward=usd("0.20"), key="one", agreed=agreed, by=employer, now=NOW)
            has_task.set()
            wait_until_somebody_is_blocked()

    def accept() -> None:
        has_task.wait(30)
        appeals.accept(case, by=work.worker, now=NOW)

    at_once(raise_it, accept)

    assert ledger.balance_of(ledger.earned(work.worker.pk)) == usd("0.095")
    assert list(holding.discrepancies()) == []


def test_support_upholds_while_the_employer_agrees_and_the_worker_is_paid_once(case: Dispute) -> None:
    sam, employer = make.person("sam", staff=True), case.submission.task.employer

    ends = ends_of(
        lambda: cases.uphold(case, by=sam, reason=REASON, now=NOW),
        lambda: cases.concede(case, by=employer, now=NOW),
    )

    assert ends == ["TooLate", "done"]
    assert ledger.balance_of(ledger.earned(case.submission.worker.pk)) == usd("0.095")


def test_two_clicks_open_one_case(committed_db: None) -> None:
    employer, worker = make.person("ann", country="DE"), make.person("ben")
    make.deposit(employer, "20")
    rejected = make.rejected(make.task(employer), worker, now=NOW)

    ends = ends_of(*[lambda: cases.open_case(rejected, by=worker, words=WORDS, now=NOW)] * 2)

    assert ends == ["TooLate", "done"]
    assert Dispute.objects.count() == 1


def test_a_dispute_in_the_last_moment_and_the_sweep_never_both_settle_it(committed_db: None) -> None:
    employer, worker = make.person("ann", country="DE"), make.person("ben")
    make.deposit(employer, "20")
    rejected = make.rejected(make.task(employer), worker, now=NOW - timedelta(days=7))
    before, after = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)

    at_once(
        lambda: cases.open_case(rejected, by=worker, words=WORDS, now=before),
        lambda: review.confirm_uncontested(now=after),
    )

    is_open = Dispute.objects.open().filter(submission=rejected).exists()
    assert make.fresh(rejected).state == (Submission.State.DISPUTED if is_open else Submission.State.CONFIRMED)


def test_an_appeal_in_the_last_moment_and_the_sweep_never_both_have_it(case: Dispute) -> None:
    sam, worker, filed, swept = make.person("sam", staff=True), case.submission.worker, threading.Event(), []
    cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    in_time, too_late = NOW + timedelta(days=6), NOW + timedelta(days=60)
    done = threading.Event()

    def file_it() -> None:
        with transaction.atomic():
            appeals.file(case, by=worker, words=WORDS, now=in_time)
            filed.set()
            done.wait(2)

    def sweep_it() -> None:
        filed.wait(30)
        swept.append(appeals.settle_due(now=too_late))
        done.set()

    at_once(file_it, sweep_it)

    assert (swept, make.fresh(case).is_settled, case.appeal.is_open) == ([0], False, True)


def test_what_somebody_works_on_holds_up_no_other_case(case: Dispute) -> None:
    sam, work = make.person("sam", staff=True), case.submission
    other = cases.open_case(
        make.rejected(make.task(work.task.employer), work.worker, now=NOW), by=work.worker, words=WORDS, now=NOW
    )
    for one in (case, other):
        cases.dismiss(one, by=sam, reason=REASON, now=NOW)
    held, done, swept = threading.Event(), threading.Event(), []

    def work_on_it() -> None:
        with transaction.atomic():
            cases.locked_case(Dispute.objects.all(), case)
            held.set()
            done.wait(2)

    def sweep_it() -> None:
        held.wait(30)
        swept.append(appeals.settle_due(now=NOW + timedelta(days=60)))
        done.set()

    at_once(work_on_it, sweep_it)

    assert (swept, make.fresh(case).is_settled, make.fresh(other).is_settled) == ([1], False, True)


def test_a_jury_is_looked_for_while_nobody_waits_for_the_case(case: Dispute) -> None:
    """Two presses at once ask one jury, and what is chosen before the lock is asked only where it still may be."""
    elsa = make.person("elsa")
    User.objects.filter(pk=elsa.pk).update(level=Level.EXPERT)

    ends = ends_of(*[lambda: jury.call(case, now=NOW)] * 2)

    assert ends == ["NoJury", "done"]
    assert Juror.objects.count() == 1
