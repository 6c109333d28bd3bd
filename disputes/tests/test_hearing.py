"""Whose time it is in a case: the employer's, the worker's, then support's; and what the two settle themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from disputes import cases, hearing, jobs, records
from disputes.models import Dispute, Statement
from inbox.models import Notice
from picomarket.lib.money import usd
from submissions.models import Submission
from tests import make
from wallet import ledger

from .conftest import NOW, REASON, WORDS, opened, signed_in

HOURS = {hours: timedelta(hours=hours) for hours in (1, 50, 72, 73, 144)}


def clocks(case: Dispute) -> tuple[Any, ...]:
    """From now to the worker's answer and to the decision."""
    case = make.fresh(case)
    return (case.reply_by and case.reply_by - NOW, case.decide_by - NOW)


def page(person: User, case: Dispute) -> str:
    return signed_in(person).get(case.get_absolute_url()).content.decode()


def post(person: User, case: Dispute, verb: str, **data: Any) -> Any:
    return signed_in(person).post(reverse(f"disputes:{verb}", args=[case.public_id]), data, follow=True)


def test_the_employers_answer_begins_the_workers_time(case: Dispute, ann: User, ben: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW + HOURS[1])

    assert clocks(case) == (HOURS[73], HOURS[73] + HOURS[72])
    assert hearing.is_due(make.fresh(case), ben, now=NOW + HOURS[1])


