"""Statements: each month begins with what the one before ended with, and all of them together are the ledger."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from picomarket.lib.money import Money, total, usd
from picomarket.lib.months import Month
from tests import make
from wallet import ledger, methods, payouts, pockets, printing, statements
from wallet.models import Transfer, TransferKind

from .conftest import earn

NOVEMBER = Month(2026, 11)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)


def earned_at(person: User, dollars: str, at: datetime, ref: int) -> None:
    """A present out of the house's goodwill at that moment."""
    entry = ledger.Entry(TransferKind.GOODWILL, ref, ledger.GOODWILL, ledger.earned(person.pk), usd(dollars))
    ledger.post([entry], now=at)


@pytest.fixture
def year(ben: User) -> User:
    """Ben's year: something on most days of it, in both pockets."""
    ben.date_joined, ben.time_zone = datetime(2026, 1, 1, tzinfo=UTC), "Asia/Dhaka"
    ben.save()
    start = datetime(2026, 1, 1, 3, tzinfo=UTC)
    for day in range(0, 365, 3):
        earned_at(ben, "1.013", start + timedelta(days=day), 7_000_000 + day)
        if day % 5 == 0:
            pockets.move(ben, amount=usd("0.5"), key=f"day{day}", now=start + timedelta(days=day, hours=1))
    return ben


def test_all_months_together_are_what_the_ledger_holds(year: User) -> None:
    every = [statements.sums(year, Month(2026, number)) for number in range(1, 13)]

    for pocket, pot in enumerate((ledger.earned(year.pk), ledger.spendable(year.pk))):
        moved = total(month[pocket].came - month[pocket].went for month in every)
        assert moved == ledger.balance_of(pot) == every[-1][pocket].closing
    assert {one.opening for one in every[0]} == {Money(0)}


def test_a_month_opens_with_what_the_one_before_closed_with(year: User) -> None:
    every = [statements.sums(year, Month(2026, number)) for number in range(1, 13)]

    for before, after in pairwise(every):
        assert [one.closing for one in before] == [one.opening for one in after]


def test_the_lines_of_a_month_lead_from_its_opening_to_its_closing_balance(year: User) -> None:
    month = Month(2026, 6)
    sums = {one.pocket: one for one in statements.sums(year, month)}

    lines = list(statements.booked(year, month))

    assert lines == sorted(lines, key=lambda one: one.line.at)
    for pocket, one in sums.items():
        mine = [booked for booked in lines if booked.line.pocket == pocket]
        assert mine[0].balance == one.opening + mine[0].line.amount
        assert mine[-1].balance == one.closing
        assert total(booked.line.amount for booked in mine) == one.came - one.went


def test_what_tasks_hold_stands_beside_the_pockets(ann: User, ben: User) -> None:
    month = Month.of(timezone.now(), ann.tz)
    task = make.task(ann)
    make.approved(task, ben)

    (held,) = statements.set_aside(ann, month)

    assert held.closing == pockets.overview(ann).in_escrow == task.price.cost * 9
    assert (held.came, held.went) == (task.price.cost * 10, task.price.cost)
    assert statements.set_aside(ben, month) == []


@pytest.mark.parametrize(
    ("zone", "month"), [("UTC", "2026-10"), ("Asia/Dhaka", "2026-11"), ("America/Los_Angeles", "2026-10")]
)
def test_a_month_ends_at_midnight_where_the_person_lives(ben: User, zone: str, month: str) -> None:
    ben.time_zone = zone
    earned_at(ben, "1", datetime(2026, 10, 31, 20, 30, tzinfo=UTC), 7_000_001)

    found = [Month(2026, number) for number in (10, 11) if list(statements.booked(ben, Month(2026, number)))]

    assert [str(one) for one in found] == [month]


def test_the_first_and_the_last_moment_of_a_month_are_in_it_once(ben: User) -> None:
    ben.time_zone = "America/New_York"
    zone = ZoneInfo(ben.time_zone)
    # The clocks are put back in this month.
    first, last = NOVEMBER.since(zone), NOVEMBER.until(zone) - timedelta(microseconds=1)
    for ref, at in enumerate((first - timedelta(microseconds=1), first, last, NOVEMBER.until(zone))):
        earned_at(ben, "1", at, 7_000_000 + ref)

    counts = [len(list(statements.booked(ben, month))) for month in (NOVEMBER.before, NOVEMBER, NOVEMBER.next)]

    assert counts == [1, 2, 1]
    assert NOVEMBER.until(zone) - NOVEMBER.since(zone) == timedelta(days=30)


def test_every_month_since_joining_is_listed_with_what_it_saw(year: User) -> None:
    listed = statements.months(year, now=LATER)

    assert [str(one.month) for one in listed] == ["2027-01", *(f"2026-{number:02d}" for number in range(12, 0, -1))]
    assert sum(one.movements for one in listed) == Transfer.objects.count()
    assert listed[0].movements == 0


