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


def test_what_is_locked_and_why_is_one_question(
    ann: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    far = make.task(ann, countries=["PH"], reward=usd("0.50"))
    hard = make.task(ann, title="Harder", minimum_level=Level.ADVANCED, reward=usd("0.10"))

    found = discovery.find(Wish(), ben, now=NOW)

    with django_assert_num_queries(1):
        assert found.locked_count == 2
        assert [(miss.pk, miss.rule, miss.level) for miss in found.locked] == [
            (hard.pk, "level", Level.ADVANCED),
            (far.pk, "countries", 0),
        ]
        assert [miss.receives for miss in found.locked] == [hard.price.receives, far.price.receives]
