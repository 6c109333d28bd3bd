"""What is counted once for many readers is never more than any of them has."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Level, User
from picomarket.lib.money import usd
from tasks import asking, discovery, tallies
from tasks.discovery import Wish
from tasks.models import Task
from tests import make

NOW = timezone.now()
READER = {"zone_of": "latin_america", "country_of": "BR", "level_of": Level.STARTER, "now": NOW}


@pytest.mark.parametrize(
    "condition",
    [
        {"countries": ["BD"]},
        {"zones": ["asia"]},
        {"excluded": ["DE"]},
        {"languages": ["bn"]},
        {"minimum_level": Level.ADVANCED},
        {"country_share": 50},
        {"state": Task.State.PAUSED},
    ],
    ids=str,
)
def test_only_what_every_starter_can_do_is_open_to_everybody(ann: User, condition: dict[str, Any]) -> None:
    Task.objects.filter(pk=make.task(ann, slots=2).pk).update(**condition)
    make.task(ann, title="Another one", slots=2)

    assert tallies.open_to_everybody(READER, most=5) == 1


def test_what_a_level_or_a_country_closes_is_counted(ann: User) -> None:
    for number in range(2):
        make.task(ann, title=f"Task {number}", minimum_level=Level.ADVANCED)
    make.task(ann, countries=["BD"], reward=usd("0.50"))

    assert tallies.closed_to(READER, most=5) == 2
    assert tallies.closed_to(READER | {"level_of": Level.ADVANCED}, most=5) == 1
    assert tallies.closed_to(READER | {"country_of": "BD", "level_of": Level.ADVANCED}, most=5) == 0
    assert tallies.closed_to(READER | {"level_of": max(Level)}, most=5) == 1


def test_where_many_are_open_or_locked_nobody_is_counted_for(
    ann: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_COUNTED", 2)
    for number in range(4):
        make.task(ann, title=f"Task {number}")
    for number in range(2):
        make.task(ann, title=f"Harder {number}", minimum_level=Level.ADVANCED)
    monkeypatch.setattr(discovery, "_counting", None)

    found = discovery.find(Wish(), ben, now=NOW)

    assert (found.open_count, found.locked_about) == (2, 2)


def test_why_many_are_locked_is_asked_once_for_all_who_are_alike(
    ann: User, ben: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make.person("bo", country=ben.country)
    for number in range(2):
        make.task(ann, title=f"Harder {number}", minimum_level=Level.ADVANCED)
    few = locks(ben)
    make.task(ann, title="Harder still", minimum_level=Level.ADVANCED)
    assert (few, locks(ben)) == ([("level", 2)], [("level", 3)])

    monkeypatch.setattr(discovery, "AT_A_GLANCE", 2)
    assert locks(ben) == [("level", 3)]
    make.task(ann, title="Hardest", minimum_level=Level.ADVANCED)

    found = discovery.find(Wish(), other, now=NOW)
    with django_assert_num_queries(0):
        assert [count for _rule, _level, count, _least, _most in found.locks()] == [3]


def locks(worker: User) -> list[tuple[str, int]]:
    return [(rule, count) for rule, _level, count, _least, _most in discovery.find(Wish(), worker, now=NOW).locks()]
