"""Hiding in the list of tasks, with JavaScript: the list comes anew without them, the words above it, and an undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.people import Person

pytestmark = pytest.mark.browser

ALL_BY = re.compile("^Hide all by ")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_all_of_an_employer_go_without_a_new_page_and_come_back(open_page: Opener, size: tuple[int, int]) -> None:
    worker = Person(open_page(size)).join("hider", "Bangladesh")
    worker.go("/work/")
    cards = worker.page.locator("#found .task-list > li")
    name = menu_of(cards.first).get_by_role("button", name=ALL_BY).inner_text().removeprefix("Hide all by ")
    theirs = worker.page.locator("#found .task-list > li").filter(has_text=name)
    worker.page.evaluate("document.body.dataset.same = 'page'")
    menu_of(cards.first).get_by_role("button", name=ALL_BY).click()

    worker.sees(re.compile(f"Hidden from you: {re.escape(name)}"))
    expect(theirs).to_have_count(0)
    assert worker.page.evaluate("document.body.dataset.same") == "page"
    undo = worker.page.get_by_role("main").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()

    undo.click()
    worker.sees(re.compile(f"Shown to you again: {re.escape(name)}"))
    expect(theirs.first).to_be_visible()

    menu_of(theirs.first).get_by_role("button", name=ALL_BY).click()
    worker.sees(re.compile(f"Hidden from you: {re.escape(name)}"))
    expect(worker.page.locator(".messages")).to_have_count(1)


def menu_of(card: Locator) -> Locator:
    """The menu of a card, opened."""
    menu = card.locator("details[data-menu]")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    return menu
