"""What stands on the papers: the same figures as on the pages, in any script, in A4."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from accounts.models import User
from picomarket.lib.months import Month
from picomarket.lib.paper import Column, Paper
from tests import make
from wallet import billing, invoices, printing, statements

from .test_invoices import OCTOBER, SAID, paid_at

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def letters(text: str) -> str:
    """Without spaces, and without the marks a reader puts for a shape of several letters."""
    return "".join(one for one in text if one > " ")


def paper() -> Paper:
    return Paper(title="Title", house="House", made_at=NOW)


@pytest.fixture
def hired(ann: User, ben: User) -> User:
    make.deposit(ann, "50", now=OCTOBER.since())
    for number in range(3):
        paid_at(ann, ben, OCTOBER.since() + timedelta(days=number), key=8_200_000 + number)
    return ann


def test_a_paper_says_what_it_is_in_which_language_and_who_made_it() -> None:
    read = PdfReader(BytesIO(paper().pdf()))

    assert read.metadata
    assert (read.metadata.title, read.metadata.author) == ("Title", "House")
    assert str(read.root_object["/Lang"]) == "en"
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]


def test_the_same_paper_made_again_is_the_same_to_the_byte() -> None:
    assert paper().pdf() == paper().pdf()


@pytest.mark.parametrize("name", ["রহিম উদ্দিন", "कृष्णा शर्मा", "Nguyễn Văn Ấm", "Łukasz Żółć", "Ольга Їжак", "Ωμέγα"])
def test_a_name_is_printed_in_its_own_letters(name: str) -> None:
    made = paper()
    made.note(name)

    text = text_of(made.pdf())

    assert letters(name) in letters(text)


def test_an_arabic_name_is_printed_with_every_letter() -> None:
    made = paper()
    made.note("محمد")

    assert sorted(one for one in text_of(made.pdf()) if "\u0600" <= one <= "\u06ff") == sorted("محمد")


def test_what_is_written_after_a_name_in_other_letters_is_readable() -> None:
    made = Paper(title="Title", house="House", made_at=NOW, lead="محمد عبد الله")
    made.facts([("Plain fact", "Plain value")])
    made.beside(("From", "محمد\nPlain street"), ("To", "রহিম\nPlain road"))
    made.table([Column("", 80), Column("", 90)], [["কৃ", "Plain cell"], ["Plain row", "شارع"]])
    made.note("Plain note")

    text = text_of(made.pdf())

    told = ["Plain fact", "Plain value", "Plain street", "Plain road", "Plain cell", "Plain row", "Plain note"]
    assert [words for words in told if words not in text] == []


def test_a_letter_without_a_font_is_marked_and_breaks_nothing() -> None:
    made = paper()
    made.note("名 name \U0001f600")

    assert "\N{REPLACEMENT CHARACTER} name \N{REPLACEMENT CHARACTER}" in text_of(made.pdf())


@pytest.mark.parametrize(
    ("name", "printed"),
    [("র\u200d্যাব", "র্যাব"), ("می\u200cکنم", "میکنم"), ("\u200d", ""), ("\u202eBen\ufeff", "Ben")],
)
def test_a_mark_nobody_sees_breaks_nothing_and_turns_nothing_around(name: str, printed: str) -> None:
    def made(words: str) -> bytes:
        page = paper()
        page.facts([(words, words)])
        page.note(words)
        return page.pdf()

    assert made(name) == made(printed)


def test_a_long_table_goes_over_pages_with_its_heads_and_page_numbers() -> None:
    made = paper()
    made.table([Column("What", 100), Column("Sum", 70, "R")], [[f"row {number}", "$1.00"] for number in range(100)])

    pages = [page.extract_text() for page in PdfReader(BytesIO(made.pdf())).pages]

    assert len(pages) == 3
    assert all("What" in page and "Sum" in page for page in pages)
    assert ["Page 1 of 3" in pages[0], "Page 3 of 3" in pages[2]] == [True, True]
    assert sum(page.count("row ") for page in pages) == 100


def test_what_is_too_long_for_its_column_is_cut_and_says_so() -> None:
    made = paper()
    made.table([Column("", 30), Column("", 140)], [["word " * 40, "beside"]])

    lines = text_of(made.pdf())

    assert "…" in lines
    assert lines.count("word") < 10


def test_a_statement_holds_the_sums_and_lines_of_its_month(hired: User) -> None:
    text = text_of(printing.statement(hired, OCTOBER, now=NOW))

    (spendable,) = (one for one in statements.sums(hired, OCTOBER) if one.pocket == "Spendable")
    assert "Statement for October 2026" in text
    assert str(spendable.closing) in text
    assert text.count("Put into a task") == 3


def test_a_statement_of_an_empty_month_says_so(hired: User) -> None:
    assert "Nothing moved in this month." in text_of(printing.statement(hired, Month(2026, 3), now=NOW))


def test_a_statement_of_very_many_lines_says_where_the_rest_is(hired: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_LINES", 1)

    assert "3 later lines are in the CSV of this month." in text_of(printing.statement(hired, OCTOBER, now=NOW))


def test_an_invoice_names_both_sides_its_number_and_its_sum(hired: User, settings: Settings) -> None:
    settings.MARKET_LEGAL_NAME, settings.MARKET_ADDRESS, settings.MARKET_TAX_ID = "House Ltd", "2 Low Street", "IE9"
    billing.declare(hired, **SAID, country="DE", now=NOW)
    given = invoices.issue(hired, month=OCTOBER, now=NOW)

    text = text_of(printing.invoice(given, now=NOW))

    told = [
        "2026-000001",
        "House Ltd",
        "2 Low Street",
        "Tax id IE9",
        "Ann's Pictures",
        "Berlin",
        "Germany",
        "Tax id DE123",
    ]
    assert [words for words in [*told, "$0.30", "$3.00"] if words not in text] == []


def test_an_invoice_is_the_same_to_the_byte_whenever_it_is_printed(hired: User, settings: Settings) -> None:
    billing.declare(hired, **SAID, country="DE", now=NOW)
    given = invoices.issue(hired, month=OCTOBER, now=NOW)
    first = printing.invoice(given, now=given.issued_at)
    settings.MARKET_ADDRESS = "moved"

    again = printing.invoice(given, now=given.issued_at)

    assert again == first
