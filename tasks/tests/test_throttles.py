"""How fast a task gives its slots, and when it opens again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tasks import discovery, slots, targeting, throttles
from tasks.models import CountryTaken, Task
from tests import make

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BERLIN: dict[str, Any] = {"opens_at": time(9), "closes_at": time(17), "clock": "Europe/Berlin"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def somebody(country: str = "BD") -> User:
    return make.person(f"worker{User.objects.count()}", country=country)


def take(task: Task, now: datetime, country: str = "BD") -> None:
    make.claim(task, somebody(country), now=now)


def test_no_more_than_so_many_an_hour(ann: User) -> None:
    task = make.task(ann, hourly_cap=2)
    take(task, TEN)
    take(task, TEN + timedelta(minutes=50))

    with pytest.raises(slots.TaskShut, match=r"2 workers an hour.*opens again at .* in 5 min"):
        take(task, TEN + timedelta(minutes=55))

    take(task, TEN + timedelta(minutes=60))
    assert (make.fresh(task).taken, make.fresh(task).hour_taken) == (3, 1)


def test_no_more_than_so_many_a_day_by_its_own_clock(ann: User) -> None:
    task = make.task(ann, daily_cap=1, clock="America/New_York")
    take(task, at("2026-11-24 23:00"))

    with pytest.raises(slots.TaskShut, match=r"1 worker a day.*in 2 h"):
        take(task, at("2026-11-25 03:00"))

    take(task, at("2026-11-25 05:00"))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-11-24 15:59", "2026-11-24 15:59"),
        ("2026-11-24 16:00", "2026-11-25 08:00"),
        # In summer the same clock is an hour earlier; between these two days it is put on.
        ("2026-03-28 20:00", "2026-03-29 07:00"),
        ("2026-10-24 20:00", "2026-10-25 08:00"),
    ],
)
def test_a_task_opens_at_its_hour_in_winter_and_in_summer(ann: User, now: str, opens: str) -> None:
    task = make.task(ann, **BERLIN)

    assert throttles.opens_again(task, now=at(now)) == at(opens)


def test_its_hours_are_told_by_the_clock_of_whoever_reads_too(client: Client, ann: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(time_zone="Asia/Dhaka")
    task = make.task(ann, opens_at=time(9), closes_at=time(17), clock="Asia/Kolkata")
    visited = client.get(task.get_absolute_url()).content.decode()
    client.force_login(ben)

    page = client.get(task.get_absolute_url()).content.decode()

    assert "09:00 to 17:00, Kolkata time" in page
    assert "09:30 to 17:30 by your clock" in page
    assert "by your clock" not in visited


@pytest.mark.parametrize("clock", ["Europe/Berlin", "Asia/Kolkata", "Africa/Cairo"])
@pytest.mark.parametrize(("opens", "closes"), [(time(2, 30), time(5)), (time(22), time(2, 30)), (time(0), time(1))])
def test_python_and_the_database_agree_on_the_hours(ann: User, clock: str, opens: time, closes: time) -> None:
    task = make.task(ann, opens_at=opens, closes_at=closes, clock=clock)
    day = [at("2026-03-28 18:10"), at("2026-10-24 20:10"), at("2026-04-23 19:10")]

    for now in (start + timedelta(minutes=20 * step) for start in day for step in range(48)):
        given = Task.objects.filter(pk=task.pk).giving_to(ann, now=now).exists()
        opening = throttles.opens_again(task, now=now)
        assert given == (opening == now), now
        assert Task.objects.filter(pk=task.pk).giving_to(ann, now=opening).exists(), now
        assert given or not Task.objects.filter(pk=task.pk).giving_to(ann, now=opening - timedelta(minutes=1)).exists()


def test_a_full_hour_at_the_end_of_the_day_opens_in_the_morning(ann: User) -> None:
    task = make.task(ann, hourly_cap=1, **BERLIN)
    take(task, at("2026-11-24 15:10"))

    assert throttles.opens_again(make.fresh(task), now=at("2026-11-24 15:30")) == at("2026-11-25 08:00")


def test_one_country_takes_no_more_than_its_share(ann: User) -> None:
    task = make.task(ann, slots=5, country_share=25)
    take(task, TEN, "BD")
    take(task, TEN, "BD")

    with pytest.raises(slots.TaskShut, match="your country's part is taken"):
        take(task, TEN, "BD")

    take(task, TEN, "NG")
    assert make.fresh(task).taken == 3


def test_a_freed_slot_gives_its_hour_its_day_and_its_share_back(ann: User) -> None:
    task = make.task(ann, slots=4, country_share=25, hourly_cap=1, daily_cap=1)
    make.given_back(task, somebody(), now=TEN)

    take(task, TEN, "BD")

    fresh = make.fresh(task)
    assert (fresh.taken, fresh.hour_taken, fresh.day_taken) == (1, 1, 1)
    assert CountryTaken.objects.get().taken == 1


def test_the_feed_leaves_out_what_is_shut_and_says_when_it_opens(client: Client, ann: User, ben: User) -> None:
    task, now = make.task(ann, hourly_cap=1), timezone.now()
    make.claim(task, make.person("first"))
    client.force_login(ben)

    found = discovery.find(discovery.Wish(), ben, now=now)

    assert (list(found.open), found.near_misses(0, 20)) == ([], [task])
    assert b"worker an hour" in client.get("/work/?view=locked").content
    page = client.get(task.get_absolute_url()).content.decode()
    assert "It opens again at" in page
    assert "Claim this task" not in page


def test_a_share_that_is_taken_shuts_the_task_for_that_country_alone(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, slots=4, country_share=25)
    make.claim(task, make.person("first", country="BD"))
    now = timezone.now()

    assert list(Task.objects.giving_to(ben, now=now)) == []
    assert list(Task.objects.shut_for(ben, now=now)) == [task]
    assert list(Task.objects.giving_to(cleo, now=now)) == [task]
    assert throttles.full_for([make.fresh(task)], ben) == {task.pk}


def test_a_language_somebody_does_not_speak_locks_a_task(ann: User, ben: User) -> None:
    task = make.task(ann, languages=["es", "fr"])
    ben.languages = ["bn"]
    assert list(Task.objects.open_to(ben)) == []
    assert "who speak Spanish or French" in str(targeting.lock_of(task, ben))

    ben.languages = ["bn", "fr"]
    assert list(Task.objects.open_to(ben)) == [task]
    assert targeting.lock_of(task, ben) is None
