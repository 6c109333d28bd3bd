from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import leaderboards, levels
from accounts.models import LeaderboardEntry, User
from tests import make

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY_BEFORE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def earn(worker: User, employer: User, *, tasks: int, now: datetime = WEDNESDAY) -> None:
    """Ten points for each task."""
    first = worker.pk * 1_000_000 + worker.verdicts.count()
    judged = [levels.Judged(first + number, worker.pk, employer.pk, approved=True) for number in range(tasks)]
    levels.record_verdicts(judged, now=now)


def seen(reader: User, **asked: Any) -> list[tuple[int, str, int]]:
    board = leaderboards.board(reader, now=WEDNESDAY, **{"weekly": True, **asked})
    return [(row.place, row.name, row.points) for row in board.rows]


def test_who_did_not_ask_to_be_seen_is_nowhere_in_it(ann: User, ben: User, cleo: User) -> None:
    earn(ben, ann, tasks=3)
    earn(cleo, ann, tasks=2)
    leaderboards.join(cleo, now=WEDNESDAY)

    assert seen(cleo) == [(1, "Cleo", 20)]
    assert leaderboards.board(cleo, weekly=True, now=WEDNESDAY).own_place == 1
    assert leaderboards.countries() == ["NG"]
    assert not LeaderboardEntry.objects.filter(person=ben).exists()


def test_the_week_begins_on_monday_in_utc(ann: User, ben: User) -> None:
    earn(ben, ann, tasks=5, now=MONDAY_BEFORE - timedelta(seconds=1))
    earn(ben, ann, tasks=1, now=MONDAY_BEFORE)
    leaderboards.join(ben, now=WEDNESDAY)

    assert leaderboards.monday(WEDNESDAY) == date(2026, 11, 23)
    assert seen(ben) == [(1, "Ben", 10)]
    assert seen(ben, weekly=False) == [(1, "Ben", 60)]


def test_as_many_points_are_the_same_place(ann: User, ben: User, cleo: User, dina: User) -> None:
    for worker, tasks in ((ben, 2), (cleo, 2), (dina, 1)):
        earn(worker, ann, tasks=tasks)
        leaderboards.join(worker, now=WEDNESDAY)

    assert seen(dina) == [(1, "Ben", 20), (1, "Cleo", 20), (3, "Dina", 10)]
    assert leaderboards.board(dina, weekly=True, now=WEDNESDAY).own_place == 3


def test_a_country_has_a_board_of_its_own(ann: User, ben: User, cleo: User) -> None:
    for worker in (ben, cleo):
        earn(worker, ann, tasks=1)
        leaderboards.join(worker, now=WEDNESDAY)

    assert seen(ben, country="NG") == [(1, "Cleo", 10)]
    assert leaderboards.board(ben, weekly=True, country="NG", now=WEDNESDAY).own_place == 0


def test_points_that_came_since_are_counted_by_the_job(ann: User, ben: User) -> None:
    leaderboards.join(ben, now=WEDNESDAY)
    earn(ben, ann, tasks=4)
    before = seen(ben)

    counted = [leaderboards.refresh(now=WEDNESDAY), leaderboards.refresh(now=WEDNESDAY)]

    assert (before, seen(ben), counted) == ([], [(1, "Ben", 40)], [1, 0])


def test_a_new_week_begins_with_nothing(ann: User, ben: User) -> None:
    earn(ben, ann, tasks=4)
    leaderboards.join(ben, now=WEDNESDAY)
    next_week = WEDNESDAY + timedelta(days=7)

    leaderboards.refresh(now=next_week)

    assert leaderboards.board(ben, weekly=True, now=next_week).rows == []
    assert leaderboards.board(ben, weekly=False, now=next_week).own_points == 40


def test_a_suspended_person_is_not_shown_while_they_are(ann: User, ben: User, cleo: User, sam: User) -> None:
    earn(ben, ann, tasks=4)
    leaderboards.join(ben, now=WEDNESDAY)

    make.suspended(ben, sam, now=WEDNESDAY)

    assert seen(cleo) == []


def test_one_press_puts_a_person_on_it_and_one_takes_them_off(client: Client, ann: User, ben: User) -> None:
    earn(ben, ann, tasks=4, now=timezone.now())
    client.force_login(ben)

    client.post(reverse("accounts:join_leaderboard"))
    on = client.get(reverse("accounts:leaderboard")).content.decode()
    client.post(reverse("accounts:leave_leaderboard"))
    off = client.get(reverse("accounts:leaderboard")).content.decode()

    assert "Your place: 1, with 40 points." in " ".join(on.split())
    assert "You are not on the leaderboard, and nobody can count you by it." in " ".join(off.split())
    assert not LeaderboardEntry.objects.exists()


def test_joining_twice_is_joining_once(ben: User) -> None:
    leaderboards.join(ben, now=WEDNESDAY)
    leaderboards.join(ben, now=WEDNESDAY)

    assert LeaderboardEntry.objects.count() == 1


def test_the_page_shows_a_name_and_never_an_address(client: Client, ann: User, ben: User, cleo: User) -> None:
    User.objects.filter(pk=ben.pk).update(name="")
    earn(ben, ann, tasks=1)
    leaderboards.join(make.fresh(ben), now=timezone.now())
    client.force_login(cleo)

    text = client.get(reverse("accounts:leaderboard"), {"span": "all"}).content.decode()

    assert make.fresh(ben).public_name in text
    assert ben.email not in text
    assert ben.get_absolute_url() not in text


def test_an_address_that_asks_for_nonsense_shows_everybody(client: Client, ben: User) -> None:
    client.force_login(ben)

    answer = client.get(reverse("accounts:leaderboard"), {"span": "<x>", "country": "'; --"})

    assert (answer.status_code, answer.context["country"], answer.context["span"]) == (200, "", "week")


@pytest.mark.parametrize("people", [1, 30])
def test_the_leaderboard_asks_the_same_however_many_are_in_it(
    client: Client, ann: User, ben: User, people: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        worker = make.person(f"worker{number}")
        earn(worker, ann, tasks=1)
        leaderboards.join(worker, now=timezone.now())
    client.force_login(ben)

    with django_assert_max_num_queries(10):
        client.get(reverse("accounts:leaderboard"), {"span": "all"})