def test_supports_time_begins_when_the_worker_answered(case: Dispute, ann: User, ben: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    hearing.answer(case, by=ben, words=WORDS, now=NOW + HOURS[1])

    assert clocks(case) == (HOURS[72], HOURS[73])


@pytest.mark.parametrize("who", ["employer", "both"])
def test_supports_time_begins_early_when_nobody_has_more_to_add(who: str, case: Dispute, ann: User, ben: User) -> None:
    if who == "both":
        hearing.answer(case, by=ann, words=WORDS, now=NOW)
        hearing.have_nothing_to_add(case, by=ben, now=NOW + HOURS[1])
    else:
        hearing.have_nothing_to_add(case, by=ann, now=NOW + HOURS[1])

    assert make.fresh(case).decide_by == NOW + HOURS[73]


def test_who_passed_and_says_something_after_all_is_answered(case: Dispute, ann: User, ben: User) -> None:
    hearing.have_nothing_to_add(case, by=ann, now=NOW)
    hearing.answer(case, by=ann, words=WORDS, now=NOW + HOURS[1])

    assert clocks(case) == (HOURS[73], HOURS[73] + HOURS[72])


def test_a_late_answer_is_read_and_moves_no_clock(case: Dispute, ann: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW + HOURS[73])

    assert clocks(case) == (None, HOURS[144])
    assert case.statements.count() == 2


def test_further_words_move_no_clock(case: Dispute, ann: User, ben: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    hearing.answer(case, by=ben, words=WORDS, now=NOW)
    for person in (ann, ben):
        hearing.answer(case, by=person, words=WORDS, now=NOW + HOURS[1])

    assert clocks(case) == (HOURS[72], HOURS[72])


@pytest.mark.parametrize("who", ["ben", "ann after"])
def test_nothing_to_add_is_for_whose_turn_it_is(who: str, case: Dispute, ann: User, ben: User) -> None:
    person = {"ben": ben, "ann after": ann}[who]
    if person == ann:
        hearing.answer(case, by=ann, words=WORDS, now=NOW)

    with pytest.raises(cases.TooLate, match="not your turn"):
        hearing.have_nothing_to_add(case, by=person, now=NOW)


def test_the_page_says_whose_turn_it_is(case: Dispute, ann: User, ben: User) -> None:
    assert "Answer with what you saw" in page(ann, case)
    assert "I have nothing to add" in page(ann, case)
    assert "You need do nothing" in page(ben, case)
    assert "I have nothing to add" not in page(ben, case)

    hearing.answer(case, by=ann, words=WORDS, now=NOW)

    assert "You answered. The worker can answer" in page(ann, case)
    assert "The employer answered. You can answer to that" in page(ben, case)

    said = post(ben, case, "have_nothing_to_add").content.decode()

    assert "It is noted." in said
    assert "Both sides had their say." in said


def test_silence_is_said_as_what_it_is(ann: User, ben: User, sue: User) -> None:
    case = opened(make.task(ann), ben, ago=HOURS[73])

    assert "The employer did not answer in time." in page(ben, case)
    assert "no answer" in page(ben, case)
    desk = signed_in(sue).get(reverse("admin:disputes_dispute_change", args=[case.pk])).content.decode()
    assert "The employer did not answer in time." in desk


def reminded(person: User) -> int:
    return Notice.objects.of(person).filter(subject__startswith="Less than a day to answer").count()


def test_each_side_is_reminded_once_a_day_before_its_time_ends(case: Dispute, ann: User, ben: User) -> None:
    assert hearing.remind_due(now=NOW + timedelta(hours=47)) == 0
    assert hearing.remind_due(now=NOW + HOURS[50]) == 1
    assert hearing.remind_due(now=NOW + HOURS[50]) == 0
    hearing.answer(case, by=ann, words=WORDS, now=NOW + HOURS[50])
    assert hearing.remind_due(now=NOW + HOURS[50] + HOURS[50]) == 1

    assert (reminded(ann), reminded(ben)) == (1, 1)


def test_who_answered_is_not_reminded(case: Dispute, ann: User, ben: User) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)
    hearing.answer(case, by=ben, words=WORDS, now=NOW)

    assert hearing.remind_due(now=NOW + HOURS[50]) == 0


def test_the_job_reminds(ann: User, ben: User) -> None:
    opened(make.task(ann), ben, ago=HOURS[50])

    assert (jobs.remind(), jobs.remind()) == (1, 0)


def test_where_a_day_is_all_there_is_nobody_is_reminded(case: Dispute, settings: Settings) -> None:
    settings.RULES = make_rules(settings, dispute_answer_hours=24)

    assert hearing.remind_due(now=NOW + HOURS[50]) == 0


def make_rules(settings: Settings, **changed: int) -> Any:
    fields = {name: getattr(settings.RULES, name) for name in settings.RULES.__dataclass_fields__}
    return type(settings.RULES)(**{**fields, **changed})


# -- settled between the two


def test_a_part_that_is_proposed_and_taken_is_paid_at_once(case: Dispute, ann: User, ben: User) -> None:
    before = ledger.balance_of(ledger.spendable(ann.pk))
    hearing.offer(case, percent=50, by=ann, now=NOW)

    cases.take_offer(case, percent=50, by=ben, now=NOW)

    assert ledger.balance_of(ledger.earned(ben.pk)) == usd("0.0475")
    assert ledger.balance_of(ledger.spendable(ann.pk)) - before == usd("0.055")
    assert make.fresh(case.submission).state == Submission.State.AWARDED
    settled = make.fresh(case)
    assert (settled.state, settled.part, settled.is_agreed) == (Dispute.State.PARTLY, 50, True)
    assert records.of_worker(ben).decided == records.of_employer(ann).decided == 0


def test_a_proposal_counts_as_an_answer_and_the_worker_is_told(case: Dispute, ann: User, ben: User) -> None:
    hearing.offer(case, percent=25, by=ann, words="The first half is as I asked for.", now=NOW)

    assert clocks(case) == (HOURS[72], HOURS[144])
    assert Notice.objects.of(ben).filter(subject__startswith="A part of the reward is proposed").count() == 1


def test_only_the_last_proposal_can_be_taken_and_only_as_it_was_shown(case: Dispute, ann: User, ben: User) -> None:
    hearing.offer(case, percent=25, by=ann, now=NOW)
    hearing.offer(case, percent=75, by=ann, now=NOW)

    for part in (0, 25, 50, 100):
        with pytest.raises(cases.NoOffer):
            cases.take_offer(case, percent=part, by=ben, now=NOW)

    assert make.fresh(case).is_open


def test_without_a_proposal_there_is_nothing_to_take(case: Dispute, ben: User) -> None:
    with pytest.raises(cases.NoOffer):
        cases.take_offer(case, percent=50, by=ben, now=NOW)


@pytest.mark.parametrize("percent", [0, 10, 100, -25])
def test_another_part_cannot_be_proposed(percent: int, case: Dispute, ann: User) -> None:
    with pytest.raises(cases.NoPart):
        hearing.offer(case, percent=percent, by=ann, now=NOW)


def test_the_worker_proposes_nothing_and_the_employer_takes_nothing(case: Dispute, ann: User, ben: User) -> None:
    with pytest.raises(Dispute.DoesNotExist):
        hearing.offer(case, percent=50, by=ben, now=NOW)
    hearing.offer(case, percent=50, by=ann, now=NOW)
    with pytest.raises(Dispute.DoesNotExist):
        cases.take_offer(case, percent=50, by=ann, now=NOW)


def test_a_proposal_after_the_decision_is_too_late(case: Dispute, ann: User, ben: User, sue: User) -> None:
    hearing.offer(case, percent=50, by=ann, now=NOW)
    cases.dismiss(case, by=sue, reason=REASON, early=True, now=NOW)

    with pytest.raises(cases.TooLate):
        hearing.offer(case, percent=75, by=ann, now=NOW)
    with pytest.raises(cases.TooLate):
        cases.take_offer(case, percent=50, by=ben, now=NOW)


def test_the_pages_propose_and_take(case: Dispute, ann: User, ben: User) -> None:
    assert "Choose a part of the reward." in post(ann, case, "offer").content.decode()

    proposed = post(ann, case, "offer", percent="50", words="Half of it is there.").content.decode()
    shown = page(ben, case)
    taken = post(ben, case, "take_offer", percent="50").content.decode()

    assert "Your proposal is in the case." in proposed
    assert "Take $0.0475 and close the case" in shown
    assert "Half of it is there." in shown
    assert "You two agreed. You are paid $0.0475" in taken
    assert "Take $0.0475" not in page(ann, make.fresh(case))


@pytest.mark.parametrize("percent", ["", "x", "99999999999999999999", "25"])
def test_a_part_that_was_not_proposed_is_refused_in_words(percent: str, case: Dispute, ann: User, ben: User) -> None:
    hearing.offer(case, percent=50, by=ann, now=NOW)

    said = post(ben, case, "take_offer", percent=percent).content.decode()

    assert "The employer proposes another part by now." in said
    assert make.fresh(case).is_open


def test_statements_say_something_or_are_of_another_kind(case: Dispute, ann: User) -> None:
    hearing.have_nothing_to_add(case, by=ann, now=datetime.now(tz=NOW.tzinfo))

    assert case.statements.latest("pk").kind == Statement.Kind.PASSED
    assert "Nothing to add." in page(ann, case)


@pytest.mark.parametrize("against", [cases.dismiss, cases.dismiss_kindly, partial(cases.award, percent=50)])
def test_nothing_is_decided_against_the_worker_in_their_time(
    against: Callable[..., None], case: Dispute, ann: User, sue: User
) -> None:
    hearing.answer(case, by=ann, words=WORDS, now=NOW)

    with pytest.raises(cases.TooEarly, match="The worker can still answer until"):
        against(case, by=sue, reason=REASON, now=NOW)
    against(case, by=sue, reason=REASON, now=make.fresh(case).reply_by)

    assert not make.fresh(case).is_open
