"""Cases of the desk in two browsers: who reads takes nothing, who begins to write has it, and the other one sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.atlas import Atlas
from tests.browser.conftest import Opener
from tests.browser.test_desk_on_a_phone import SUPPORT, reading, show

pytestmark = pytest.mark.browser

COLLEAGUE = "tess@example.org"
LIST = "/admin/tasks/personreport/?state__exact=filed"


def test_the_first_letter_takes_a_case_from_whoever_reads_it_too(market: str, open_page: Opener) -> None:
    mine, theirs = (reading(open_page, Atlas(market, email)) for email in (SUPPORT, COLLEAGUE))
    show(mine, LIST)
    case = str(mine.locator("#result_list tbody th a").first.get_attribute("href"))
    show(mine, case)
    show(theirs, case)
    expect(holding(mine)).to_contain_text("Nobody has this.")

    words(mine).press_sequentially("Both")
    expect(holding(mine)).to_contain_text("Yours until")
    words(theirs).press_sequentially("I too")

    expect(holding(theirs)).to_contain_text("Sam took this a moment ago.")
    expect(words(mine)).to_have_value("Both")
    expect(words(theirs)).to_have_value("I too")
    holding(mine).get_by_text("Leave it to others").click()


def holding(page: Page) -> Locator:
    return page.locator(".holding")


def words(page: Page) -> Locator:
    return page.locator(".decide textarea[name=words]")
