"""What promoting tasks cost stands on the invoice of its month, less what came back, and in the year in figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from picomarket.lib.months import Month
from tasks import promoting, publishing
from tasks.models import Task
from tests import make
from wallet import billing, invoices, printing, taxes

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
LATER = datetime(2026, 12, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def hirer(db: None, settings: Settings) -> User:
    """Somebody with money since September, and a quarter of each charge that is tax."""
    settings.RULES = replace(settings.RULES, invoice_tax=25, promotion_price=usd("2"), promotion_days=7)
    person, then = make.person("hirer", country="DE"), OCTOBER.since() - timedelta(days=9)
    make.deposit(person, "50", now=then)
    billing.declare(
        person, kind="company", legal_name="Hirer", address="Berlin", country="DE", tax_id="DE123456789", now=then
    )
    return person


def promoted(employer: User, *, at: datetime) -> Task:
    task = make.task(employer, now=at)
    promoting.promote(task, key="k", agreed=usd("2"), by=employer, now=at)
    return task


def test_a_month_without_commission_has_an_invoice_for_its_promotion(hirer: User) -> None:
    promoted(hirer, at=OCTOBER.since())

    given = invoices.issue(hirer, month=OCTOBER, now=LATER)

    assert [one.charged for one in invoices.due(hirer, now=LATER)] == [usd("2")]
    assert (given.commission, given.promotions, given.tax, given.net) == (0, usd("2"), usd("0.4"), usd("1.6"))


def test_commission_and_promotion_stand_line_by_line_with_the_tax_in_both(hirer: User, ben: User) -> None:
    task = promoted(hirer, at=OCTOBER.since())
    done = make.submission(task, ben, now=OCTOBER.since() + HOUR)
    make.approve(done, now=OCTOBER.since() + 2 * HOUR)

    given = invoices.issue(hirer, month=OCTOBER, now=LATER)

    assert (given.commission, given.charged) == (usd("0.01"), usd("2.01"))
    assert [row[1] for row in printing._services(given)] == ["$0.008", "$1.60", "$0.402"]


def test_what_came_back_in_the_same_month_is_not_charged(hirer: User) -> None:
    task = promoted(hirer, at=OCTOBER.since())
    publishing.stop(task, by=hirer, now=OCTOBER.since() + timedelta(days=4))

    given = invoices.issue(hirer, month=OCTOBER, now=LATER)

    assert given.promotions == usd("2") - usd("0.85")
    assert dict(taxes.spent(hirer, 2026))[4].promotions == given.promotions


def test_a_month_in_which_more_came_back_has_a_credit_note(hirer: User, client: Client) -> None:
    task = promoted(hirer, at=OCTOBER.until() - HOUR)
    publishing.stop(task, by=hirer, now=OCTOBER.until() + HOUR)

    given = invoices.issue(hirer, month=NOVEMBER, now=LATER)

    client.force_login(hirer)
    assert (given.is_credit, given.charged, given.tax) == (True, -usd("1.71"), -usd("0.342"))
    assert client.get(f"/wallet/invoices/{given.public_id}/").content.startswith(b"%PDF-")
    assert "$1.71 returned" in client.get("/wallet/invoices/").content.decode()
