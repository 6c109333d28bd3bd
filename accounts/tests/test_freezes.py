"""Freezes: found by the rate alone, graduated, told with what counts, and over where they should not have been."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import freezes, levels
from accounts.models import Freeze, RateLook, User
from picomarket.lib.rules import Rules
from tests import make

NOW = timezone.now()
BAD = "+" * 14 + "-" * 6  # 70%
FINE = "+" * 15 + "-" * 5  # 75%


def look(person: User, *, now: datetime = NOW) -> User:
    freezes.look_due(now=now)
    return make.fresh(person)  # type: ignore[no-any-return]


def forget(keys: list[int], person: User, employer: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT accounts_forget_verdicts(%s::bigint[], %s::bigint[], %s::bigint[])",
            [keys, [person.pk] * len(keys), [employer.pk] * len(keys)],
        )


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(("outcomes", "hours"), [(BAD, 24), (FINE, None), ("-" * 19, None), ("-" * 5 + "+" * 50, None)])
def test_a_freeze_takes_a_low_rate_over_enough_verdicts(outcomes: str, hours: int | None, ben: User, ann: User) -> None:
    make.judged(ben, ann, outcomes, now=NOW)

    assert look(ben).frozen_until == (NOW + timedelta(hours=hours) if hours else None)


def test_approving_costs_no_look_at_anybodys_rate(ben: User, ann: User) -> None:
    make.judged(ben, ann, "+++", now=NOW)

    assert not RateLook.objects.exists()


def test_under_eighty_percent_somebody_is_warned_once(ben: User, ann: User) -> None:
    for _count in range(2):
        make.judged(ben, ann, FINE, now=NOW)
        look(ben)

    assert ben.notices.filter(subject="Too many of your tasks are rejected").count() == 1


def test_who_is_frozen_reads_until_when_and_which_verdicts_count(ben: User, ann: User) -> None:
    keys = make.judged(ben, ann, BAD, now=NOW)
    ben = look(ben, now=timezone.now())

    page = client_of(ben).get(reverse("accounts:standing")).content.decode()
    feed = client_of(ben).get(reverse("tasks:feed")).content.decode()

    assert "70% of your last 20 judged tasks were approved" in " ".join(page.split())
    for key in keys:
        assert f'href="/submissions/{key}/"' in page
    assert "You can take no new tasks until" in feed
    assert ben.notices.filter(subject__startswith="Your work is frozen until").count() == 1


def test_freezes_last_longer_each_time_and_old_ones_are_forgotten(ben: User, ann: User) -> None:
    lasted, now = [], NOW
    for pause in (0, 2, 10, 200):
        now += timedelta(days=pause)
        make.judged(ben, ann, "-" * 20, now=now)
        until = look(ben, now=now).frozen_until
        lasted.append((until - now) / timedelta(hours=1) if until else 0)
        freezes.end_due(now=until or now)

    assert lasted == [24, 7 * 24, 30 * 24, 24]


def test_what_was_judged_during_a_freeze_brings_no_other_one(ben: User, ann: User) -> None:
    make.judged(ben, ann, BAD, now=NOW)
    look(ben)
    make.judged(ben, ann, "-" * 15, now=NOW + timedelta(hours=1))
    look(ben, now=NOW + timedelta(hours=1))
    after = NOW + timedelta(hours=25)
    freezes.end_due(now=after)

    make.judged(ben, ann, "-" * 9, now=after)

    assert look(ben, now=after).frozen_until is None
    make.judged(ben, ann, "-", now=after)
    assert look(ben, now=after).frozen_until is not None


def test_a_freeze_ends_by_itself_and_is_told(ben: User, ann: User) -> None:
    make.judged(ben, ann, BAD, now=NOW)
    look(ben)

    assert freezes.end_due(now=NOW + timedelta(hours=24)) == 1

    assert make.fresh(ben).frozen_until is None
    assert ben.notices.order_by("-pk")[0].subject == "You can take tasks again"


def test_a_freeze_ends_at_once_where_a_rejection_that_made_it_is_taken_back(ben: User, ann: User) -> None:
    keys = make.judged(ben, ann, BAD, now=NOW)
    look(ben)

    forget(keys[-1:], ben, ann)
    levels.record_verdicts([levels.Judged(keys[-1], ben.pk, ann.pk, True)], now=NOW)

    assert look(ben).frozen_until is None
    assert Freeze.objects.get().undone
    assert "taken back" in ben.notices.order_by("-pk")[0].body


def test_a_freeze_stands_where_it_would_have_come_all_the_same(ben: User, ann: User) -> None:
    keys = make.judged(ben, ann, "-" * 25, now=NOW)
    look(ben)

    forget(keys[-1:], ben, ann)

    assert look(ben).frozen_until is not None


def test_an_undone_freeze_makes_the_next_one_no_longer(ben: User, ann: User) -> None:
    keys = make.judged(ben, ann, BAD, now=NOW)
    look(ben)
    forget(keys[-1:], ben, ann)
    look(ben)

    make.judged(ben, ann, "--", now=NOW)

    assert look(ben).frozen_until == NOW + timedelta(hours=24)


def test_nobody_is_frozen_by_fewer_than_ten_verdicts() -> None:
    with pytest.raises(ValueError, match="PICOMARKET_FREEZE_LEAST must be 10 or more"):
        Rules(freeze_least=9)


def test_a_claim_asks_the_database_whether_somebody_may(ben: User, sam: User, ann: User) -> None:
    with connection.cursor() as cursor:

        def admitted(person: User) -> Any:
            cursor.execute("SELECT accounts_admit(7, %s, %s)", [person.pk, NOW])
            return cursor.fetchone()[0]

        assert admitted(ben) == 7
        make.judged(ben, ann, BAD, now=NOW)
        look(ben)
        assert admitted(ben) is None
        freezes.end_due(now=NOW + timedelta(hours=24))
        assert admitted(ben) == 7
        make.suspended(ben, sam)
        assert admitted(ben) is None
