"""One appeal, judged by somebody else; and what each outcome does to money and counts, before and after they moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from disputes import appeals, cases, hearing, jobs, records
from disputes.models import Appeal, Dispute
from disputes.records import Record
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions.models import Submission
from tasks import publishing
from tasks.models import EmployerRecord
from tests import make
from tests.threads import at_once
from wallet import adjustments, ledger

from .conftest import NOW, REASON, WORDS, accepted, decide, earned, filed, opened, signed_in, supporter

State = Dispute.State
DAYS = timedelta(days=14)
OUTCOMES = ["upheld", "75", "25", "dismissed"]


def change(appeal: Appeal, outcome: str, by: User) -> None:
    percent = int(outcome) if outcome.isdecimal() else 0
    state = State.PARTLY if percent else State(outcome)
    appeals.change(appeal, outcome=state, percent=percent, by=by, reason=REASON, now=NOW)


def part_of(outcome: str) -> int:
    return {"upheld": 100, "dismissed": 0}.get(outcome) or (int(outcome) if outcome.isdecimal() else 0)


# -- while nobody appeals


@pytest.mark.parametrize("outcome", ["75", "dismissed"])
def test_a_decision_against_the_worker_waits_for_their_appeal(
    outcome: str, case: Dispute, ann: User, ben: User, sue: User
) -> None:
    decided = decide(case, outcome, sue)

    assert (decided.is_settled, decided.appeal_until) == (False, NOW + DAYS)
    assert make.fresh(case.submission).state == Submission.State.DISPUTED
    assert ledger.balance_of(ledger.escrow(case.submission.task_id)) == usd("1.10")
    assert make.fresh(ben).rejected == 0


def test_a_decision_for_the_worker_is_settled_at_once(case: Dispute, ben: User, sue: User) -> None:
    assert decide(case, "upheld", sue).is_settled
    assert earned(ben) == usd("0.095")


def test_what_nobody_appeals_is_settled_when_the_time_is_over(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)

    assert appeals.settle_due(now=NOW + DAYS - timedelta(seconds=1)) == 0
    assert appeals.settle_due(now=NOW + DAYS) == 1
    assert appeals.settle_due(now=NOW + DAYS) == 0

    assert make.fresh(case).settled_at == NOW + DAYS
    assert make.fresh(case.submission).state == Submission.State.CONFIRMED
    assert make.fresh(ben).rejected == 1


def test_the_job_settles(ann: User, ben: User, sue: User) -> None:
    case = opened(make.task(ann), ben, ago=timedelta(days=20))
    cases.dismiss(case, by=sue, reason=REASON, now=NOW - DAYS - timedelta(days=1))

    assert (jobs.settle_unappealed(), jobs.settle_unappealed()) == (1, 0)


def test_who_accepts_is_paid_their_part_at_once_and_appeals_no_more(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "25", sue)

    accepted(case)

    assert earned(ben) == usd("0.02375")
    with pytest.raises(appeals.NoAppeal, match="accepted"):
        filed(case, ben)
    with pytest.raises(cases.TooLate):
        accepted(case)


def test_nobody_accepts_for_the_worker(case: Dispute, ann: User, sue: User) -> None:
    decide(case, "dismissed", sue)

    with pytest.raises(Dispute.DoesNotExist):
        appeals.accept(case, by=ann, now=NOW)


def test_without_days_for_it_a_decision_is_final_at_once(case: Dispute, ben: User, sue: User, settings: Any) -> None:
    fields = {name: getattr(settings.RULES, name) for name in settings.RULES.__dataclass_fields__}
    settings.RULES = type(settings.RULES)(**{**fields, "dispute_appeal_days": 0})

    assert decide(case, "dismissed", sue).is_settled
    assert make.fresh(ben).rejected == 1
    with pytest.raises(appeals.NoAppeal, match="over"):
        filed(case, ben)


# -- who may appeal


@pytest.mark.parametrize(
    ("outcome", "who", "says"),
    [
        ("upheld", "ben", "decided for you"),
        ("dismissed", "ann", "decided for you"),
        ("upheld", "ann", ""),
        ("dismissed", "ben", ""),
        ("75", "ann", ""),
        ("75", "ben", ""),
    ],
)
def test_who_lost_appeals(outcome: str, who: str, says: str, case: Dispute, ann: User, ben: User, sue: User) -> None:
    decide(case, outcome, sue)
    person = {"ann": ann, "ben": ben}[who]

    if says:
        with pytest.raises(appeals.NoAppeal, match=says):
            filed(case, person)
    else:
        assert filed(case, person).decide_by == NOW + timedelta(hours=168)


def test_there_is_one_appeal(case: Dispute, ann: User, ben: User, sue: User, tom: User) -> None:
    decide(case, "75", sue)
    appeal = filed(case, ben)

    with pytest.raises(appeals.NoAppeal, match="appealed already"):
        filed(case, ann)
    appeals.stand(appeal, by=tom, reason=REASON, now=NOW)
    with pytest.raises(appeals.NoAppeal, match="appealed already"):
        filed(case, ben)


@pytest.mark.parametrize("late", [DAYS, DAYS + timedelta(days=30)])
def test_an_appeal_that_comes_late_is_refused(late: timedelta, case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)

    with pytest.raises(appeals.NoAppeal, match="over"):
        appeals.file(case, by=ben, words=WORDS, now=NOW + late)


def test_an_open_case_and_one_the_two_settled_are_not_appealed(case: Dispute, ann: User, ben: User) -> None:
    with pytest.raises(appeals.NoAppeal, match="not decided yet"):
        filed(case, ben)
    cases.concede(case, by=ann, now=NOW)
    with pytest.raises(appeals.NoAppeal, match="settled this case yourselves"):
        filed(case, ann)


def test_a_stranger_appeals_nothing(case: Dispute, cleo: User, sue: User) -> None:
    decide(case, "dismissed", sue)

    with pytest.raises(Dispute.DoesNotExist):
        filed(case, cleo)


def test_an_appeal_says_why(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)

    with pytest.raises(cases.TooShort):
        appeals.file(case, by=ben, words="No.", now=NOW)


def test_an_appeal_keeps_all_locked_and_the_other_side_is_told(case: Dispute, ann: User, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)
    filed(case, ben)

    assert appeals.settle_due(now=NOW + DAYS + DAYS) == 0
    assert make.fresh(case.submission).state == Submission.State.DISPUTED
    assert Notice.objects.of(ann).filter(subject__startswith="A decision is appealed").count() == 1


def test_both_sides_speak_until_the_appeal_is_decided(
    case: Dispute, ann: User, ben: User, sue: User, tom: User
) -> None:
    decide(case, "dismissed", sue)
    with pytest.raises(cases.TooLate):
        hearing.answer(case, by=ann, words=WORDS, now=NOW)
    appeal = filed(case, ben)

    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    appeals.stand(appeal, by=tom, reason=REASON, now=NOW)

    with pytest.raises(cases.TooLate):
        hearing.answer(case, by=ann, words=WORDS, now=NOW)


# -- who may judge it


def test_who_decided_the_case_does_not_judge_the_appeal(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)
    appeal = filed(case, ben)

    with pytest.raises(appeals.OwnDecision):
        appeals.stand(appeal, by=sue, reason=REASON, now=NOW)
    with pytest.raises(appeals.OwnDecision):
        change(appeal, "upheld", sue)

    assert make.fresh(appeal).is_open


def test_the_database_lets_nobody_judge_an_appeal_against_themselves(case: Dispute, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)
    appeal = filed(case, ben)

    with pytest.raises(IntegrityError, match="dispute_appeal_decided_by_another"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(decided_by=sue)


def test_a_side_that_is_staff_does_not_judge_its_own_appeal(case: Dispute, ann: User, ben: User, sue: User) -> None:
    decide(case, "dismissed", sue)
    appeal = filed(case, ben)

    for side in (ann, ben):
        with pytest.raises(cases.OwnCase):
            appeals.stand(appeal, by=side, reason=REASON, now=NOW)


def test_an_appeal_is_decided_once_with_a_reason(case: Dispute, ben: User, sue: User, tom: User, sam: User) -> None:
    decide(case, "dismissed", sue)
    appeal = filed(case, ben)

    with pytest.raises(cases.TooShort):
        appeals.stand(appeal, by=tom, reason="No.", now=NOW)
    appeals.stand(appeal, by=tom, reason=REASON, now=NOW)
    with pytest.raises(cases.TooLate):
        change(appeal, "upheld", sam)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_same_outcome_is_no_change(outcome: str, case: Dispute, ann: User, ben: User, sue: User, tom: User) -> None:
    appeal = filed(decide(case, outcome, sue), ann if outcome == "upheld" else ben)

    with pytest.raises(appeals.NothingChanged):
        change(appeal, outcome, tom)


# -- what an appeal does


@pytest.mark.parametrize("to", OUTCOMES)
@pytest.mark.parametrize("was", ["75", "25", "dismissed"])
def test_what_is_locked_follows_the_appeal_out_of_escrow(
    was: str, to: str, case: Dispute, ann: User, ben: User, sue: User, tom: User
) -> None:
    appeal = filed(decide(case, was, sue), ben)

    if was == to:
        appeals.stand(appeal, by=tom, reason=REASON, now=NOW)
    else:
        change(appeal, to, tom)

    done = make.fresh(case)
    assert done.is_settled
    assert earned(ben) == usd("0.095").share(part_of(to) * 10_000)
    assert not ann.adjustments.exists()
    assert not ben.adjustments.exists()
    state = {"upheld": "approved", "dismissed": "confirmed"}.get(to, "awarded")
    assert make.fresh(case.submission).state == state
    assert make.fresh(ben).rejected == (to == "dismissed")
    assert records.of_worker(ben) == Record(won=to == "upheld", lost=to == "dismissed", parted=to.isdecimal())
    record = EmployerRecord.objects.get(employer=ann)
    assert (record.disputes_decided, record.disputes_lost) == (1, int(to == "upheld"))


@pytest.mark.parametrize("to", ["75", "25", "dismissed"])
def test_an_employer_who_wins_on_appeal_is_paid_back_by_the_house(
    to: str, case: Dispute, ann: User, ben: User, sue: User, tom: User, sam: User
) -> None:
    appeal = filed(decide(case, "upheld", sue), ann)
    change(appeal, to, tom)

    proposed = ann.adjustments.get()
    adjustments.approve(proposed, by=sam, now=NOW)

    assert proposed.amount == usd("0.11") - usd("0.11").share(part_of(to) * 10_000)
    assert earned(ben) == usd("0.095")
    assert make.fresh(case.submission).state == Submission.State.APPROVED
    assert (make.fresh(ben).approved, make.fresh(ben).rejected) == (1, 0)
    assert records.of_employer(ann) == Record(won=to == "dismissed", lost=0, parted=to.isdecimal())
    assert EmployerRecord.objects.get(employer=ann).disputes_lost == 0


@pytest.mark.parametrize(
    ("to", "who", "amount"), [("upheld", "ben", "0.02375"), ("25", "ann", "0.055"), ("dismissed", "ann", "0.0825")]
)
def test_a_part_that_was_accepted_stays_paid_and_the_house_makes_up_the_difference(
    to: str, who: str, amount: str, case: Dispute, ann: User, ben: User, sue: User, tom: User
) -> None:
    decide(case, "75", sue)
    accepted(case)
    appeal = filed(case, ann)

    change(appeal, to, tom)

    assert earned(ben) == usd("0.07125")
    assert {"ann": ann, "ben": ben}[who].adjustments.get().amount == usd(amount)
    assert make.fresh(appeal).goodwill.amount == usd(amount)


def test_an_appeal_about_a_stopped_task_returns_the_slot(
    case: Dispute, ann: User, ben: User, sue: User, tom: User
) -> None:
    publishing.stop(case.submission.task, by=ann, now=NOW)
    appeal = filed(decide(case, "dismissed", sue), ben)
    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("99.89")

    appeals.stand(appeal, by=tom, reason=REASON, now=NOW)

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")


def test_a_kind_dismissal_that_is_overturned_pays_once(case: Dispute, ben: User, sue: User, tom: User) -> None:
    cases.dismiss_kindly(case, by=sue, reason=REASON, now=NOW)
    change(filed(case, ben), "upheld", tom)

    assert earned(ben) == usd("0.095")
    assert not ben.adjustments.exists()


def test_both_sides_are_told_the_end_of_an_appeal(case: Dispute, ann: User, ben: User, sue: User, tom: User) -> None:
    change(filed(decide(case, "dismissed", sue), ben), "upheld", tom)

    for person in (ann, ben):
        told = Notice.objects.of(person).get(subject__startswith="Appeal decided")
        assert told.body == f"The decision is changed: Upheld: the worker is paid. The reason: {REASON}"


def test_the_timeline_of_the_work_says_both_decisions(case: Dispute, ben: User, sue: User, tom: User) -> None:
    change(filed(decide(case, "dismissed", sue), ben), "upheld", tom)

    page = signed_in(ben).get(case.submission.get_absolute_url()).content.decode()

    assert "Dismissed: the rejection stands" in page
    assert "The decision is changed: Upheld: the worker is paid" in page


@pytest.mark.race
def test_an_appeal_and_accepting_at_once_never_both_happen(committed_db: None) -> None:
    employer, worker = make.person("emil"), make.person("wanda")
    make.deposit(employer, "20")
    case = decide(opened(make.task(employer), worker), "50", supporter("sue"))

    at_once(lambda: filed(case, worker), lambda: accepted(case))

    assert make.fresh(case).is_settled != Appeal.objects.exists()
