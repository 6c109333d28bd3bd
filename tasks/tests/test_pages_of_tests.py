"""The pages of tests: written, taken question by question, read with the result, and listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import attempts, contests, qualifications
from tasks.models import Attempt, Pass, Qualification, Reply
from tests import make

from .counting import count_queries

NOW = timezone.now()


@pytest.fixture
def reading(ann: User) -> Qualification:
    return make.qualification(ann, now=NOW)


def test_a_test_is_written_and_taken_without_a_script(client: Client, ann: User, ben: User) -> None:
    client.force_login(ann)
    draft = client.post("/tests/own/", {"title": "Colours"})["Location"]
    test = Qualification.objects.get()
    question = {"words": "What colour is grass?", "option_1": "red", "option_2": "green", "right_option": "2"}
    client.post(f"/tests/{test.public_id}/1/", question)
    client.post(f"/tests/{test.public_id}/2/", {"words": "And the sky?", "spellings": "blue\nazure"})
    client.post(f"/tests/{test.public_id}/publish/")
    assert client.get(draft, follow=True).context["test"] == test

    client.force_login(ben)
    begun = client.post(f"/tests/{test.public_id}/start/")["Location"]
    assert client.get(begun)["Location"] == f"{begun}1/"
    assert client.post(f"{begun}1/", {"text": "green"})["Location"] == f"{begun}2/"
    assert "saved" in client.get(f"{begun}2/").content.decode()
    client.post(f"{begun}2/", {"text": "Blue", "end": "1"})

    assert "You passed." in client.get(begun).content.decode()
    assert Pass.objects.valid().of(ben).filter(qualification=test).exists()


def test_what_is_right_is_not_in_the_page_of_a_question(client: Client, ben: User, reading: Qualification) -> None:
    begun = attempts.start(reading, by=ben, now=timezone.now())
    client.force_login(ben)

    assert "Paname" not in client.get(f"{begun.get_absolute_url()}3/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"words": "Q"}, "spellings"),
        ({"words": "Q", "option_1": "a", "option_2": "b"}, "right_option"),
        ({"words": "Q", "option_1": "a", "right_option": "1"}, "option_2"),
        ({"words": "Q", "option_1": "a", "option_2": "a", "right_option": "1"}, "option_2"),
        ({"words": "", "spellings": "x"}, "words"),
    ],
)
def test_a_question_that_makes_no_sense_is_shown_again(
    client: Client, ann: User, typed: dict[str, str], field: str
) -> None:
    test = qualifications.draft(ann, title="Colours", now=NOW)
    client.force_login(ann)

    page = client.post(f"/tests/{test.public_id}/1/", typed)

    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_a_reply_that_is_no_option_is_refused(client: Client, ben: User, reading: Qualification) -> None:
    begun = attempts.start(reading, by=ben, now=timezone.now())
    client.force_login(ben)

    assert client.post(f"{begun.get_absolute_url()}1/", {"text": "seven"}).status_code == 422
    assert not Reply.objects.exists()


def test_the_last_question_says_how_many_have_no_reply(client: Client, ben: User, reading: Qualification) -> None:
    begun = attempts.start(reading, by=ben, now=timezone.now())
    client.force_login(ben)
    client.post(f"{begun.get_absolute_url()}1/", {"text": "four"})

    page = client.get(f"{begun.get_absolute_url()}3/").content.decode()

    assert "1 question before has no reply: it counts as wrong." in page


def test_the_result_tells_each_question_and_takes_a_contest(client: Client, ben: User, reading: Qualification) -> None:
    done = make.attempt(reading, ben, "three")
    client.force_login(ben)

    page = client.get(done.get_absolute_url()).content.decode()
    client.post(f"{done.get_absolute_url()}1/contest/", {"words": "Three is right where I live."})

    assert "Count on your fingers." in page
    assert page.count("Wrong") == 3
    assert "You contested it." in client.get(done.get_absolute_url()).content.decode()


def test_a_question_nobody_replied_to_is_contested_once_too(client: Client, ben: User, reading: Qualification) -> None:
    done = make.attempt(reading, ben, "three")
    client.force_login(ben)
    contest = f"{done.get_absolute_url()}3/contest/"
    client.post(contest, {"words": "France has two of them in law."})

    page = client.get(done.get_absolute_url()).content.decode()

    assert "You contested it." in page
    assert contest not in page


def test_a_question_that_fell_is_asked_nobody_any_more(
    client: Client, ann: User, ben: User, reading: Qualification
) -> None:
    begun = attempts.start(reading, by=ben, now=timezone.now())
    client.force_login(ben)
    url = begun.get_absolute_url()
    for position in (1, 2):
        contests.fall(reading.questions.get(position=position), by=ann, now=NOW)

    assert client.get(url)["Location"] == f"{url}3/"
    left_out = client.post(f"{url}1/", {"text": "four"}, follow=True)
    page = left_out.content.decode()

    assert left_out.redirect_chain[-1][0] == f"{url}3/"
    assert "One of the questions was wrong and no longer counts. It is left out." in page
    assert "question 1 of 1" in page
    assert 'value="2"' not in page
    assert not Reply.objects.exists()


def test_what_falls_while_it_is_replied_to_still_lets_the_test_be_handed_in(
    client: Client, ann: User, ben: User, reading: Qualification
) -> None:
    begun = attempts.start(reading, by=ben, now=timezone.now())
    client.force_login(ben)
    contests.fall(reading.questions.get(position=3), by=ann, now=NOW)

    assert client.get(f"{begun.get_absolute_url()}3/")["Location"] == f"{begun.get_absolute_url()}2/"
    client.post(f"{begun.get_absolute_url()}3/", {"text": "Paris", "end": "1"})

    assert (make.fresh(begun).state, make.fresh(begun).counted) == (Attempt.State.FAILED, 2)


def test_a_result_shows_what_fell_after_it_was_asked_and_not_what_never_was(
    client: Client, ann: User, ben: User, cleo: User, reading: Qualification
) -> None:
    asked = make.attempt(reading, ben, now=NOW)
    contests.fall(reading.questions.get(position=1), by=ann, now=NOW + timedelta(minutes=1))
    never = make.attempt(reading, cleo, now=NOW + timedelta(minutes=2))

    shown = []
    for person, done in ((ben, asked), (cleo, never)):
        client.force_login(person)
        shown.append(client.get(done.get_absolute_url()).content.decode())

    assert [page.count("Does not count") for page in shown] == [1, 0]
    assert "1. <bdi>Which is a fruit?" in shown[1]


def test_a_result_invites_nobody_to_a_test_that_is_closed(
    client: Client, ann: User, ben: User, reading: Qualification
) -> None:
    done = make.attempt(reading, ben, now=NOW - timedelta(days=2))
    client.force_login(ben)
    assert "You can try again now" in client.get(done.get_absolute_url()).content.decode()

    qualifications.close(reading, by=ann, now=NOW)

    page = client.get(done.get_absolute_url()).content.decode()
    assert "This test is closed: nobody can begin it now." in page
    assert "You can try again" not in page


def test_a_reply_that_is_empty_is_none_before_the_author(
    client: Client, ann: User, ben: User, cleo: User, reading: Qualification
) -> None:
    make.attempt(reading, ben, "four", "", now=NOW)
    make.attempt(reading, cleo, "three", "apple", now=NOW)
    client.force_login(ann)

    page = client.get(f"/tests/{reading.public_id}/lead/").content.decode()

    assert ("1 of 2 replies were right" in page, "1 of 1 replies were right" in page) == (True, True)


@pytest.mark.parametrize("count", [1, 30])
def test_the_tests_ask_no_more_for_thirty(client: Client, ann: User, ben: User, count: int) -> None:
    for number in range(count):
        make.task(ann, tests=[make.qualification(ann, title=f"Test {number}").pk])
    client.force_login(ben)

    assert count_queries(client, "/tests/") == 8


@pytest.mark.parametrize("count", [1, 20])
def test_locked_cards_ask_no_more_for_many_tests(client: Client, ann: User, ben: User, count: int) -> None:
    for number in range(count):
        make.task(ann, tests=[make.qualification(ann, title=f"Test {number}").pk])
    client.force_login(ben)

    assert count_queries(client, "/work/?view=locked") == 10
