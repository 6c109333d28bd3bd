"""Hiding in the list of tasks, with JavaScript: the list comes anew without them, the words above it, and an undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.people import DEMO_PASSWORD, Person

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


def test_a_phone_shows_several_tasks_at_once(open_page: Opener) -> None:
    page = open_page(PHONE)
    Person(page).sign_in("ben@example.org", DEMO_PASSWORD)

    page.goto("/work/")

    dock = page.locator(".bar__dock").bounding_box()
    cards = [card.bounding_box() for card in page.locator(".task-card").all()]
    assert dock
    assert sum(1 for card in cards if card and card["y"] + card["height"] <= dock["y"]) >= 3


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_on_a_low_phone_a_cards_menu_opens_where_it_is_seen(open_page: Opener, javascript: bool) -> None:
    page = open_page((360, 500), javascript=javascript)
    Person(page).sign_in("ben@example.org", DEMO_PASSWORD)
    page.goto("/work/")

    menu_of(page.locator(".task-card").first)

    items = page.locator(".menu__list :is(button, a)").locator("visible=true")
    # Fails where something else would take the click.
    for number in range(items.count()):
        items.nth(number).click(trial=True)
    assert items.count() >= 3


def test_a_filter_that_is_chosen_stands_alone_in_the_address(open_page: Opener) -> None:
    visitor = Person(open_page(PHONE))
    visitor.go("/work/")

    visitor.page.get_by_text("Filter and sort").click()
    visitor.page.locator("#id_rejects").select_option("5")

    visitor.page.wait_for_url(re.compile(r"/work/\?rejects=5$"))
    expect(visitor.page.locator("#chosen")).to_have_text("The employer rejects at most: 5%")
    visitor.page.locator("#id_rejects").select_option("")
    visitor.page.wait_for_url(re.compile(r"/work/$"))
