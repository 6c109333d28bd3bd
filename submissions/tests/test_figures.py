"""Earnings and figures: the sums are those of the wallet, the hour is a median, and nobody sees another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket.lib import charts
from picomarket.lib.money import usd
from submissions import bonuses, earnings, figures, periods, review
from submissions.models import Reason, Submission
from tasks.drafts import Wanted
from tasks.models import Category, Task
from tests import make
from wallet import ledger

NOW = timezone.now()
SINCE = NOW - timedelta(days=30)
ONE_TEXT = [Wanted("text", "What?", 3)]


def done(task: Task, worker: User, *, minutes: int) -> Submission:
    """Handed in so many minutes after the claim, an hour ago."""
    an_hour_ago = NOW - timedelta(hours=1)
    row = make.submission(task, worker, now=an_hour_ago)
    Submission.objects.filter(pk=row.pk).update(claimed_at=an_hour_ago - timedelta(minutes=minutes))
    return row


def approved(task: Task, worker: User, *, minutes: int) -> Submission:
    row = done(task, worker, minutes=minutes)
    review.approve(row, by=task.employer, now=NOW)
    return row


def test_earnings_are_what_the_wallet_received(ann: User, ben: User) -> None:
    surveys = Category.objects.get(slug="surveys")
    rows = [approved(make.task(ann, proofs=ONE_TEXT), ben, minutes=minutes) for minutes in (2, 3, 600)]
    approved(make.task(ann, proofs=ONE_TEXT, category=surveys, reward=usd("0.50")), ben, minutes=5)
    done(make.task(ann, proofs=ONE_TEXT), ben, minutes=2)
    bonuses.give(rows[0], amount=usd("1"), key="one", by=ann, now=NOW)

    found = earnings.of(ben, since=SINCE)

    assert found.total.received == ledger.balance_of(ledger.earned(ben.pk)) == usd("1.76")
    assert [(category.slug, one.done, one.received) for category, one in found.by_category] == [
        ("website-testing", 3, usd("1.285")),
        ("surveys", 1, usd("0.475")),
    ]
    assert [(who, one.done) for who, one in found.by_employer] == [(ann, 4)]
    assert (found.expected.done, found.expected.received) == (1, usd("0.095"))


def test_an_hour_is_a_median_and_wants_three(ann: User, ben: User) -> None:
    surveys = Category.objects.get(slug="surveys")
    for minutes in (2, 3, 600):
        approved(make.task(ann, proofs=ONE_TEXT), ben, minutes=minutes)
    approved(make.task(ann, proofs=ONE_TEXT, category=surveys, reward=usd("0.50")), ben, minutes=5)

    by_category = {category.slug: one.hourly for category, one in earnings.of(ben, since=SINCE).by_category}

    assert by_category == {"website-testing": usd("1.90"), "surveys": None}


def test_earnings_are_ones_own_and_may_be_none(client: Client, ann: User, ben: User, cleo: User) -> None:
    approved(make.task(ann, proofs=ONE_TEXT), ben, minutes=2)
    client.force_login(cleo)

    page = client.get(reverse("submissions:earnings"))

    assert "Nothing received in this time" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_earnings_cost_the_same_whatever_there_is(
    client: Client, ann: User, ben: User, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        approved(make.task(ann, proofs=ONE_TEXT, slots=1), ben, minutes=2)
    client.force_login(ben)

    with django_assert_max_num_queries(14):
        client.get(reverse("submissions:earnings"))


def test_figures_count_cost_time_reasons_and_countries(
    ann: User, ben: User, crowd: Callable[[int], list[User]]
) -> None:
    task = make.task(ann, proofs=ONE_TEXT)
    first, second, third = crowd(3)
    approved(task, ben, minutes=4)
    approved(task, first, minutes=4)
    row = done(task, second, minutes=90)
    review.reject(row, by=ann, reason=Reason.DUPLICATE, step=1, comment=make.COMMENT, now=NOW)
    done(task, third, minutes=1)

    found = figures.of(ann, task=task, since=SINCE)

    assert (found.all, found.cost, found.cost_per_approved) == (figures.Count(4, 2, 1), usd("0.22"), usd("0.11"))
    assert (found.took, found.reviewed) == (240, 3600)
    assert [(span, one.handed_in) for span, one in found.by_span] == [(1, 1), (2, 2), (7, 1)]
    assert [(code, one.rejected) for code, one in found.by_reason] == [(Reason.DUPLICATE, 1)]
    assert [(code, one.handed_in) for code, one in found.by_country] == [("BD", 4)]


def test_figures_of_all_tasks_are_the_employers_own(client: Client, ann: User, ben: User, cleo: User) -> None:
    approved(make.task(ann, proofs=ONE_TEXT), ben, minutes=4)
    approved(make.task(ann, proofs=ONE_TEXT), ben, minutes=4)

    mine = figures.of(ann, since=SINCE)
    theirs = figures.of(cleo, since=SINCE)

    assert (mine.all.approved, theirs.all.handed_in, theirs.cost_per_approved) == (2, 0, None)


def test_what_was_sent_back_for_a_change_is_said_to_be_left_out_of_how_long_it_takes(
    client: Client, ann: User, ben: User, cleo: User
) -> None:
    task = make.task(ann)
    approved(task, ben, minutes=4)
    make.asked_to_change(task, cleo)
    client.force_login(ann)

    page = " ".join(client.get(reverse("submissions:task_figures", args=[task.public_id])).content.decode().split())

    assert "1 submission that was sent back for a change is not counted here" in page


def test_figures_come_as_csv_and_as_charts(client: Client, ann: User, ben: User) -> None:
    task = make.task(ann, proofs=ONE_TEXT)
    approved(task, ben, minutes=4)
    client.force_login(ann)
    url = reverse("submissions:task_figures", args=[task.public_id])

    page = client.get(url).content.decode()
    sheet = b"".join(client.get(f"{url}?format=csv")).decode().splitlines()

    assert page.count('<svg class="chart') == 3 + len(["Approved", "Rejected"])
    assert sheet[:2] == ["figure,of,handed_in,approved,rejected,agreed,differed", "all,,1,1,0,0,0"]
    assert "country,BD,1,1,0,0,0" in sheet


def test_what_takes_less_than_a_minute_or_an_hour_is_said_so(client: Client, ann: User, ben: User) -> None:
    done_at_once = make.submission(make.task(ann, proofs=ONE_TEXT), ben, now=NOW)
    review.approve(done_at_once, by=ann, now=NOW + timedelta(minutes=5))
    client.force_login(ann)

    page = client.get(reverse("submissions:task_figures", args=[done_at_once.task.public_id])).content.decode()

    assert ("under 1 min" in page, "under 1 h" in page, "Approved and rejected over time" in page) == (True,) * 3


def test_what_is_there_at_all_is_seen_in_a_chart() -> None:
    drawn = charts.columns([("one", [(1000, ""), (1, "bad")], []), ("two", [(0, "")], [])])

    assert [(part.top, part.height) for part in drawn.columns[0].parts] == [(1, 99), (0, 1)]
    assert drawn.columns[1].parts[0].height == 0
    assert charts.bars([("a", 3, [], ""), ("b", 6, [], "")])[0].length == 50


def test_a_few_days_are_no_walls_in_a_chart() -> None:
    drawn = [charts.columns([("day", [(1, "")], [])] * days) for days in (0, 1, 5, 30)]

    assert [(one.width, one.are_few) for one in drawn] == [(140, True), (140, True), (140, True), (300, False)]


def test_days_become_weeks_and_months_where_they_are_many() -> None:
    some = {date(2026, 1, 1): (1, 2), date(2026, 1, 3): (3, 4)}
    more = {date(2026, 1, 1): (1,), date(2026, 3, 31): (2,), date(2026, 4, 1): (3,)}
    most = {date(2026, 1, 1): (1,), date(2027, 3, 31): (2,)}

    assert periods.in_steps(some) == [
        (date(2026, 1, 1), [1, 2]),
        (date(2026, 1, 2), [0, 0]),
        (date(2026, 1, 3), [3, 4]),
    ]
    assert periods.in_steps(more)[-1] == (date(2026, 3, 30), [5])
    assert len(periods.in_steps(most)) == 15
    assert periods.in_steps({}) == []


def test_a_period_is_drawn_whole_also_where_nothing_was() -> None:
    month, ever, today = periods.chosen("30"), periods.chosen("all"), date(2026, 1, 31)
    some = {date(2026, 1, 10): (1,)}

    drawn = month.in_steps(some, today)
    assert (drawn[0], drawn[-1], len(drawn)) == ((date(2026, 1, 1), [0]), (today, [0]), 31)
    assert [day for day, [count] in drawn if count] == [date(2026, 1, 10)]
    assert ever.in_steps(some, today)[0] == (date(2026, 1, 10), [1])
    assert month.in_steps({}, today) == []
