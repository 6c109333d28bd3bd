"""Invoices: a month's commissions, numbered once, the same for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, total, usd
from picomarket.lib.months import Month
from tests import make
from tests.threads import at_once
from wallet import billing, invoices, ledger
from wallet.commission import Price
from wallet.models import BillingDetails, Invoice, Transfer, TransferKind

from .conftest import pay_slot

OCTOBER = Month(2026, 10)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PRICE = Price(reward=usd("1"), employer_commission=usd("0.1"), worker_commission=usd("0.05"))
SAID = {"kind": "company", "legal_name": "Ann's Pictures", "address": "1 High Street\nBerlin", "tax_id": "DE123456789"}


def declare(person: User, **others: str) -> BillingDetails:
    return billing.declare(person, **{**SAID, "country": "DE", **others}, now=NOW)


def paid_at(employer: User, worker: User, at: datetime, *, key: int) -> None:
    """A task of one slot, funded and paid at that moment."""
    pay_slot(key, worker, by=employer, price=PRICE, now=at)


@pytest.fixture
def hired(ann: User, ben: User) -> User:
    """Ann's tasks paid three rewards in October, one just before and one just after."""
    make.deposit(ann, "50", now=NOW)
    first, after = OCTOBER.since(), OCTOBER.until()
    moments = [
        first - timedelta(microseconds=1),
        first,
        first + timedelta(days=9),
        after - timedelta(microseconds=1),
        after,
    ]
    for number, at in enumerate(moments):
        paid_at(ann, ben, at, key=8_000_000 + number)
    return ann


def test_an_invoice_is_the_commissions_of_its_month(hired: User) -> None:
    declare(hired)

    given = invoices.issue(hired, month=OCTOBER, now=NOW)

    assert (given.commission, given.tax, given.net) == (usd("0.3"), 0, usd("0.3"))
    assert given.rewards == usd("3")
    assert (given.since, given.until) == (OCTOBER.since(), OCTOBER.until())
    assert given.number == "2026-000001"


def test_all_invoices_together_are_what_the_house_charged_employers(hired: User, cleo: User, ben: User) -> None:
    make.deposit(cleo, "50", now=NOW)
    paid_at(cleo, ben, OCTOBER.since(), key=8_000_100)
    given = []
    for person in (hired, cleo):
        declare(person)
        months = [one.month for one in invoices.due(person, now=NOW) if one.is_over]
        given += [invoices.issue(person, month=month, now=NOW) for month in months]

    charged = Transfer.objects.filter(kind=TransferKind.EMPLOYER_COMMISSION, at__lt=Month.of(NOW).since())
    assert total(one.commission for one in given) == total(charged.values_list("amount", flat=True))


def test_the_same_month_is_invoiced_once_with_one_number(hired: User) -> None:
    declare(hired)

    first, second = (invoices.issue(hired, month=OCTOBER, now=NOW + timedelta(days=day)) for day in (0, 9))

    assert first == second
    assert Invoice.objects.count() == 1


def test_an_invoice_keeps_what_it_said_whatever_is_declared_or_set_later(hired: User, settings: Settings) -> None:
    declare(hired)
    invoices.issue(hired, month=OCTOBER, now=NOW)
    declare(hired, legal_name="Somebody Else")
    settings.MARKET_LEGAL_NAME = "Another House"
    settings.RULES = replace(settings.RULES, invoice_tax=20)

    again = invoices.issue(hired, month=OCTOBER, now=NOW + timedelta(days=30))

    assert again.details.legal_name == "Ann's Pictures"
    assert (again.seller["name"], again.tax) == ("Picomarket", Money(0))


def test_the_tax_a_setting_names_is_contained_in_what_was_charged(hired: User, settings: Settings) -> None:
    declare(hired)
    settings.RULES = replace(settings.RULES, invoice_tax=19)

    given = invoices.issue(hired, month=OCTOBER, now=NOW)

    assert (given.net + given.tax, given.tax) == (usd("0.3"), usd("0.047899"))


@pytest.mark.parametrize("now", [OCTOBER.since(), OCTOBER.until() + timedelta(minutes=59)])
def test_a_month_that_is_not_settled_is_not_invoiced(hired: User, now: datetime) -> None:
    declare(hired)

    with pytest.raises(invoices.InvoiceRefused, match="not over"):
        invoices.issue(hired, month=OCTOBER, now=now)


def test_without_billing_details_there_is_no_invoice(hired: User) -> None:
    with pytest.raises(invoices.InvoiceRefused, match="billing details"):
        invoices.issue(hired, month=OCTOBER, now=NOW)


def test_a_month_without_commission_has_no_invoice_and_uses_no_number(hired: User) -> None:
    declare(hired)
    with pytest.raises(invoices.InvoiceRefused, match="nothing to invoice"):
        invoices.issue(hired, month=Month(2026, 3), now=NOW)

    assert invoices.issue(hired, month=OCTOBER, now=NOW).place == 1


