from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import levels, points
from accounts.models import Level, User
from picomarket.lib.money import usd
from tests import make

from .test_levels import judge


def page(client: Client, worker: User) -> str:
    client.force_login(worker)
    return " ".join(client.get(reverse("accounts:points")).content.decode().split())


def test_an_approved_task_gives_points_for_its_level_and_for_what_is_received(ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)

    assert [(line.task_level, line.earned, line.points) for line in points.ledger(ben)] == [(1, usd("0.095"), 14)]
    assert make.fresh(ben).points == 14


def test_a_task_for_advanced_gives_twice_as_much(ann: User, ben: User) -> None:
    many = [levels.Judged(500_000 + number, ben.pk, ann.pk, approved=True) for number in range(25)]
    levels.record_verdicts(many, now=timezone.now())
    before = make.fresh(ben).points

    make.approved(make.task(ann, minimum_level=Level.ADVANCED, reward=usd("1")), make.fresh(ben))

    assert make.fresh(ben).points - before == 20 + 38


def test_a_rejection_gives_and_takes_nothing(ann: User, ben: User) -> None:
    task = make.task(ann, slots=2)
    make.confirmed(task, ben)

    assert (make.fresh(ben).rejected, make.fresh(ben).points) == (1, 0)


@pytest.mark.parametrize("cents", [1, 2, 3, 5, 12, 13, 99, 100, 12345])
@pytest.mark.parametrize("level", Level)
def test_an_approval_gives_ten_points_a_level_and_forty_a_dollar_rounded(
    ann: User, ben: User, level: Level, cents: int
) -> None:
    micro = cents * 10_000 + 6_250
    one = levels.Judged(1, ben.pk, ann.pk, approved=True, task_level=level, earned=micro)

    levels.record_verdicts([one], now=timezone.now())

    assert make.fresh(ben).points == 10 * level + round(40 * micro / 1_000_000)


def test_what_a_point_is_worth_is_the_operators_to_say(ann: User, ben: User, settings: Settings) -> None:
    settings.RULES = type(settings.RULES)(task_points=7, dollar_points=100)

    make.approved(make.task(ann), ben)

    assert make.fresh(ben).points == 7 + 10


def test_every_line_says_what_it_was_given_for_and_leads_there(client: Client, ann: User, ben: User) -> None:
    done = make.approved(make.task(ann, title="Count the cups on a shelf"), ben)

    text = page(client, ben)

    assert f'<a href="{done.get_absolute_url()}"><bdi>Count the cups on a shelf</bdi></a>' in text
    assert 'Approved, level Starter, <data class="money" value="0.095">$0.095</data> received' in text
    assert "+14" in text


def test_the_table_of_points_stands_on_the_page(client: Client, ben: User) -> None:
    text = page(client, ben)

    assert "An approved task that asks for no level" in text
    assert "An approved task that asks for level Expert" in text
    assert "No points yet" in text


def test_points_stand_on_both_profiles(client: Client, ann: User, ben: User) -> None:
    make.approved(make.task(ann), ben)
    client.force_login(ben)

    own, public = (client.get(url).content.decode() for url in (reverse("accounts:profile"), ben.get_absolute_url()))

    assert '<span class="sum__number">14</span>' in own
    assert '<span class="sum__number">14</span>' in public


@pytest.mark.parametrize("lines", [1, 30])
def test_the_ledger_asks_the_same_however_long_it_is(
    client: Client, ann: User, ben: User, lines: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judge(ben, ann, "+" * lines)
    client.force_login(ben)

    with django_assert_max_num_queries(9):
        client.get(reverse("accounts:points"))
