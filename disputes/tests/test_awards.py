"""A dispute decided in the middle: a part is paid, the rest goes back, and nobody's rate changes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from disputes import cases, records
from disputes.models import Dispute
from picomarket.lib.money import usd
from submissions.models import Submission
from tasks import publishing
from tasks.models import Task
from tests import make
from tests.threads import at_once
from wallet import ledger

from .conftest import NOW, REASON, accepted, opened, signed_in, supporter


def award(case: Dispute, percent: int = 50, *, by: User) -> None:
    cases.award(case, percent=percent, by=by, reason=REASON, now=NOW)
    accepted(case)


def earned(person: User) -> object:
    return ledger.balance_of(ledger.earned(person.pk))


def test_a_half_goes_to_the_worker_and_the_house_the_rest_back_to_the_employer(
    case: Dispute, ann: User, ben: User, sue: User
) -> None:
    before = ledger.balance_of(ledger.spendable(ann.pk))

    award(case, by=sue)

    assert earned(ben) == usd("0.0475")
    assert ledger.balance_of(ledger.REVENUE) == usd("0.0075")
    assert ledger.balance_of(ledger.spendable(ann.pk)) - before == usd("0.055")
    assert make.fresh(case.submission).state == Submission.State.AWARDED
    assert make.fresh(case).state == Dispute.State.PARTLY


@pytest.mark.parametrize(("percent", "receives"), [(25, "0.02375"), (50, "0.0475"), (75, "0.07125")])
def test_each_part_is_paid_to_the_micro_dollar(
    case: Dispute, ben: User, sue: User, percent: int, receives: str
) -> None:
    award(case, percent, by=sue)

    assert earned(ben) == usd(receives)


@pytest.mark.parametrize("percent", [0, 1, 49, 100, -25])
def test_another_part_is_refused(case: Dispute, sue: User, percent: int) -> None:
    with pytest.raises(cases.NoPart):
        award(case, percent, by=sue)

    assert make.fresh(case).is_open


def test_the_slot_is_used_up_and_its_task_says_what_it_cost(case: Dispute, sue: User) -> None:
    award(case, 25, by=sue)

    task = make.fresh(case.submission.task)
    assert (task.taken, task.paid, task.returned) == (1, 1, usd("0.0825"))
    assert task.spent == usd("0.0275")


def test_the_last_slot_paid_in_part_finishes_the_task(ann: User, ben: User, sue: User) -> None:
    case = opened(make.task(ann, slots=1), ben)

    award(case, by=sue)

    assert make.fresh(case.submission.task).state == Task.State.FINISHED


def test_it_counts_in_nobodys_rate_and_record(case: Dispute, ann: User, ben: User, sue: User) -> None:
    award(case, by=sue)

    worker, employer = make.fresh(ben), make.fresh(ann)
    assert (worker.approved, worker.rejected) == (0, 0)
    assert (employer.judged_approved, employer.judged_rejected) == (0, 0)
    assert records.of_worker(ben).decided == records.of_employer(ann).decided == 0


def test_a_stopped_tasks_case_gives_back_only_the_rest(case: Dispute, ann: User, ben: User, sue: User) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)

    award(case, 75, by=sue)

    assert ledger.balance_of(ledger.escrow(case.submission.task_id)) == usd("0")
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100") - usd("0.0825")


def test_both_sides_read_what_was_decided(case: Dispute, ann: User, ben: User, sue: User) -> None:
    award(case, by=sue)

    theirs, hers = (signed_in(person).get(case.get_absolute_url()).content.decode() for person in (ben, ann))
    work = signed_in(ben).get(case.submission.get_absolute_url()).content.decode()
    review = signed_in(ann).get(case.submission.review_url).content.decode()

    assert "50% of the reward, $0.0475, is in your wallet." in theirs
    assert "$0.055 of what the slot cost came back to" in hers
    assert "Paid in part" in work
    assert "Support decided in the middle." in review


def test_nobody_awards_in_their_own_case(case: Dispute, ann: User) -> None:
    with pytest.raises(cases.OwnCase):
        award(case, by=ann)


def test_support_awards_on_the_cases_page(case: Dispute, ben: User, sue: User) -> None:
    page = signed_in(sue)
    at = reverse("admin:disputes_dispute_change", args=[case.pk])

    shown = page.get(at).content.decode()
    answer = page.post(
        reverse("admin:disputes_dispute_decide", args=[case.pk]),
        {"outcome": "75", "early": "on", "words": "Half of it was done as asked."},
        follow=True,
    )

    assert "Pay 75%: $0.07125" in shown
    assert "Upheld in part: the worker is paid $0.07125 once it is final." in answer.content.decode()
    assert earned(ben) == usd("0")
    assert make.fresh(case).part == 75


@pytest.mark.parametrize("outcome", ["10", "partly", "x"])
def test_an_outcome_that_does_not_exist_is_refused(case: Dispute, sue: User, outcome: str) -> None:
    decide = reverse("admin:disputes_dispute_decide", args=[case.pk])

    signed_in(sue).post(decide, {"outcome": outcome, "words": "Half of it was done as asked."})

    assert make.fresh(case).is_open


def test_two_decisions_at_once_move_money_once(committed_db: None) -> None:
    employer, worker = make.person("emil"), make.person("wanda")
    make.deposit(employer, "20")
    case = opened(make.task(employer), worker)
    one, other = supporter("sue"), supporter("tom")

    at_once(
        lambda: cases.award(case, percent=50, by=one, reason=REASON, now=NOW),
        lambda: cases.uphold(case, by=other, reason=REASON, now=NOW),
    )

    assert earned(worker) == (usd("0.095") if make.fresh(case).is_upheld else usd("0"))
