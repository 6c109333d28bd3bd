from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from pytest_django import Settings

from accounts import levels
from accounts.models import Level, User
from inbox.models import Notice
from inbox.topics import Topic
from tests import make

NOW = timezone.now()
_numbers = itertools.count(1)


def judge(worker: User, employer: User, outcomes: str) -> User:
    """Verdicts in this order, "+" for approved and "-" for rejected, one second apart; the worker afterwards."""
    for outcome in outcomes:
        number = next(_numbers)
        one = levels.Judged(number, worker.pk, employer.pk, outcome == "+", f"Task {number}", f"/submissions/{number}/")
        levels.record_verdicts([one], now=NOW + timedelta(seconds=number))
    return User.objects.get(pk=worker.pk)


def way_up(worker: User) -> str:
    text = Template("{% load levels %}{% next_level person %}").render(Context({"person": worker}))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("approved", "rate", "level"),
    [
        (0, None, Level.STARTER),
        (24, 100, Level.STARTER),
        (25, 84, Level.STARTER),
        (25, 85, Level.ADVANCED),
        (199, 100, Level.ADVANCED),
        (200, 91, Level.ADVANCED),
        (200, 92, Level.EXPERT),
        (5000, 84, Level.STARTER),
    ],
)
def test_a_level_takes_both_the_number_and_the_rate(approved: int, rate: int | None, level: Level) -> None:
    assert levels.level_for(approved, rate) == level


def test_the_twenty_fifth_approval_makes_advanced(ann: User, ben: User) -> None:
    before = judge(ben, ann, "+" * 24)
    after = judge(ben, ann, "+")

    assert (before.level, after.level) == (Level.STARTER, Level.ADVANCED)


def test_two_hundred_approvals_make_an_expert_who_is_told_twice(ann: User, ben: User) -> None:
    judge(ben, ann, "+" * 199)
    after = judge(ben, ann, "+")

    assert after.level == Level.EXPERT
    assert [told.headline for told in Notice.objects.of(ben)] == [
        "Your level is now Expert",
        "Your level is now Advanced",
    ]


def test_only_the_last_fifty_verdicts_decide(ann: User, ben: User) -> None:
    judge(ben, ann, "-" * 30)
    after = judge(ben, ann, "+" * 50)

    assert levels.rolling_rates([ben.pk]) == {ben.pk: 100}
    assert (after.success_rate, after.level) == (62, Level.ADVANCED)


def test_an_approval_lifts_who_had_the_number_and_lacked_the_rate(ann: User, ben: User) -> None:
    before = judge(ben, ann, "-" * 8 + "+" * 42)
    after = judge(ben, ann, "+")

    assert (levels.rolling_rates([ben.pk]), before.level, after.level) == ({ben.pk: 86}, Level.STARTER, Level.ADVANCED)


def test_a_level_falls_with_the_rate_and_the_worker_is_told(ann: User, ben: User) -> None:
    judge(ben, ann, "+" * 25)
    judge(ben, ann, "-" * 4)
    after = judge(ben, ann, "-")

    newest = Notice.objects.of(ben)[0]
    assert after.level == Level.STARTER
    assert (newest.headline, newest.topic) == ("Your level went back to Starter", Topic.LEVEL)
    assert newest.text.startswith("83% of your last 30 verdicts are approvals; Advanced asks for 85%.")


def test_one_rejection_before_the_fall_the_level_is_at_risk(ann: User, ben: User) -> None:
    risks = [bool(levels.at_risk([judge(ben, ann, outcomes)])) for outcomes in ("+" * 25, "-" * 3, "-")]

    assert risks == [False, False, True]


def test_a_starter_has_nothing_to_lose(ann: User, ben: User) -> None:
    assert levels.at_risk([judge(ben, ann, "---")]) == set()


def test_verdicts_given_together_count_together(ann: User, ben: User, cleo: User) -> None:
    judged = [levels.Judged(900_000 + n, (ben, cleo)[n % 2].pk, ann.pk, n % 5 > 0) for n in range(10)]

    levels.record_verdicts(judged, now=NOW)

    ann, ben, cleo = (make.fresh(one) for one in (ann, ben, cleo))
    assert (ben.approved, ben.rejected) == (4, 1)
    assert (cleo.approved, cleo.rejected) == (4, 1)
    assert (ann.judged_approved, ann.judged_rejected, ann.rejection_rate) == (8, 2, 20)


@pytest.mark.parametrize(("rejected", "rate"), [(0, 0), (1, 2), (2, 3), (67, 50), (1000, 94)])
def test_an_employer_never_looks_better_than_they_are(rejected: int, rate: int) -> None:
    assert User(judged_approved=67, judged_rejected=rejected).rejection_rate == rate


def test_the_list_of_verdicts_is_the_window_newest_first(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = type(settings.RULES)(rolling_verdicts=3)
    judge(ben, ann, "++-+-")

    assert [verdict.approved for verdict in levels.latest_verdicts(ben)] == [False, True, False]


def test_an_employer_is_new_until_twenty_verdicts(ann: User, ben: User) -> None:
    judge(ben, ann, "+" * 19)
    before = make.fresh(ann).is_new_employer
    judge(ben, ann, "-")

    assert (before, make.fresh(ann).is_new_employer) == (True, False)


def test_the_way_up_before_the_first_verdict(ben: User) -> None:
    assert way_up(ben) == "Advanced after 25 approved tasks at 85% or better."


def test_the_way_up_counts_what_is_missing(ann: User, ben: User) -> None:
    worker = judge(ben, ann, "+" * 13 + "-")

    assert way_up(worker) == "Advanced after 12 more approved tasks at 85% or better: you are at 92%."


def test_the_way_up_says_when_one_is_enough(ann: User, ben: User) -> None:
    worker = judge(ben, ann, "+" * 24)

    assert way_up(worker) == "Advanced after 1 more approved task at 85% or better: you are at 100%."


def test_the_way_up_of_a_low_rate_counts_approvals_in_a_row(ann: User, ben: User) -> None:
    worker = judge(ben, ann, "-" * 6 + "+" * 25)

    ahead = levels.next_level(worker)
    assert ahead is not None
    assert (ahead.missing, ahead.in_a_row) == (9, True)
    assert way_up(worker) == (
        "Advanced after 9 more approved tasks in a row: it takes 85% of your latest, you are at 80%."
    )


def test_the_way_up_keeps_its_promise(ann: User, ben: User) -> None:
    worker = judge(ben, ann, "+" * 30 + "-" * 20)
    ahead = levels.next_level(worker)
    assert ahead is not None

    almost = judge(worker, ann, "+" * (ahead.missing - 1))
    there = judge(worker, ann, "+")

    assert (almost.level, there.level) == (Level.STARTER, Level.ADVANCED)


def test_an_expert_has_no_further_to_go(ben: User) -> None:
    ben.level = Level.EXPERT

    assert levels.next_level(ben) is None
    assert way_up(ben) == "You have the highest level."
