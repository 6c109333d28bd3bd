"""The files services take to pay many at once: complete, with the key in each line, the same each time, no formula."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.money import usd
from tests import make
from wallet import batches, mass_files, methods, payouts, results
from wallet.iban import split_iban
from wallet.models import Payout, PayoutBatch

from .conftest import NOW, earn

IBANS = ["DE89 3704 0044 0532 0130 00, Zoë Müller & Söhne", "GB29 NWBK 6016 1331 9268 19, Dina Cruz"]
MAILS = ["ben@example.org", "dina@example.org"]
SPACE = {"p": mass_files.PAIN}


@pytest.fixture(autouse=True)
def _offered(settings: Settings) -> None:
    settings.MANUAL_RAILS = ["bank", "skrill", "payoneer"]
    settings.MANUAL_BANK_NAME = "Picomarket e.V."
    settings.MANUAL_BANK_IBAN = "FR14 2004 1010 0505 0001 3M02 606"


@pytest.fixture
def pair(ann: User, ben: User, dina: User) -> list[User]:
    for person in (ben, dina):
        earn(person, "40", by=ann)
    return [ben, dina]


def sent(rail: str, pair: list[User], places: list[str]) -> PayoutBatch:
    """A batch of $20 and $30, on its way by hand."""
    for person, where, dollars in zip(pair, places, ("20", "30"), strict=True):
        methods.choose(person, rail=rail, destination=where, by=person, now=NOW)
        payouts.request(person, amount=usd(dollars), rail=rail, now=NOW)
    (batch,) = make.payout_run(now=NOW)
    return batch


def keys(batch: PayoutBatch) -> list[str]:
    return list(batch.payouts.order_by("pk").values_list("public_id", flat=True))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_skrill_gets_a_line_per_payout_with_what_arrives_and_its_key(pair: list[User]) -> None:
    batch = sent("skrill", pair, MAILS)
    one, two = keys(batch)

    form, text = mass_files.write(batch, "skrill")

    assert form.suffix == "csv"
    assert [[line[0], line[1], line[2], line[5]] for line in rows(text)] == [
        ["Email", "Amount", "Currency", "Reference"],
        ["ben@example.org", "19.60", "USD", one],
        ["dina@example.org", "29.40", "USD", two],
    ]


def test_payoneer_gets_the_four_columns_of_its_template(pair: list[User]) -> None:
    batch = sent("payoneer", pair, MAILS)
    one, two = keys(batch)

    _form, text = mass_files.write(batch, "payoneer")

    assert rows(text) == [
        ["Recipient email", "Amount", "Currency", "Description"],
        ["ben@example.org", "19.00", "USD", f"Picomarket payout {one}"],
        ["dina@example.org", "29.00", "USD", f"Picomarket payout {two}"],
    ]


def test_a_bank_gets_a_credit_transfer_of_what_goes_to_an_iban(pair: list[User]) -> None:
    batch = sent("manual", pair, IBANS)

    root = ET.fromstring(mass_files.write(batch, "pain")[1])  # noqa: S314

    def texts(path: str) -> list[str | None]:
        return [node.text for node in root.findall(f".//{path}", SPACE)]

    assert root.tag == f"{{{mass_files.PAIN}}}Document"
    assert texts("p:GrpHdr/p:NbOfTxs") == ["2"]
    assert texts("p:GrpHdr/p:CtrlSum") == ["50.00"]
    assert texts("p:DbtrAcct/p:Id/p:IBAN") == ["FR1420041010050500013M02606"]
    assert texts("p:EndToEndId") == keys(batch)
    assert texts("p:InstdAmt") == ["20.00", "30.00"]
    assert texts("p:CdtrAcct/p:Id/p:IBAN") == ["DE89370400440532013000", "GB29NWBK60161331926819"]
    assert texts("p:Cdtr/p:Nm") == ["Zoe Muller  Sohne", "Dina Cruz"]


def test_what_goes_to_no_iban_is_left_out_of_the_banks_file_and_in_our_own(pair: list[User]) -> None:
    batch = sent("manual", pair, [IBANS[0], "4711 0815, Bank of Dhaka, Dina Cruz"])

    root = ET.fromstring(mass_files.write(batch, "pain")[1])  # noqa: S314

    assert [node.text for node in root.findall(".//p:EndToEndId", SPACE)] == keys(batch)[:1]
    assert len(rows(results.export(batch))) == 3


def test_without_an_account_of_its_own_the_market_offers_no_bank_file(pair: list[User], settings: Settings) -> None:
    settings.MANUAL_BANK_IBAN = ""
    batch = sent("manual", pair, IBANS)

    with pytest.raises(results.BadResults):
        mass_files.write(batch, "pain")


@pytest.mark.parametrize(
    ("rail", "code", "places"),
    [("manual", "pain", IBANS), ("skrill", "skrill", MAILS), ("payoneer", "payoneer", MAILS)],
)
def test_the_same_file_comes_out_each_time_until_something_is_paid(
    pair: list[User], sam: User, rail: str, code: str, places: list[str]
) -> None:
    batch = sent(rail, pair, places)
    one, two = keys(batch)
    first, again = (mass_files.write(batch, code) for _ in range(2))

    results.import_results(batch, text=f"key,state\n{one},paid\n", by=sam, now=NOW)

    assert first == again
    assert (one in mass_files.write(batch, code)[1], two in mass_files.write(batch, code)[1]) == (False, True)


def test_nobody_gets_a_file_of_a_batch_that_has_not_gone(pair: list[User], sam: User) -> None:
    methods.choose(pair[0], rail="skrill", destination=MAILS[0], by=pair[0], now=NOW)
    payouts.request(pair[0], amount=usd("20"), rail="skrill", now=NOW)
    (batch,) = batches.gather(now=NOW)

    for refused in (
        lambda: mass_files.write(batch, "skrill"),
        lambda: results.export(batch),
        lambda: results.import_results(batch, text="key,state\n", by=sam, now=NOW),
    ):
        with pytest.raises(results.BadResults, match="has not gone yet"):
            refused()


def test_a_services_own_report_is_read_by_the_key_in_its_note(pair: list[User], sam: User) -> None:
    batch = sent("payoneer", pair, MAILS)
    one, two = keys(batch)
    report = (
        "Date;Description;Amount;Status;Reason\n"
        f"2026-11-17;Picomarket payout {one};19.10;Completed;\n"
        f"2026-11-17;Picomarket payout {two};29.10;Cancelled;No such account\n"
        "2026-11-17;Monthly fee;1.00;Completed;\n"
    )

    moved = [len(results.import_results(batch, text=report, by=sam, now=NOW)) for _ in range(2)]

    assert moved == [2, 0]
    assert [payout.state for payout in batch.payouts.order_by("pk")] == [Payout.State.PAID, Payout.State.RETURNED]
    assert batch.payouts.get(public_id=two).failure == "No such account"


def test_a_report_without_one_key_of_the_batch_is_refused(pair: list[User], sam: User) -> None:
    batch = sent("payoneer", pair, MAILS)

    with pytest.raises(results.BadResults, match="No line has the key"):
        results.import_results(batch, text="Description,Status\nSomething,Completed\n", by=sam, now=NOW)


def test_an_amount_that_was_not_sent_settles_nothing(pair: list[User], sam: User) -> None:
    batch = sent("payoneer", pair, MAILS)
    one, _two = keys(batch)

    moved = results.import_results(batch, text=f"key,state,amount\n{one},paid,20.00\n", by=sam, now=NOW)

    assert moved == []
    assert batch.payouts.get(public_id=one).state == Payout.State.SENT


def test_what_came_back_after_it_was_paid_is_imported_as_such(pair: list[User], sam: User) -> None:
    batch = sent("skrill", pair, MAILS)
    one, _two = keys(batch)
    for state in ("paid", "reversed", "reversed"):
        results.import_results(batch, text=f"key,state,reason\n{one},{state},Closed\n", by=sam, now=NOW)

    assert batch.payouts.get(public_id=one).state == Payout.State.REVERSED
    assert results.import_results(batch, text=results.export(batch), by=sam, now=NOW) == []


def test_the_desk_offers_the_services_file_and_gives_it_out(pair: list[User], sam: User, client: Client) -> None:
    batch = sent("skrill", pair, MAILS)
    client.force_login(sam)
    link = reverse("admin:wallet_payoutbatch_export", args=[batch.pk]) + "?as=skrill"

    page = client.get(reverse("admin:wallet_payoutbatch_change", args=[batch.pk])).content.decode()
    answer = client.get(link)

    assert f'href="{link}"' in page
    assert answer["Content-Disposition"] == f'attachment; filename="skrill-{batch.public_id}.csv"'
    assert answer.content.decode() == mass_files.write(batch, "skrill")[1]


@pytest.mark.parametrize(
    ("written", "iban", "name"),
    [
        ("DE89370400440532013000 Ben", "DE89370400440532013000", "Ben"),
        ("de89-3704-0044-0532-0130-00; Ben Karim", "DE89370400440532013000", "Ben Karim"),
        ("NO93 8601 1117 947", "NO9386011117947", ""),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S, Ben", "MT84MALT011000012345MTLCAST001S", "Ben"),
    ],
)
def test_an_iban_is_told_from_the_name_after_it(written: str, iban: str, name: str) -> None:
    found = split_iban(written)

    assert found
    assert (found.iban, found.name, found.valid) == (iban, name, True)


@pytest.mark.parametrize(
    "written", ["DE88 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 0", "DE89370400440532013000Ben"]
)
def test_an_iban_with_a_slip_in_it_is_not_right(written: str) -> None:
    found = split_iban(written)

    assert found
    assert not found.valid


@pytest.mark.parametrize("written", ["4711 0815, Ben", "US64 1234", "Bank of Dhaka 1234", ""])
def test_what_does_not_start_like_an_iban_is_none(written: str) -> None:
    assert split_iban(written) is None


def test_a_rail_by_hand_nobody_knows_stops_the_market_from_starting() -> None:
    environ = {**os.environ, "DEBUG": "true", "MANUAL_RAILS": "bank, pigeon"}

    done = subprocess.run(
        [sys.executable, "-c", "import picomarket.settings"], env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "MANUAL_RAILS knows bank, skrill, payoneer, not pigeon" in done.stderr