def test_each_year_counts_its_own_numbers(hired: User) -> None:
    declare(hired)

    given = [
        invoices.issue(hired, month=month, now=now)
        for month, now in ((Month(2026, 9), NOW), (OCTOBER, NOW), (Month(2026, 11), datetime(2027, 1, 2, tzinfo=UTC)))
    ]

    assert [one.number for one in given] == ["2026-000001", "2026-000002", "2027-000001"]


def test_an_invoice_once_given_cannot_be_changed_or_taken_away(hired: User) -> None:
    declare(hired)
    given = invoices.issue(hired, month=OCTOBER, now=NOW)

    for statement in ("UPDATE wallet_invoice SET commission = 1", "DELETE FROM wallet_invoice"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert make.fresh(given).commission == usd("0.3")


@pytest.mark.race
def test_many_at_once_get_numbers_without_a_gap(committed_db: None) -> None:
    people, worker = [make.person(f"employer{number}") for number in range(4)], make.person("worker")
    for number, person in enumerate(people):
        make.deposit(person, "50", now=NOW)
        paid_at(person, worker, OCTOBER.since(), key=8_000_000 + number)
        declare(person)

    # Each twice, as by an impatient finger.
    given = at_once(*(partial(invoices.issue, person, month=OCTOBER, now=NOW) for person in people * 2))

    assert sorted({one.place for one in given}) == [1, 2, 3, 4]
    assert Invoice.objects.count() == 4


# -- the pages


def test_an_employer_says_who_they_are_and_makes_the_invoice(hired: User, client: Client) -> None:
    client.force_login(hired)
    before = client.get("/wallet/invoices/").content.decode()
    client.post("/wallet/billing/", {**SAID, "country": "DE"})

    client.post("/wallet/invoices/2026-10/issue/")

    given = Invoice.objects.get()
    after = client.get("/wallet/invoices/").content.decode()
    assert "Make the invoice" not in before
    assert f"Invoice {given.number} (PDF)" in after
    assert client.get(f"/wallet/invoices/{given.public_id}/").content.startswith(b"%PDF-")


def test_declaring_the_same_again_notes_nothing_new(ann: User) -> None:
    assert declare(ann) == declare(ann)
    assert declare(ann, tax_id="DE999") == billing.current(ann)
    assert BillingDetails.objects.count() == 2


def test_what_a_worker_pays_is_on_no_employers_invoice(hired: User, ben: User) -> None:
    assert invoices.due(ben, now=NOW) == []
    assert ledger.balance_of(ledger.earned(ben.pk)) > 0


@pytest.mark.parametrize(
    ("kind", "country", "tax_id"),
    [
        ("company", "DE", "DE 123 456 789"),
        ("company", "DE", "123456789"),
        ("company", "GR", "EL123456789"),
        ("individual", "DE", "12 345 678 901"),
        ("individual", "US", "123-45-6789"),
        ("company", "IN", "22ABCDE1234F1Z5"),
        ("company", "BD", "whatever the office writes"),
        ("company", "DE", ""),
    ],
)
def test_a_tax_id_of_the_right_shape_is_kept(kind: str, country: str, tax_id: str, ann: User, client: Client) -> None:
    client.force_login(ann)

    client.post("/wallet/billing/", {**SAID, "kind": kind, "country": country, "tax_id": tax_id})

    kept = billing.current(ann)
    assert kept is not None
    assert kept.tax_id == tax_id


@pytest.mark.parametrize(
    ("kind", "country", "tax_id", "words"),
    [
        ("company", "DE", "12345", "This is no VAT id of Germany: one looks like DE123456789."),
        ("individual", "FR", "FR12", "This is no VAT id of France: one looks like FR12345678901."),
        ("company", "DE", "ATU12345678", "This is no VAT id of Germany"),
        ("individual", "US", "12345", "This is no tax id of United States: one looks like 12-3456789."),
    ],
)
def test_a_tax_id_of_another_shape_is_refused_in_a_sentence(
    kind: str, country: str, tax_id: str, words: str, ann: User, client: Client
) -> None:
    client.force_login(ann)

    page = client.post("/wallet/billing/", {**SAID, "kind": kind, "country": country, "tax_id": tax_id})

    assert words in page.content.decode()
    assert billing.current(ann) is None


def test_a_name_invoices_cannot_print_is_refused_by_its_letters(ann: User, client: Client) -> None:
    client.force_login(ann)

    page = client.post("/wallet/billing/", {**SAID, "country": "JP", "tax_id": "", "legal_name": "株式会社 Ann"})
    other = client.post("/wallet/billing/", {**SAID, "country": "BD", "tax_id": "", "legal_name": "আন্না Ærø"})

    assert "Invoices cannot print 株 式 会 社. Write it in Latin letters" in page.content.decode()
    assert other.status_code == 302
