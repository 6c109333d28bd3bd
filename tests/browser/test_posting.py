"""Posting in a real browser: what is typed and not sent is there when its page comes again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE, Opener
from tests.browser.people import Person

pytestmark = pytest.mark.browser

QUICK, FILLED_IN = "/tasks/post/quick/", "What you typed here last time and did not save is filled in again."
TITLE, STEPS = "Tell us what the sign says", "Read the sign and write down its words."


def test_a_task_half_typed_is_there_again_until_it_is_sent(open_page: Opener) -> None:
    employer = Person(open_page(PHONE)).join("poster", "Kenya")
    title, steps = (field(employer, name) for name in ("id_title", "id_steps"))

    employer.go(QUICK)
    expect(employer.page.get_by_text(FILLED_IN)).to_be_hidden()
    title.fill(TITLE)
    employer.go("/work/")
    employer.go(QUICK)
    employer.sees(FILLED_IN)
    expect(title).to_have_value(TITLE)
    employer.press("Leave it out")
    expect(title).to_have_value("")
    expect(employer.page.get_by_text(FILLED_IN)).to_be_hidden()

    title.fill(TITLE)
    steps.fill(STEPS)
    # Refused: the reward is missing. What was typed stays kept, also if that page is left.
    employer.press_and_leave("Show what it costs")
    employer.sees("This needs a change before it can go on")
    employer.go("/work/")
    employer.go(QUICK)
    expect(steps).to_have_value(STEPS)

    for name, text in {"id_minutes": "3", "id_label": "What does it say?", "id_reward": "0.30"}.items():
        field(employer, name).fill(text)
    field(employer, "id_slots").fill("3")
    employer.page.locator("#id_category").select_option(index=1)
    employer.press_and_leave("Show what it costs")
    employer.page.wait_for_url(re.compile("/quote/"))
    employer.go(QUICK)
    expect(title).to_have_value("")


def test_a_change_of_a_draft_is_there_again(open_page: Opener) -> None:
    employer = Person(open_page(PHONE)).join("writer", "Kenya")
    employer.go("/tasks/post/")
    employer.press_and_leave("Start a new task")
    title, here = field(employer, "id_title"), employer.page.url

    title.fill(TITLE)
    employer.go("/work/")
    employer.go(here)

    employer.sees(FILLED_IN)
    expect(title).to_have_value(TITLE)


def test_a_form_without_a_line_leads_to_the_page_that_says_so_and_back_to_what_was_typed(open_page: Opener) -> None:
    employer = Person(open_page(PHONE)).join("offliner", "Kenya")
    page, title = employer.page, field(employer, "id_title")
    employer.go("/tasks/post/")
    employer.press_and_leave("Start a new task")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    here = page.url
    title.fill(TITLE)

    page.context.set_offline(True)
    employer.press("Save and go on")
    employer.sees("You are offline")
    employer.sees(re.compile("What you wrote to post work"))
    assert page.url == f"{here}#unsent"
    page.context.set_offline(False)

    expect(title).to_have_value(TITLE)
    employer.sees(FILLED_IN)


def test_words_that_were_sent_without_a_line_stand_in_their_form_again_once(open_page: Opener) -> None:
    person = Person(open_page(PHONE)).join("cut_off", "Kenya")
    page, words = person.page, field(person, "id_words")
    person.go("/help/ask/?topic=other")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    words.fill(TITLE)

    page.context.set_offline(True)
    person.press("Send to support")
    person.sees("You are offline")
    page.context.set_offline(False)

    expect(words).to_have_value(TITLE)
    person.sees("What you typed is not saved yet.")
    assert not page.url.endswith("#unsent")
    person.go("/help/")
    person.go("/help/ask/?topic=other#unsent")
    expect(words).to_have_value("")


def field(person: Person, name: str) -> Locator:
    return person.page.locator(f"#{name}")


def test_going_back_to_a_form_that_was_refused_is_no_missing_line(open_page: Opener) -> None:
    employer = Person(open_page(PHONE)).join("backer", "Kenya")
    employer.go(QUICK)
    employer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    employer.go(QUICK)
    field(employer, "id_title").fill(TITLE)
    employer.press_and_leave("Show what it costs")
    employer.sees("This needs a change before it can go on")
    employer.go("/wallet/")

    employer.page.go_back()

    expect(field(employer, "id_title")).to_have_value(TITLE)
    expect(employer.page.get_by_text("You are offline")).to_have_count(0)
