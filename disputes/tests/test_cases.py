"""What opens, moves and ends a case, and what each step does to money and to the success rate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from disputes import cases, hearing, records
from disputes.models import Dispute
from disputes.records import Record
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions import review
from submissions.models import Submission
from tasks import publishing
from tests import make
from wallet import ledger

from .conftest import NOW, REASON, WORDS, accepted, opened

Decide = Callable[..., None]
both_ends = pytest.mark.parametrize("decide", [cases.uphold, cases.dismiss])


def test_a_case_keeps_the_escrow_locked_and_says_when_each_side_is_due(case: Dispute) -> None:
    task = case.submission.task

    assert make.fresh(case.submission).state == Submission.State.DISPUTED
    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("1.10")
    assert make.fresh(task).taken == 1
    assert (case.answer_by - NOW, case.decide_by - NOW) == (timedelta(hours=72), timedelta(hours=144))


def test_a_disputed_rejection_counts_for_nobody_yet(case: Dispute, ann: User, ben: User) -> None:
    assert make.fresh(ben).rejected == 0
    assert make.fresh(ann).judged_rejected == 0


def test_what_is_told_of_a_case_names_the_row_it_is_about(ann: User, ben: User, sam: User) -> None:
    case = opened(make.batch(ann), ben)
    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    cases.dismiss(case, by=sam, reason=REASON, early=True, now=NOW)

    title = case.submission.words.title
    subjects = list(Notice.objects.exclude(subject__contains="[").values_list("subject", flat=True))

    assert title.startswith("Find the telephone number of Shop ")
    for words in ("A rejection is disputed", "New words in a dispute", "Dispute decided"):
        assert f"{words}: {title}" in subjects


def test_the_employer_is_told_of_a_new_case(case: Dispute, ann: User) -> None:
    notice = Notice.objects.of(ann).get(url=case.get_absolute_url())

    assert notice.subject == f"A rejection is disputed: {case.submission.task.title}"
    assert notice.by_mail


def test_a_dispute_after_the_window_is_refused(ann: User, ben: User) -> None:
    rejected = make.rejected(make.task(ann), ben, now=NOW - timedelta(days=7))

    with pytest.raises(cases.TooLate):
        cases.open_case(rejected, by=ben, words=WORDS, now=NOW)


def test_a_dispute_in_the_windows_last_moment_is_taken(ann: User, ben: User) -> None:
    rejected = make.rejected(make.task(ann), ben, now=NOW - timedelta(days=7) + timedelta(seconds=1))

    assert cases.open_case(rejected, by=ben, words=WORDS, now=NOW).is_open


def test_a_second_dispute_of_the_same_rejection_is_refused(case: Dispute, ben: User) -> None:
    with pytest.raises(cases.TooLate):
        cases.open_case(case.submission, by=ben, words=WORDS, now=NOW)

    assert Dispute.objects.count() == 1


@pytest.mark.parametrize("words", ["", "It is wrong.", " " * 30, "x" * 19 + "   "])
def test_words_that_say_nothing_open_no_case(words: str, rejected: Submission, ben: User) -> None:
    with pytest.raises(cases.TooShort):
        cases.open_case(rejected, by=ben, words=words, now=NOW)

    assert make.fresh(rejected).state == Submission.State.REJECTED


def test_work_that_is_not_rejected_cannot_be_disputed(ann: User, ben: User) -> None:
    approved = make.approved(make.task(ann), ben)

    with pytest.raises(cases.TooLate):
        cases.open_case(approved, by=ben, words=WORDS, now=NOW)


def test_nobody_disputes_somebody_elses_rejection(rejected: Submission, ann: User, cleo: User) -> None:
    for person in (ann, cleo):
        with pytest.raises(Submission.DoesNotExist):
            cases.open_case(rejected, by=person, words=WORDS, now=NOW)


def test_both_sides_answer_and_the_other_is_told(case: Dispute, ann: User, ben: User) -> None:
    hearing.answer(case, by=ann, words="The picture is of another page.", now=NOW)
    hearing.answer(case, by=ben, words="It is the page from step one.", now=NOW)

    assert [one.author for one in case.statements.order_by("pk")] == [ben, ann, ben]
    assert Notice.objects.of(ben).filter(subject__startswith="New words in a dispute").count() == 1
    assert Notice.objects.of(ann).filter(subject__startswith="New words in a dispute").count() == 1


def test_an_answer_that_says_nothing_is_refused(case: Dispute, ann: User) -> None:
    with pytest.raises(cases.TooShort):
        hearing.answer(case, by=ann, words="No.", now=NOW)


def test_a_stranger_has_no_say(case: Dispute, cleo: User) -> None:
    with pytest.raises(Dispute.DoesNotExist):
        hearing.answer(case, by=cleo, words=WORDS, now=NOW)


def test_a_worker_cannot_concede_for_the_employer(case: Dispute, ben: User) -> None:
    with pytest.raises(Dispute.DoesNotExist):
        cases.concede(case, by=ben, now=NOW)


def test_conceding_pays_the_worker_at_once(case: Dispute, ann: User, ben: User) -> None:
    cases.concede(case, by=ann, now=NOW)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert (make.fresh(ben).approved, make.fresh(ben).rejected, make.fresh(ben).success_rate) == (1, 0, 100)
    assert make.fresh(case).is_conceded


def test_upholding_pays_worker_house_and_referrer(ann: User, ben: User, dina: User, sam: User) -> None:
    task = make.task(ann)
    case = opened(task, dina)

    cases.uphold(case, by=sam, reason=REASON, now=NOW)

    assert ledger.balance_of(ledger.earned(dina.pk)) == usd("0.095")
    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.005")
    assert ledger.balance_of(ledger.REVENUE) == usd("0.01")
    assert ledger.balance_of(ledger.escrow(task.pk)) == usd("0.99")
    assert make.fresh(dina).success_rate == 100
    assert make.fresh(ann).rejection_rate == 0


def test_dismissing_moves_no_money_and_frees_the_slot_once_it_is_final(
    case: Dispute, ann: User, ben: User, sam: User
) -> None:
    cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    accepted(case)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0")
    assert ledger.balance_of(ledger.escrow(case.submission.task.pk)) == usd("1.10")
    assert make.fresh(case.submission.task).taken == 0
    assert make.fresh(ben).success_rate == 0
    assert make.fresh(ann).rejection_rate == 100


def test_dismissing_in_a_stopped_task_returns_the_slot_to_the_employer(case: Dispute, ann: User, sam: User) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")

    cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")
    accepted(case)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")
    assert ledger.balance_of(ledger.escrow(case.submission.task.pk)) == usd("0")


@pytest.mark.parametrize("end", ["uphold", "concede"])
def test_a_stopped_task_still_pays_who_was_right(end: str, case: Dispute, ann: User, ben: User, sam: User) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)

    if end == "uphold":
        cases.uphold(case, by=sam, reason=REASON, now=NOW)
    else:
        cases.concede(case, by=ann, now=NOW)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.095")
    assert ledger.balance_of(ledger.escrow(case.submission.task.pk)) == usd("0")


@both_ends
def test_both_sides_are_told_the_decision_and_its_reason(
    decide: Decide, case: Dispute, ann: User, ben: User, sam: User
) -> None:
    decide(case, by=sam, reason=REASON, now=NOW)

    for person in (ann, ben):
        told = Notice.objects.of(person).get(subject__startswith="Dispute decided")
        assert told.body.endswith(f"The reason: {REASON}")


@both_ends
def test_a_decision_needs_a_reason(decide: Decide, case: Dispute, sam: User) -> None:
    with pytest.raises(cases.TooShort):
        decide(case, by=sam, reason="No.", now=NOW)

    assert make.fresh(case).is_open


@both_ends
def test_nobody_decides_their_own_case(decide: Decide, case: Dispute, ann: User, ben: User) -> None:
    for side in (ann, ben):
        with pytest.raises(cases.OwnCase):
            decide(case, by=side, reason=REASON, now=NOW)

    assert make.fresh(case).is_open


@both_ends
def test_a_decided_case_takes_nothing_more(decide: Decide, case: Dispute, ann: User, ben: User, sam: User) -> None:
    decide(case, by=sam, reason=REASON, now=NOW)

    with pytest.raises(cases.TooLate):
        cases.uphold(case, by=sam, reason=REASON, now=NOW)
    with pytest.raises(cases.TooLate):
        cases.dismiss(case, by=sam, reason=REASON, now=NOW)
    with pytest.raises(cases.TooLate):
        cases.concede(case, by=ann, now=NOW)
    with pytest.raises(cases.TooLate):
        hearing.answer(case, by=ben, words=WORDS, now=NOW)


def test_only_the_dispute_settles_disputed_work(case: Dispute, ann: User) -> None:
    with pytest.raises(review.AlreadyJudged):
        review.approve(case.submission, by=ann, now=NOW)

    assert review.confirm_many([case.submission.pk], now=NOW + timedelta(days=30)) == 0
    assert make.fresh(case.submission).state == Submission.State.DISPUTED


def test_nothing_is_decided_by_time_alone(case: Dispute) -> None:
    review.confirm_uncontested(now=NOW + timedelta(days=60))
    review.approve_unreviewed(now=NOW + timedelta(days=60))

    assert make.fresh(case).is_open
    assert list(Dispute.objects.late(NOW + timedelta(hours=144))) == [case]


def test_records_count_what_was_won_and_lost_on_each_side(ann: User, ben: User, sam: User) -> None:
    first, second, third = (opened(make.task(ann), ben) for _case in range(3))

    cases.uphold(first, by=sam, reason=REASON, now=NOW)
    cases.concede(second, by=ann, now=NOW)
    cases.dismiss(third, by=sam, reason=REASON, now=NOW)

    assert records.of_worker(ben) == Record(won=2, lost=1)
    assert records.of_employer(ann) == Record(won=1, lost=2)
