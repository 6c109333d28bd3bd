"""The published schedule, the promise and the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import methods, payouts, runs
from wallet.demobank.server import Server

from .conftest import NOW, earn


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "run"),
    [
        ("2026-11-23 09:00", "2026-11-24 10:00"),
        ("2026-11-24 09:59", "2026-11-24 10:00"),
        ("2026-11-24 10:00", "2026-11-27 10:00"),
        ("2026-11-28 00:00", "2026-12-01 10:00"),
    ],
)
def test_the_next_run_is_the_next_tuesday_or_friday_at_ten(now: str, run: str) -> None:
    assert runs.next_run(utc(now)) == utc(run)


def test_an_operator_can_choose_other_days(settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, payout_runs="30 6,18 1 * *")

    assert runs.next_run(utc("2026-12-01 06:30")) == utc("2026-12-01 18:30")


def test_a_schedule_that_never_comes_is_a_bug(settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, payout_runs="0 10 31 2 *")

    with pytest.raises(ValueError, match="never occurs"):
        runs.next_run(NOW)


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        ("2026-11-23 09:00", "2026-11-30 09:00"),
        ("2026-11-27 23:00", "2026-12-04 23:00"),
        ("2026-11-28 12:00", "2026-12-04 12:00"),
        ("2026-11-29 12:00", "2026-12-04 12:00"),
    ],
)
def test_the_promise_counts_business_days(asked: str, promised: str) -> None:
    assert runs.promised_for(utc(asked), rail="demo_bank") == utc(promised)


@pytest.mark.parametrize(
    ("asked", "rail", "promised"),
    [
        ("2026-11-23 09:00", "demo_bank", "2026-11-30 09:00"),
        ("2026-11-23 09:00", "manual", "2026-12-01 10:00"),
        ("2026-11-27 12:00", "payoneer", "2026-12-04 12:00"),
        ("2026-11-27 12:00", "manual", "2026-12-08 10:00"),
    ],
)
def test_a_rail_that_takes_days_after_its_run_promises_no_sooner(asked: str, rail: str, promised: str) -> None:
    assert runs.promised_for(utc(asked), rail=rail) == utc(promised)


def test_the_place_in_the_queue_counts_those_before(bank: Server, ann: User, ben: User, dina: User) -> None:
    for person in (ben, dina):
        earn(person, "5", by=ann)
        methods.choose(person, rail="demo_bank", destination="12345678", by=person, now=NOW)
    first, last = (payouts.request(one, amount=usd("5"), rail="demo_bank", now=NOW) for one in (ben, dina))

    assert runs.place_of(last) == runs.Place(place=2, waiting=2)

    payouts.cancel(first, by=ben, now=NOW)

    assert runs.place_of(last) == runs.Place(place=1, waiting=1)


def test_a_payout_that_left_has_no_place_and_shows_its_way(bank: Server, ann: User, ben: User) -> None:
    earn(ben, "5", by=ann)
    methods.choose(ben, rail="demo_bank", destination="12345678", by=ben, now=NOW)
    payout = payouts.request(ben, amount=usd("5"), rail="demo_bank", now=NOW)
    ahead = [step.at for step in runs.steps(payout)]

    make.payout_run(now=NOW + timedelta(days=1))
    payout.refresh_from_db()

    ran = NOW + timedelta(days=1)
    assert runs.place_of(payout) is None
    assert ahead == [NOW]
    assert [step.at for step in runs.steps(payout)] == [NOW, ran, ran, ran]
