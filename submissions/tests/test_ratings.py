"""Ratings both ways: who may give them, when others see them, and that they are the newest word of each."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import points
from accounts.models import User
from picomarket.lib.refusals import Refused
from submissions import ratings, timeline
from submissions.models import Grade, Rating, Submission
from tests import make

NOW = timezone.now()
GOOD = {"clarity": 5, "fairness": 4, "pay": 3, "speed": 4}


def raters(ann: User, count: int) -> list[Submission]:
    """So many workers whose work ann approved."""
    task = make.task(ann, slots=max(count, 1))
    return [make.approved(task, make.person(f"rater{number}"), now=NOW) for number in range(count)]


def rate(done: Submission, **marks: int) -> None:
    ratings.rate(done, by=done.worker, marks={**GOOD, **marks}, now=NOW)


def test_marks_are_seen_from_five_workers_on(client: Client, ann: User) -> None:
    done = raters(ann, settings.RULES.ratings_shown)
    for one in done[:-1]:
        rate(one)

    early = ratings.of_employer(ann)
    rate(done[-1], clarity=1)

    assert early is None
    marks = ratings.of_employer(ann)
    assert marks is not None
    assert marks.raters == 5
    assert dict(marks.aspects)["Clear tasks"] == pytest.approx(4.2)
    assert (make.fresh(ann).employer_record.rating, make.fresh(ann).employer_record.raters) == (38, 5)
    assert "5 workers rate 3.8 of 5" in client.get(ann.get_absolute_url()).content.decode()
    assert "5 workers rate 3.8 of 5" in client.get(done[0].task.get_absolute_url()).content.decode()


def test_one_worker_counts_once_with_their_newest_marks(ann: User, ben: User) -> None:
    for clarity in (1, 5):
        rate(make.approved(make.task(ann), ben, now=NOW), clarity=clarity)

    assert Rating.objects.get().clarity == 5


def test_marks_are_rounded_half_up_as_they_are_read(ann: User) -> None:
    """Of 20 marks 77 in all: 3.85."""
    done = raters(ann, 5)
    for one in done:
        rate(one, clarity=1 if one is done[0] else 4, pay=4)

    marks = ratings.of_employer(ann)

    assert (marks and marks.tenths, make.fresh(ann).employer_record.public_rating) == (39, 39)


def test_only_judged_work_is_rated(ann: User, ben: User) -> None:
    waiting = make.submission(make.task(ann), ben, now=NOW)

    with pytest.raises(Refused, match="once your work is judged"):
        rate(waiting)
    rate(make.rejected(make.task(ann), ben, now=NOW), fairness=1)


@pytest.mark.parametrize("marks", [{"clarity": 0}, {"speed": 6}, {"kindness": 3}])
def test_marks_are_one_to_five_of_what_is_asked(ann: User, ben: User, marks: dict[str, int]) -> None:
    with pytest.raises(Refused, match="Choose a mark"):
        rate(make.approved(make.task(ann), ben, now=NOW), **marks)


def test_a_worker_rates_on_the_page_of_the_work_and_changes_it(client: Client, ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben, now=NOW)
    client.force_login(ben)

    before = client.get(done.get_absolute_url()).content.decode()
    client.post(f"/submissions/{done.public_id}/rate/", {**GOOD, "pay": "2"})
    after = client.get(done.get_absolute_url()).content.decode()

    assert "Rate the employer" in before
    assert "Change your marks" in after
    assert Rating.objects.get().pay == 2


def test_marks_that_are_left_out_are_asked_for_and_the_chosen_ones_stay(client: Client, ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben, now=NOW)
    client.force_login(ben)

    answer = client.post(f"/submissions/{done.public_id}/rate/", {"pay": "1"})

    page = answer.content.decode()
    assert (answer.status_code, Rating.objects.exists()) == (422, False)
    assert page.count("Choose a mark from 1 to 5.") >= 3
    assert re.findall(r'name="(\w+)" value="(\d)"[^>]*checked', page) == [("pay", "1")]


def test_work_that_is_not_judged_is_not_rated_by_the_page(client: Client, ann: User, ben: User) -> None:
    waiting = make.submission(make.task(ann), ben, now=NOW)
    client.force_login(ben)

    page = client.post(f"/submissions/{waiting.public_id}/rate/", {"pay": "1"}, follow=True).content.decode()

    assert "You can rate the employer once your work is judged." in page


def test_before_the_verdict_there_is_nothing_to_rate(client: Client, ann: User, ben: User) -> None:
    client.force_login(ben)

    page = client.get(make.submission(make.task(ann), ben, now=NOW).get_absolute_url()).content.decode()

    assert "Rate the employer" not in page


def test_an_employer_grades_what_they_approved_and_the_worker_reads_it(client: Client, ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben, now=NOW)
    client.force_login(ann)

    client.post(f"/submissions/{done.public_id}/grade/", {"word": "2"})
    client.post(f"/submissions/{done.public_id}/grade/", {"word": "3"})
    page = client.get(done.review_url).content.decode()
    refused = client.post(f"/submissions/{done.public_id}/grade/", {"word": "0"}, follow=True).content.decode()

    assert Grade.objects.get().word == Grade.Word.EXCELLENT
    assert page.count('aria-pressed="true"') == 1
    assert "Choose one of the three grades." in refused
    assert "The employer's word: Excellent" in [event["what"] for event in timeline.events(make.fresh(done))]


def test_a_good_word_gives_points_and_a_later_one_takes_none_back(ann: User, ben: User) -> None:
    done = make.approved(make.task(ann), ben, now=NOW)
    before = make.fresh(ben).points

    given = []
    for word in (2, 3, 1):
        ratings.grade(done, by=ann, word=word, now=NOW)
        given.append(make.fresh(ben).points - before)

    assert given == [10, 15, 15]
    assert [(line.points - before, line.praise) for line in points.ledger(ben)] == [(15, 15)]


def test_rejected_work_has_no_grade(ann: User, ben: User) -> None:
    with pytest.raises(Refused, match="Only approved work"):
        ratings.grade(make.rejected(make.task(ann), ben, now=NOW), by=ann, word=3, now=NOW)


def test_grades_are_seen_from_five_on(client: Client, ann: User, ben: User) -> None:
    done = [make.approved(make.task(ann), ben, now=NOW) for _one in range(settings.RULES.ratings_shown)]
    for one in done[:-1]:
        ratings.grade(one, by=ann, word=3, now=NOW)

    early = ratings.grades_of(ben)
    ratings.grade(done[-1], by=ann, word=1, now=NOW)

    assert early == []
    assert ratings.grades_of(ben) == [("Excellent", 4), ("Good", 0), ("OK", 1)]
    assert "What others say" in client.get(ben.get_absolute_url()).content.decode()
