"""What people are told about money, in a real browser: on paper, in the open, and when a promise is broken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.people import Person

pytestmark = pytest.mark.browser

OWED = (
    "Earned, to be taken out or spent",
    "Paid in, not spent yet",
    "Set aside for tasks, until the work is approved",
    "On its way out: asked for, not there yet",
    "Promo credit the market gave, for tasks only",
)
A_DAY_GOES_BY = """
from datetime import timedelta
from django.utils import timezone
from wallet import promises
from wallet.models import Payout
now = timezone.now()
Payout.objects.filter(public_id="{public_id}").update(promised_for=now - timedelta(hours=1))
promises.tell_late(now=now)
"""


def test_a_statement_is_read_and_kept(open_page: Opener) -> None:
    ben = Person(open_page(PHONE, javascript=False)).sign_in("ben@example.org")
    ben.go("/wallet/")

    ben.follow("Statements, invoices and taxes")
    ben.follow(re.compile(r"^\w+ 20\d\d$"))
    ben.sees("Closing")
    paper = ben.page.request.get(f"{ben.page.url}?format=pdf")

    assert ben.page.get_by_role("link", name="PDF").get_attribute("href") == "?format=pdf"
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def test_a_stranger_reads_the_books_and_they_add_up(open_page: Opener) -> None:
    stranger = Person(open_page(PHONE))
    stranger.go("/")

    stranger.follow("Open books")

    stranger.sees("Everything agreed")
    assert sum(stranger.amount(words) for words in OWED) == stranger.amount("All that people have here") > 0


def test_who_waits_too_long_is_told_and_so_is_the_staff(
    open_page: Opener, in_the_market: Callable[[str], None]
) -> None:
    employer = Person(open_page(PHONE)).join("late", "Kenya")
    employer.deposit("20")
    refund = employer.ask_back("$20.00")

    in_the_market(A_DAY_GOES_BY.format(public_id=refund.rstrip("/").rpartition("/")[2]))

    employer.go(refund)
    employer.sees("This is late")
    employer.go("/notices/")
    employer.sees("Your refund of $20.00 is late")
    employer.go("/mail/")
    employer.asks_until(lambda: employer.page.get_by_text("Your refund of $20.00 is late").count() > 0)
    support = Person(open_page(DESK)).sign_in("sam@example.org")
    support.go("/admin/wallet/payout/?clock=late")
    support.sees("$20.00")