def test_somebody_without_a_line_has_a_month_that_says_so(cleo: User, client: Client) -> None:
    client.force_login(cleo)

    listed = client.get("/wallet/statements/").content.decode()
    page = client.get(f"/wallet/statements/{Month.of(datetime.now(UTC))}/").content.decode()

    assert "Nothing moved" in listed
    assert "Nothing moved in this month" in page


def test_a_month_says_whose_time_it_is_in(year: User, client: Client) -> None:
    client.force_login(year)

    page = client.get("/wallet/statements/2026-06/").content.decode()
    paper = printing.statement(year, Month(2026, 6), now=LATER)
    year.time_zone = "America/New_York"

    assert "times in Dhaka time (UTC+06:00)" in page
    assert "Times are in Dhaka time (UTC+06:00)." in PdfReader(BytesIO(paper)).pages[-1].extract_text()
    # The clocks are turned on 8 March.
    assert statements.zone(year, Month(2026, 3)) == "New York time (UTC-05:00 / UTC-04:00)"


def test_a_long_month_is_shown_in_parts_with_the_balances_of_the_whole(
    year: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Month(2026, 6)
    whole = list(statements.booked(year, month))

    parts = [*statements.page(year, month, start=0, end=4), *statements.page(year, month, start=4, end=500)]

    assert parts == whole


def test_a_page_of_a_month_asks_no_more_for_more_lines(
    year: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        statements.page(year, Month(2026, 6), start=0, end=500)


# -- as a file


def rows_of(client: Client, month: str) -> list[list[str]]:
    answer = client.get(f"/wallet/statements/{month}/?format=csv")
    assert answer.streaming
    return list(csv.reader(b"".join(answer).decode().splitlines()))


def test_a_months_csv_holds_every_line_between_its_balances(year: User, client: Client) -> None:
    client.force_login(year)

    head, *rows = rows_of(client, "2026-06")

    sums = statements.sums(year, Month(2026, 6))
    assert head == ["at", "pocket", "what", "about", "amount", "balance"]
    assert [row[2] for row in rows[:2]] == ["opening balance"] * 2
    assert [row[5] for row in rows[-2:]] == [one.closing.plain() for one in sums]
    assert len(rows) == 4 + len(list(statements.booked(year, Month(2026, 6))))
    assert all(re.fullmatch(r"[0-9-]{10}T[0-9:]{8}\+06:00", row[0]) for row in rows[2:-2])


def test_the_way_back_ends_with_the_first_month(year: User, client: Client) -> None:
    client.force_login(year)

    second, first = (client.get(f"/wallet/statements/{month}/").content.decode() for month in ("2026-02", "2026-01"))

    assert "/wallet/statements/2026-01/" in second
    assert "/wallet/statements/2025-12/" not in first


def test_words_of_other_people_are_no_formula(bank: object, ann: User, ben: User, client: Client) -> None:
    earn(ben, "12", by=ann)
    methods.choose(ben, rail="demo_bank", destination="1234 5678", by=ben, now=NOW)
    task = make.task(ann, title='=HYPERLINK("http://evil.test","pay")')
    make.approved(task, ben)
    client.force_login(ben)

    rows = rows_of(client, str(Month.of(datetime.now(UTC))))

    about = [row[3] for row in rows if "HYPERLINK" in row[3]]
    assert about == ["'" + task.title]


def test_a_hundred_thousand_lines_are_read_some_at_a_time(ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LINES_AT_ONCE", 3)
    for ref in range(10):
        earned_at(ben, "1", NOW, 7_000_000 + ref)

    balances = [one.balance for one in statements.booked(ben, NOVEMBER)]

    assert balances == [usd(str(number)) for number in range(1, 11)]


@pytest.mark.parametrize("path", ["2026-13", "2026-1", "nothing", "2099-01", "1999", "2099"])
def test_a_month_or_year_that_is_none_is_not_found(ben: User, client: Client, path: str) -> None:
    client.force_login(ben)

    assert client.get(f"/wallet/statements/{path}/").status_code == 404


# -- receipts


def test_a_receipt_is_given_for_what_was_paid_and_for_nothing_else(
    bank: object, ann: User, ben: User, client: Client
) -> None:
    earn(ben, "12", by=ann)
    methods.choose(ben, rail="demo_bank", destination="1234 5678", by=ben, now=NOW)
    with time_machine.travel(NOW, tick=False):
        asked = payouts.request(ben, amount=usd("6"), rail="demo_bank", now=NOW)
    client.force_login(ben)
    before = client.get(f"/wallet/payouts/{asked.public_id}/receipt/").status_code

    make.payout_run(now=NOW)

    after = client.get(f"/wallet/payouts/{asked.public_id}/receipt/")
    assert before == 404
    assert after.content.startswith(b"%PDF-")
    assert "Receipt (PDF)" in client.get(f"/wallet/payouts/{asked.public_id}/").content.decode()
