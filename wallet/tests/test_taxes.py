"""The figures tax offices ask for: nobody's money counted twice, nobody above the thresholds left out."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import Money, total, usd
from tests import make
from wallet import billing, ledger, methods, payouts, printing, taxes
from wallet.models import AccountKind, Transfer, TransferKind

from .conftest import earn
from .test_invoices import paid_at

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
URL = "/admin/wallet/billingdetails/taxes/"
ENDS = [
    (YEAR, 1),
    (datetime(2026, 4, 1, tzinfo=UTC) - timedelta(microseconds=1), 1),
    (datetime(2026, 4, 1, tzinfo=UTC), 2),
    (datetime(2026, 9, 30, 23, tzinfo=UTC), 3),
    (datetime(2027, 1, 1, tzinfo=UTC) - timedelta(microseconds=1), 4),
]


@pytest.fixture
def worked(ann: User, ben: User) -> User:
    """Ben is paid at the ends of the quarters, and once after the year."""
    make.deposit(ann, "50", now=YEAR)
    for key, (at, _quarter) in enumerate(ENDS):
        paid_at(ann, ben, at, key=8_100_000 + key)
    paid_at(ann, ben, datetime(2027, 1, 1, tzinfo=UTC), key=8_100_100)
    return ben


def test_a_reward_counts_in_its_quarter_gross_and_net(worked: User) -> None:
    year = taxes.received(worked, 2026)

    assert [one.payments for one in year.quarters] == [2, 1, 1, 1]
    assert (year.gross, year.commission, year.net) == (usd("5"), usd("0.25"), usd("4.75"))
    assert year.quarters[0].gross == usd("2")


def test_the_year_is_what_the_ledger_credited(worked: User, ben: User) -> None:
    credited = Transfer.objects.filter(
        credit__kind=AccountKind.EARNED, credit__owner_id=ben.pk, at__year=2026, kind=TransferKind.REWARD
    )

    assert taxes.received(worked, 2026).net == total(credited.values_list("amount", flat=True))


def test_what_is_paid_out_is_not_received_again_and_its_fee_is_told(bank: object, worked: User, ann: User) -> None:
    earn(worked, "12", by=ann)
    methods.choose(worked, rail="demo_bank", destination="1234 5678", by=worked, now=NOW)
    payouts.request(worked, amount=usd("6"), rail="demo_bank", now=NOW)
    make.payout_run(now=NOW)

    year = taxes.received(worked, 2026)

    fees = Transfer.objects.filter(kind=TransferKind.PAYOUT_FEE).values_list("amount", flat=True)
    assert year.quarters[3].payments == 2
    assert year.fees == total(fees)
    assert year.net == usd("4.75") + usd("12")


def test_an_employers_year_is_told_by_quarter(worked: User, ann: User) -> None:
    spent = dict(taxes.spent(ann, 2026))

    assert [spent[number].commission for number in taxes.QUARTERS] == [usd("0.2"), usd("0.1"), usd("0.1"), usd("0.1")]
    assert total(one.rewards for one in spent.values()) == usd("5")


def test_somebody_who_received_nothing_has_a_year_of_nothing(cleo: User) -> None:
    year = taxes.received(cleo, 2026)

    assert (len(year.quarters), year.gross, year.payments) == (4, Money(0), 0)


@pytest.mark.parametrize(
    ("gross", "payments", "listed"), [("5", 99, True), ("5.01", 99, False), ("99", 5, True), ("99", 6, False)]
)
def test_who_is_above_one_threshold_is_listed(
    worked: User, settings: Settings, gross: str, payments: int, listed: bool
) -> None:
    settings.RULES = replace(settings.RULES, tax_report_gross=usd(gross), tax_report_payments=payments)

    assert [one.person_id for one in taxes.reported(2026)] == ([worked.pk] if listed else [])


def test_the_list_names_people_as_they_declared_themselves_last(worked: User, settings: Settings) -> None:
    settings.RULES = replace(settings.RULES, tax_report_gross=usd("1"))
    for name in ("Old Name", '=cmd|"/c calc"!A0'):
        billing.declare(
            worked, kind="individual", legal_name=name, address="Dhaka", country="BD", tax_id="123", now=NOW
        )

    head, row = taxes.HEAD, next(taxes.report(2026))

    told = dict(zip(head, row, strict=True))
    assert told["legal_name"] == '\'=cmd|"/c calc"!A0'
    assert (told["tax_id"], told["country"], told["date_of_birth"]) == ("123", "BD", "1995-05-05")
    assert (told["q1_gross"], told["year_gross"], told["year_payments"]) == ("2.00", "5.00", "5")


def test_only_who_may_report_taxes_gets_the_list(worked: User, settings: Settings, cleo: User) -> None:
    settings.RULES = replace(settings.RULES, tax_report_gross=usd("1"))
    cleo.is_staff = True
    cleo.save()
    browser = Client()
    browser.force_login(cleo)
    before = browser.get(URL).status_code
    cleo.user_permissions.set(Permission.objects.filter(codename__in=["report_taxes", "view_billingdetails"]))

    answer = browser.get(URL, {"year": "2026"})

    rows = list(csv.reader(answer.content.decode().splitlines()))
    assert (before, answer.status_code) == (403, 200)
    assert [row[0] for row in rows] == ["person", worked.public_id]
    assert URL in browser.get("/admin/wallet/billingdetails/").content.decode()


@pytest.mark.parametrize("year", ["1999", "2999", "x", "२०२६", "1" * 5_000])
def test_a_year_that_is_none_is_not_found(sam: User, client: Client, year: str) -> None:
    client.force_login(sam)

    assert client.get(URL, {"year": year}).status_code == 404


def test_the_year_is_a_page_and_a_paper(worked: User, client: Client) -> None:
    client.force_login(worked)

    page = client.get("/wallet/statements/2026/").content.decode()

    assert "$4.75" in page
    assert client.get("/wallet/statements/2026/?format=pdf").content.startswith(b"%PDF-")
    assert ledger.balance_of(ledger.earned(worked.pk)) == usd("5.7")


def test_the_year_is_a_sheet_with_its_sum(worked: User, client: Client) -> None:
    client.force_login(worked)

    text = b"".join(client.get("/wallet/statements/2026/?format=csv")).decode()

    head, *rows = csv.reader(text.splitlines())
    assert head == taxes.SHEET
    assert [row[0] for row in rows] == ["Q1", "Q2", "Q3", "Q4", "2026"]
    for column in range(1, len(head)):
        assert sum(Decimal(row[column]) for row in rows[:4]) == Decimal(rows[4][column])


def test_an_employers_year_has_a_sum_on_its_page(worked: User, ann: User, client: Client) -> None:
    client.force_login(ann)
    in_all = taxes.in_all(taxes.spent(ann, 2026))

    page = client.get("/wallet/statements/2026/").content.decode()

    assert in_all.all > 0
    assert f"${in_all.all.plain()}"[:6] in page.partition("<tfoot>")[2]


def test_the_paper_of_the_year_names_the_person_their_tax_id_and_the_operator(worked: User, settings: Settings) -> None:
    settings.MARKET_LEGAL_NAME, settings.MARKET_TAX_ID = "Pico GmbH", "DE987654321"
    said = {"kind": "company", "legal_name": "Ben Works", "address": "4 Lake Road\nDhaka", "tax_id": "BD77"}
    billing.declare(worked, **said, country="BD", now=datetime.now(UTC))

    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(printing.year(worked, 2026, now=NOW))).pages)

    for part in ("Ben Works", "4 Lake Road", "Tax id BD77", "Pico GmbH", "Tax id DE987654321"):
        assert part in words
