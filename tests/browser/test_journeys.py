"""The whole trade in a real browser, from joining to the payout, on a phone and a desk, with JavaScript and without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.people import Person

pytestmark = pytest.mark.browser

WORDS = "The name of the market, a search field and a list of tasks."
UNFAIR = "The second step was left out altogether."
CLOSED_ACCOUNT = "40000002"


@pytest.fixture
def screenshot(open_page: Opener, tmp_path: Path) -> Path:
    """A real screenshot, of the market itself."""
    page = open_page(PHONE)
    page.goto("/")
    page.screenshot(path=tmp_path / "shot.png")
    return tmp_path / "shot.png"


@pytest.mark.parametrize(
    ("size", "javascript"),
    [(DESK, True), (PHONE, True), (PHONE, False)],
    ids=["desk", "phone", "phone without JavaScript"],
)
def test_the_whole_trade(open_page: Opener, screenshot: Path, size: tuple[int, int], javascript: bool) -> None:
    def somebody() -> Person:
        return Person(open_page(size, javascript=javascript))

    employer, worker, second, support = somebody(), somebody(), somebody(), somebody()
    support.sign_in("sam@example.org")
    task = hire(employer)
    first_work = deliver(worker.join("worker", "Bangladesh"), task, screenshot)
    second_work = deliver(second.join("second", "Philippines"), task, screenshot)
    judge(employer, task)
    reward(employer, worker, first_work)
    contest(worker, second, [first_work, second_work], support)
    grow_and_stop(employer, task)
    be_paid(worker, second, employer, support)


def hire(employer: Person) -> str:
    employer.join("employer", "Germany")
    employer.deposit("30")
    task = employer.post("Look at the front page and say what you see", reward="6", slots=3)
    employer.go("/wallet/")
    employer.sees("$10.20")
    employer.sees("$19.80")
    return task


def deliver(worker: Person, task: str, screenshot: Path) -> str:
    worker.go("/work/?q=front+page+and+say")
    worker.sees("$5.70")
    worker.go("/work/?view=locked")
    worker.sees(re.compile("This task asks for level"))
    worker.claim(task)
    worker.hand_in("Too short", screenshot)
    expect(worker.page.locator(".field--bad").first).to_be_visible()
    expect(worker.page.get_by_label("What did you see?")).to_have_value("Too short")
    worker.page.get_by_label("What did you see?").fill(WORDS)
    worker.press("Hand in")
    worker.sees(re.compile("Waiting for review"))
    return worker.page.url


def judge(employer: Person, task: str) -> None:
    employer.review(task)
    expect(employer.page.locator("figure img").first).to_be_visible()
    employer.sees(WORDS)
    keys_can_be_turned_off(employer)
    employer.press_and_leave(re.compile("^Approve, pays"))
    employer.review(task)
    employer.reject("Too short")
    employer.sees("Write at least 20 characters")
    employer.page.get_by_label("What was wrong?").fill(UNFAIR)
    employer.press_and_leave("Reject this work")
    employer.go(f"{task}review/")


def keys_can_be_turned_off(employer: Person) -> None:
    page, others = employer.page, employer.page.locator("details.reject")
    if not page.get_by_role("button", name="Turn the keys off").is_visible():
        return
    # A key pressed for the page before judges none.
    page.wait_for_timeout(400)
    page.keyboard.press("r")
    expect(others).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(others).not_to_have_attribute("open", "")
    employer.press("Turn the keys off")
    page.locator("h1").click()
    page.keyboard.press("r")
    expect(others).not_to_have_attribute("open", "")
    employer.press("Turn the keys on")


def reward(employer: Person, worker: Person, work: str) -> None:
    employer.go(f"{work}review/")
    employer.give_bonus("0.50", "Thank you for the careful reading.")
    employer.sees(re.compile("receives a bonus of"))
    worker.go("/wallet/")
    worker.sees("$6.20")


def contest(worker: Person, second: Person, works: list[str], support: Person) -> None:
    worker.go(works[0])
    worker.sees(re.compile("Approved and paid"))
    second.go(works[1])
    second.sees(UNFAIR)
    second.dispute("I did both steps; the second line of my text says it.")
    support.go("/admin/disputes/dispute/?state__exact=opened")
    support.page.locator("#result_list").get_by_text("Look at the front page").last.locator(
        "xpath=ancestor::tr"
    ).get_by_role("link").first.click()
    expect(support.page.locator("img").first).to_be_visible()
    support.page.get_by_role("textbox").last.fill("The text and the picture show both steps done.")
    # It stands beneath what is asked for now.
    expect(support.page.get_by_role("button", name=re.compile("^Uphold"))).to_be_visible()
    early = support.page.get_by_label("Decide now, although")
    if early.count():
        early.check()
    support.press_and_leave(re.compile("^Uphold"))
    second.go(works[1])
    second.sees(re.compile("Approved and paid"))


def grow_and_stop(employer: Person, task: str) -> None:
    employer.add_slots(task, 1)
    employer.go(f"{task}stop/")
    employer.press_and_leave("Stop the task and return $13.20 to your balance")
    employer.go("/wallet/")
    employer.sees("$16.30")


def be_paid(worker: Person, second: Person, employer: Person, support: Person) -> None:
    worker.go("/me/")
    worker.sees(re.compile("Advanced after 24 more approved tasks at 85"))
    paid, returned = worker.ask_for_payout("1234 5678"), second.ask_for_payout(CLOSED_ACCOUNT)
    sent_back = employer.ask_back("$16.30")
    employer.sees(re.compile(r"#\d+ of \d+"))
    support.send_payouts()
    ends = [(worker, paid, "Paid"), (second, returned, "money is back in your balance"), (employer, sent_back, "Paid")]
    for person, payout, words in ends:
        person.go(payout)
        main = person.page.get_by_role("main")
        person.asks_until(lambda main=main, words=words: main.get_by_text(words).count() > 0)  # type: ignore[misc]
    second.go("/wallet/")
    second.sees("$5.70")
    employer.go("/wallet/")
    employer.sees("Set aside to send back")
