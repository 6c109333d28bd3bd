"""Tests: written, taken, scored, contested, and what their passes open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Level, User
from inbox.models import Notice
from tasks import attempts, contests, jobs, passes, qualifications, targeting
from tasks.models import Attempt, Pass, Qualification, Task
from tasks.qualifications import Asked
from tests import make
from tests.make import RIGHT

NOW = timezone.now()


@pytest.fixture
def reading(ann: User) -> Qualification:
    return make.qualification(ann, now=NOW)


def holds(worker: User, test: Qualification) -> bool:
    return Pass.objects.valid().of(worker).filter(qualification=test).exists()


# -- taking one


def test_whoever_replies_rightly_passes_at_once(ben: User, reading: Qualification) -> None:
    done = make.attempt(reading, ben, *RIGHT, now=NOW)

    assert (done.state, done.right, done.counted, done.percent) == (Attempt.State.PASSED, 3, 3, 100)
    assert holds(ben, reading)


def test_two_of_three_are_not_enough(ben: User, reading: Qualification) -> None:
    done = make.attempt(reading, ben, "four", "apple", "Lyon", now=NOW)

    assert (done.state, done.percent) == (Attempt.State.FAILED, 66)
    assert not holds(ben, reading)


@pytest.mark.parametrize("text", ["Paris", "  PARIS ", "paris.", "paname", "PARIS"])
def test_a_typed_reply_counts_whatever_its_case_and_spaces(reading: Qualification, text: str) -> None:
    assert attempts.is_right(reading.questions.get(position=3), text)


@pytest.mark.parametrize("text", ["", " ", ".", "Pari s", "Paris or Lyon"])
def test_a_typed_reply_that_says_another_thing_does_not(reading: Qualification, text: str) -> None:
    assert not attempts.is_right(reading.questions.get(position=3), text)


def test_beginning_twice_is_one_attempt(ben: User, reading: Qualification) -> None:
    begun = attempts.start(reading, by=ben, now=NOW)

    assert attempts.start(reading, by=ben, now=NOW + timedelta(minutes=1)) == begun


def test_the_next_attempt_waits_for_its_hour(ben: User, reading: Qualification) -> None:
    make.attempt(reading, ben, now=NOW)

    with pytest.raises(attempts.NoAttempt, match="You can try again from"):
        attempts.start(reading, by=ben, now=NOW + timedelta(hours=23))
    assert attempts.standing(reading, ben, now=NOW).again_at == NOW + timedelta(hours=24)
    assert attempts.start(reading, by=ben, now=NOW + timedelta(hours=24)).state == Attempt.State.STARTED


def test_nobody_is_locked_out_for_good(ann: User, ben: User) -> None:
    test = make.qualification(ann, attempts=2, wait_hours=1, now=NOW)
    for hours in (0, 2):
        make.attempt(test, ben, now=NOW + timedelta(hours=hours))

    stands = attempts.standing(test, ben, now=NOW + timedelta(hours=4))

    assert (stands.left, stands.again_at) == (0, NOW + timedelta(days=30))
    assert attempts.start(test, by=ben, now=NOW + timedelta(days=30)).state == Attempt.State.STARTED


def test_whoever_passed_needs_no_other_attempt_until_the_pass_ends(ann: User, ben: User) -> None:
    test = make.qualification(ann, valid_days=90, now=NOW)
    make.attempt(test, ben, *RIGHT, now=NOW)

    with pytest.raises(attempts.NoAttempt, match="You passed this test already"):
        attempts.start(test, by=ben, now=NOW + timedelta(days=89))
    make.attempt(test, ben, *RIGHT, now=NOW + timedelta(days=90))

    assert Pass.objects.get().until == NOW + timedelta(days=180)


def test_nobody_takes_their_own_test_or_a_closed_one(ann: User, ben: User, reading: Qualification) -> None:
    with pytest.raises(attempts.NoAttempt, match="your own test"):
        attempts.start(reading, by=ann, now=NOW)
    qualifications.close(reading, by=ann, now=NOW)

    with pytest.raises(attempts.NoAttempt, match="closed"):
        attempts.start(make.fresh(reading), by=ben, now=NOW)


def test_what_was_saved_counts_when_the_time_runs_out(ben: User, reading: Qualification) -> None:
    begun = attempts.start(reading, by=ben, now=NOW - timedelta(minutes=10))
    first, second, _third = reading.questions.order_by("position")
    attempts.reply(begun, first, text="four", by=ben, now=NOW - timedelta(minutes=1))

    with pytest.raises(attempts.AttemptOver, match="The time is over"):
        attempts.reply(begun, second, text="apple", by=ben, now=NOW)
    assert jobs.end_attempts() == 1
    assert jobs.end_attempts() == 0

    ended = make.fresh(begun)
    assert (ended.state, ended.right, ended.ended_at) == (Attempt.State.FAILED, 1, begun.until)
    assert Notice.objects.of(ben)[0].subject == "Time ran out: English reading"


def test_nothing_is_said_after_handing_in(ben: User, reading: Qualification) -> None:
    done = make.attempt(reading, ben, now=NOW)

    with pytest.raises(attempts.AttemptOver, match="handed this test in"):
        attempts.reply(done, reading.questions.get(position=1), text="four", by=ben, now=NOW)


# -- contesting


def test_a_question_that_falls_is_scored_anew_for_everybody(
    ann: User, ben: User, dina: User, cleo: User, reading: Qualification
) -> None:
    make.attempt(reading, ben, "four", "apple", "Lutetia", now=NOW)
    make.attempt(reading, dina, "four", "apple", "Rome", now=NOW)
    make.attempt(reading, cleo, "four", "stone", "Rome", now=NOW)
    question = reading.questions.get(position=3)
    contested = contests.contest(question, words="Lutetia is its old name.", by=ben, now=NOW)

    assert contests.fall(question, by=ann, now=NOW) == 2

    assert {holds(one, reading) for one in (ben, dina)} == {True}
    assert not holds(cleo, reading)
    assert make.fresh(contested).state == "agreed"
    assert [notice.subject for notice in Notice.objects.of(ben)] == [
        "You passed “English reading” after all",
        "You were right: a question of “English reading” was withdrawn",
    ]
    assert Attempt.objects.get(worker=cleo).counted == 2


def test_nobody_loses_a_pass_by_a_question_that_falls(ann: User, ben: User) -> None:
    test = make.qualification(ann, pass_percent=60, now=NOW)
    make.attempt(test, ben, "four", "stone", "Paris", now=NOW)

    contests.fall(test.questions.get(position=1), by=ann, now=NOW)

    assert holds(ben, test)
    assert Attempt.objects.get().state == Attempt.State.PASSED


def test_a_question_falls_once_and_the_last_one_never(ann: User, reading: Qualification) -> None:
    first, second, third = reading.questions.order_by("position")
    for one in (first, first, second):
        contests.fall(one, by=ann, now=NOW)

    with pytest.raises(contests.LastQuestion, match="Close the test instead"):
        contests.fall(third, by=ann, now=NOW)


def test_a_question_is_contested_once_and_only_by_who_was_asked(
    ann: User, ben: User, cleo: User, reading: Qualification
) -> None:
    question = reading.questions.get(position=1)
    make.attempt(reading, ben, now=NOW)
    contests.contest(question, words="It has no answer.", by=ben, now=NOW)

    with pytest.raises(contests.NotContestable, match="already"):
        contests.contest(question, words="Again.", by=ben, now=NOW)
    with pytest.raises(contests.NotContestable, match="cannot be contested"):
        contests.contest(question, words="Me too.", by=cleo, now=NOW)
    assert Notice.objects.of(ann)[0].subject == "A question of “English reading” is contested"


def test_the_author_says_why_a_question_stands(ann: User, ben: User, reading: Qualification) -> None:
    make.attempt(reading, ben, now=NOW)
    contested = contests.contest(reading.questions.get(position=1), words="Is it five?", by=ben, now=NOW)

    contests.decline(contested, answer="Two and two are four.", by=ann, now=NOW)
    contests.decline(contested, answer="Once more.", by=ann, now=NOW)

    assert make.fresh(contested).answer == "Two and two are four."
    assert Notice.objects.of(ben)[0].body == "Two and two are four."


# -- writing one


def test_a_published_test_stays_as_it_is(ann: User, reading: Qualification) -> None:
    with pytest.raises(qualifications.TestNotNow, match="stays as it is"):
        qualifications.write(reading, by=ann, fields={"title": "Other"})
    with pytest.raises(qualifications.TestNotNow, match="stays as it is"):
        qualifications.ask(reading, Asked("More?", ["yes"]), by=ann, position=4)
    with pytest.raises(qualifications.TestNotNow, match="stays as it is"):
        qualifications.drop(reading, by=ann, position=1)


@pytest.mark.parametrize("where", ["about", "words"])
def test_a_test_asks_for_nothing_the_policy_forbids(ann: User, where: str) -> None:
    fields: dict[str, Any] = {where: "Send us the verification code."}
    with pytest.raises(qualifications.TestForbidden, match=r"No codes, passwords.*“Send us the verification code”"):
        make.qualification(ann, **fields)

    assert Qualification.objects.get().state == Qualification.State.DRAFTED


def test_a_test_may_speak_of_what_asks_for_a_look(ann: User) -> None:
    assert make.qualification(ann, words="What is a captcha for? Type the captcha.").published_at


def test_a_test_without_questions_is_not_published(ann: User) -> None:
    with pytest.raises(qualifications.TestNotNow, match="at least one question"):
        qualifications.publish(qualifications.draft(ann, title="Empty", now=NOW), by=ann, now=NOW)


def test_a_question_taken_out_closes_the_gap(ann: User) -> None:
    test = qualifications.draft(ann, title="Numbers", now=NOW)
    for number in range(1, 4):
        qualifications.ask(test, Asked(f"Question {number}", ["x"]), by=ann, position=number)

    qualifications.drop(test, by=ann, position=2)

    assert list(test.questions.order_by("position").values_list("position", "words")) == [
        (1, "Question 1"),
        (2, "Question 3"),
    ]


def test_only_staff_make_a_test_the_houses(ann: User, sam: User) -> None:
    for author in (ann, sam):
        test = qualifications.draft(author, title="Typing", now=NOW)
        qualifications.write(test, by=author, fields={"is_house": True})

    assert Qualification.objects.get(is_house=True).author == sam


# -- what a pass opens


def test_a_task_names_the_test_that_opens_it(client: Client, ann: User, ben: User, reading: Qualification) -> None:
    task = make.task(ann, tests=[reading.pk])
    client.force_login(ben)

    lock = targeting.lock_of(task, ben)
    page = client.get("/work/", {"view": "locked"}).content.decode()

    assert lock == targeting.Lock(
        "This task asks for a test.", "Pass “English reading” (10 minutes).", reading.get_absolute_url()
    )
    assert f'href="{reading.get_absolute_url()}"' in page
    with pytest.raises(targeting.NotForYou, match="Pass “English reading”"):
        make.claim(task, ben)


def test_a_pass_opens_the_task_while_it_is_good(ann: User, ben: User, reading: Qualification) -> None:
    task = make.task(ann, tests=[reading.pk])
    make.attempt(reading, ben, *RIGHT, now=NOW)

    assert list(Task.objects.open_to(ben)) == [task]
    make.given_back(task, ben)
    Pass.objects.update(until=NOW - timedelta(seconds=1))
    assert not Task.objects.open_to(ben)
    with pytest.raises(targeting.NotForYou):
        make.claim(task, ben)


def test_a_pass_stands_in_for_the_level_where_the_employer_says_so(
    ann: User, ben: User, cleo: User, reading: Qualification
) -> None:
    asked: dict[str, Any] = {"minimum_level": Level.ADVANCED, "tests": [reading.pk]}
    either, both = make.task(ann, **asked, test_instead=True), make.task(ann, **asked)
    make.attempt(reading, ben, *RIGHT, now=NOW)

    assert list(Task.objects.open_to(ben)) == [either]
    make.claim(either, ben)
    lock = targeting.lock_of(either, cleo)
    assert lock
    assert lock.reason == "This task asks for level Advanced. Passing a test opens it too."
    assert set(Task.objects.locked_for(cleo)) == {either, both}
    User.objects.filter(pk=cleo.pk).update(level=Level.ADVANCED)
    make.claim(either, make.fresh(cleo))


def test_staff_grant_themselves_no_pass(client: Client, sam: User) -> None:
    house = make.qualification(sam, is_house=True, now=NOW)
    client.force_login(sam)
    typed = {"test": house.pk, "worker": sam.public_id, "reason": "A certificate."}

    answer = client.post("/admin/tasks/pass/add/", typed)

    assert "This is your own pass: somebody else must decide." in answer.content.decode()
    assert not holds(sam, house)


def test_staff_grant_and_revoke_what_the_house_tests(ann: User, ben: User, sam: User, reading: Qualification) -> None:
    house = make.qualification(sam, is_house=True, now=NOW)
    given = passes.grant(house, worker=ben, reason="A certificate.", by=sam, now=NOW)
    assert holds(ben, house)

    passes.revoke(given, reason="The certificate was another person's.", by=sam, now=NOW)

    assert not holds(ben, house)
    with pytest.raises(attempts.NoAttempt, match="took your pass"):
        attempts.start(house, by=ben, now=NOW)
    with pytest.raises(passes.NotTheHouses):
        passes.grant(reading, worker=ben, reason="x", by=sam, now=NOW)
    assert Notice.objects.of(ben)[0].body == "The certificate was another person's."
