"""Measures: what stands on a card once enough was counted, and that a few odd ones do not move it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.rules import Rules
from submissions import claims, measuring, review
from submissions.models import Submission
from tasks.cards import Card
from tasks.models import EmployerRecord, Task
from tests import make

NOW = timezone.now()


@pytest.fixture
def three_are_enough(settings: Settings) -> None:
    settings.RULES = Rules(measured_after=3, new_employer_verdicts=1)


def done(task: Task, worker: User, *, minutes: int, reviewed_after: timedelta) -> Submission:
    """Claimed, handed in so many minutes later, and approved after a while."""
    row = make.submission(task, worker, now=NOW)
    handed_in = NOW + timedelta(minutes=minutes)
    Submission.objects.filter(pk=row.pk).update(submitted_at=handed_in)
    review.approve(row, by=task.employer, now=handed_in + reviewed_after)
    return row


def workers(count: int) -> list[User]:
    return [make.person(f"worker{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("measured", "estimate", "takes"),
    [(10, 1, "10 s"), (119, 1, "119 s"), (121, 1, "3 min"), (9000, 1, "150 min"), (None, 1, "1 min"), (None, 0, "")],
)
def test_a_card_never_says_less_time_than_it_takes(measured: int | None, estimate: int, takes: str) -> None:
    assert Card(Task(measured_seconds=measured, minutes=estimate)).takes == takes


@pytest.mark.usefixtures("three_are_enough")
def test_a_median_takes_the_place_of_the_estimate(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, minutes=5, reward=usd("0.10"))
    for worker, minutes in zip(workers(3), (2, 1, 14), strict=True):
        done(task, worker, minutes=minutes, reviewed_after=timedelta(hours=6))
    client.force_login(ben)

    before = client.get("/work/")
    counted = measuring.measure_due(now=NOW)
    after = client.get("/work/")

    assert counted == 2
    assert "(estimate)" in before.content.decode()
    assert "(estimate)" not in after.content.decode()
    (card,) = after.context["cards"]
    assert (card.takes, card.per_hour) == ("2 min", usd("2.85"))
    assert "reviews in ~6 h" in " ".join(after.content.decode().split())


@pytest.mark.usefixtures("three_are_enough")
def test_too_few_are_an_estimate_still(ann: User) -> None:
    task = make.task(ann)
    for worker in workers(2):
        done(task, worker, minutes=1, reviewed_after=timedelta(hours=1))

    measuring.measure_due(now=NOW)

    assert make.fresh(task).measured_seconds is None
    assert EmployerRecord.objects.get(employer=ann).review_minutes is None
    assert EmployerRecord.objects.get(employer=ann).paid == usd("0.19")


@pytest.mark.usefixtures("three_are_enough")
def test_what_did_not_change_is_not_measured_again(ann: User) -> None:
    task = make.task(ann)
    for worker in workers(3):
        done(task, worker, minutes=0, reviewed_after=timedelta(hours=1))

    assert measuring.measure_due(now=NOW) == 2
    assert measuring.measure_due(now=NOW) == 0
    assert make.fresh(task).measured_seconds == 10


def test_a_claim_given_back_is_not_measured(ann: User, ben: User) -> None:
    task = make.task(ann)
    claims.give_back(make.claim(task, ben), by=ben, now=NOW)

    assert measuring.measure_due(now=NOW) == 0
