"""A newcomer's first rejection comes with what it means; the list of first tasks ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import levels
from accounts.models import User
from inbox.models import Notice
from submissions import coaching, review, verdicts
from submissions.models import Reason, Submission
from tests import make

COACHED = "Your first rejection, and what to do now"


def told(worker: User) -> list[str]:
    return [notice.headline for notice in Notice.objects.of(worker)]


def approve(worker: User, employer: User, count: int) -> None:
    judged = [levels.Judged(500_000 + number, worker.pk, employer.pk, approved=True) for number in range(count)]
    levels.record_verdicts(judged, now=timezone.now())


def test_the_first_rejection_says_what_to_do_next_time_and_that_it_does_not_count_yet(ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)

    notice = Notice.objects.of(ben)[0]
    assert (notice.headline, notice.url) == (COACHED, done.get_absolute_url())
    assert str(coaching.NEXT_TIME[Reason.WRONG_RESULT]) in notice.text
    assert "counts in no rate and for no level before" in notice.text


def test_the_second_rejection_comes_without(ann: User, ben: User) -> None:
    for _number in range(2):
        make.rejected(make.task(ann), ben)

    assert told(ben).count(COACHED) == 1


def test_who_is_no_newcomer_knows_it(ann: User, ben: User) -> None:
    approve(ben, ann, 25)

    make.rejected(make.task(ann), ben)

    assert COACHED not in told(ben)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_advice(reason: Reason) -> None:
    assert len(str(coaching.NEXT_TIME[reason])) > 40


def test_the_page_of_rejected_work_says_what_to_do_next_time(client: Client, ann: User, ben: User) -> None:
    done = make.rejected(make.task(ann), ben)
    client.force_login(ben)

    assert "Next time:" in client.get(done.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["accounts:profile", "submissions:mine"])
def test_a_newcomer_reads_how_far_they_are(client: Client, ann: User, ben: User, address: str) -> None:
    make.approved(make.task(ann), ben)
    client.force_login(ben)

    text = " ".join(client.get(reverse(address)).content.decode().split())

    assert "Your first 25 tasks" in text
    assert "1 / 25" in text
    assert "Until then you hold up to 3 tasks at a time, later 10" in text


@pytest.mark.parametrize("address", ["accounts:profile", "submissions:mine"])
def test_the_list_goes_with_the_twenty_fifth_approval(client: Client, ann: User, ben: User, address: str) -> None:
    make.approved(make.task(ann), ben)
    approve(ben, ann, 24)
    client.force_login(ben)

    assert "Your first 25 tasks" not in client.get(reverse(address)).content.decode()


def test_a_rejection_that_would_cost_the_level_says_so_while_it_can_be_disputed(ann: User, ben: User) -> None:
    judged = [levels.Judged(600_000 + number, ben.pk, ann.pk, approved=number >= 4) for number in range(29)]
    levels.record_verdicts(judged, now=timezone.now())

    make.rejected(make.task(ann), make.fresh(ben))

    assert "If this rejection stands, your level falls below Advanced." in Notice.objects.of(ben)[0].text


def test_another_rejection_says_nothing_of_the_level(ann: User, ben: User) -> None:
    approve(ben, ann, 40)

    make.rejected(make.task(ann), make.fresh(ben))

    assert "your level falls" not in Notice.objects.of(ben)[0].text


@pytest.mark.parametrize("count", [2, 8])
def test_telling_of_many_rejections_asks_as_much_as_of_two(
    ann: User, count: int, django_assert_num_queries: Any
) -> None:
    now, task = timezone.now(), make.task(ann, slots=10)
    keys = [make.submission(task, make.person(f"w{number}"), now=now).pk for number in range(count)]
    rows = list(Submission.objects.filter(pk__in=keys).select_related("task__batch", "row", "worker"))
    for row in rows:
        review.turn_down(row, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=now)

    with django_assert_num_queries(3):
        coaching.tell(rows, now=now)


def test_two_rejections_of_one_sweep_are_coached_once(ann: User, ben: User) -> None:
    now = timezone.now()
    rows = [make.submission(make.task(ann), ben, now=now) for _number in range(2)]
    for row in rows:
        verdicts.reject_one(row, by=ann, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=now)

    verdicts.carry_out_due(now=now + timedelta(minutes=1))

    assert told(ben).count(COACHED) == 1
    assert len([headline for headline in told(ben) if headline.startswith("Rejected:")]) == 2
