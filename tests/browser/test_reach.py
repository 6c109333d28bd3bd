"""The trade in the languages and by the ways people have: from the right and from the left, by keys, by ear."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Opener
from tests.browser.keys import focused, tab_to
from tests.browser.people import Person
from tests.browser.reading import amiss
from tests.make import PASSWORD

pytestmark = pytest.mark.browser

InTheMarket = Callable[[str], None]

LANGUAGES = {"ar": PHONE, "bn": PHONE, "en": DESK, "keys": DESK, "ears": PHONE}
# Somebody who hires for each language, and one for the rest; somebody who works for each test, with a task between
# them. Titles are no words of the market's.
PAIRS = """
from accounts.models import User
from picomarket.lib.money import usd
from tasks.drafts import Wanted
from tests import make
hiring = {{}}
for name in {names}:
    whose, language = (name, name) if len(name) == 2 else ("rest", "en")
    if whose not in hiring:
        hiring[whose] = make.person(f"hires-{{whose}}-{key}")
        make.deposit(hiring[whose], "40")
    hires, works = hiring[whose], make.person(f"works-{{name}}-{key}")
    User.objects.filter(pk__in=[hires.pk, works.pk]).update(language=language)
    asked = [Wanted("text", "Zzz?", 10)] + [Wanted("screenshot", "Zzz.")] * (name == "ears")
    make.task(hires, title=f"Zebra {{name}} {key}", steps=["Zig.", "Zag."], proofs=asked, reward=usd("6"), slots=1)
"""
MINUTE = 60_000
WORDS = "Zero, ziggurat, zephyr."


@dataclass(frozen=True)
class Pairs:
    """The people of this run, by what they are for."""

    key: str

    def email(self, role: str, name: str) -> str:
        return f"{role}-{name}-{self.key}@example.org"

    def title(self, name: str) -> str:
        return f"Zebra {name} {self.key}"


@pytest.fixture(scope="module")
def pairs(in_the_market: InTheMarket) -> Pairs:
    key = uuid4().hex[:8]
    in_the_market(PAIRS.format(key=key, names=list(LANGUAGES)))
    return Pairs(key)


class Reader:
    """Somebody who knows a page by its parts and not by its words; each page is looked at as it is met."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.wrong: list[str] = []

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).locator("visible=true").first.click()
        self.look()

    def look(self) -> None:
        self.wrong += [f"{self.page.url} {what}" for what in amiss(self.page, self.language)]

    def sign_in(self, email: str) -> None:
        # Until the market knows who they are it goes by what their browser asks for.
        self.page.context.set_extra_http_headers({"Accept-Language": self.language})
        self.go("/account/login/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(PASSWORD)
        self.press("main .actions button")


@pytest.mark.parametrize("language", ["ar", "bn", "en"])
def test_work_is_found_done_and_paid_in_every_direction(open_page: Opener, pairs: Pairs, language: str) -> None:
    worker, employer = (Reader(open_page(LANGUAGES[language]), language) for _each in range(2))

    worker.sign_in(pairs.email("works", language))
    worker.go(f"/work/?q={pairs.key}+{language}")
    worker.press(".task-card__link")
    worker.press("form[action$='/claim/'] button")
    worker.page.locator("#work textarea").fill(WORDS)
    worker.press("#work button:not([formaction])")
    employer.sign_in(pairs.email("hires", language))
    employer.go("/tasks/")
    employer.press("main a[href$='/review/']")
    employer.press("main a[href^='/submissions/']")
    assert WORDS in employer.page.locator("main").inner_text()
    employer.press("form[action*='/approve/'] button")
    worker.go("/wallet/")
    worker.go("/notices/")

    assert not [*worker.wrong, *employer.wrong], "\n".join([*worker.wrong, *employer.wrong])
    worker.page.goto("/wallet/")
    expect(worker.page.locator("main data.money[value='5.70']").first).to_be_visible()


def test_work_is_found_and_done_with_keys_alone(open_page: Opener, pairs: Pairs) -> None:
    page = open_page(DESK)
    page.goto("/account/login/")
    keyed(page, "#id_login", "nobody@example.org")
    keyed(page, "#id_password", "wrong", "Enter")
    # A form that says no takes the focus to why.
    expect(page.locator("[data-summary]")).to_be_focused()
    described(page, "#id_login, #id_password")
    keyed(page, "#id_login", pairs.email("works", "keys"))
    keyed(page, "#id_password", PASSWORD, "Enter")
    page.wait_for_url("**/work/")
    claimed_by_keys(page, pairs.title("keys"))

    keyed(page, "#work textarea", "Zig")
    tab_to(page, "#work button:not([formaction])")
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_be_focused()
    described(page, "#work textarea")
    tab_to(page, "[data-summary] a")
    page.keyboard.press("Enter")
    assert focused(page, "#work textarea")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(WORDS)
    tab_to(page, "#work button:not([formaction])")
    page.keyboard.press("Enter")

    expect(page.locator("#work")).to_have_count(0)
    assert WORDS in page.locator("main").inner_text()


def claimed_by_keys(page: Page, title: str) -> None:
    """From the list of tasks to the page of the work."""
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    assert focused(page, "#main")
    keyed(page, "#id_q", title, "Enter")
    expect(page.locator(".task-card__link")).to_have_count(1)
    tab_to(page, ".filters__more > summary")
    page.keyboard.press("Space")
    assert page.locator(".filters__more").get_attribute("open") is not None
    tab_to(page, ".task-card__link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*/")
    tab_to(page, "form[action$='/claim/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submissions/*/")


def keyed(page: Page, selector: str, words: str, then: str = "") -> None:
    """Come to a field by Tab and type, over what stands there."""
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)
    if then:
        page.keyboard.press(then)


def described(page: Page, selector: str) -> None:
    """What is wrong with a field is said with its name, to who hears the page."""
    said = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(one => one.ariaInvalid === 'true').map(one =>
            (one.getAttribute('aria-describedby') || '').split(' ').map(id =>
                document.getElementById(id)?.innerText.trim() || '').join(' ').trim())""",
        selector,
    )
    assert all(said)


def test_what_changes_is_said_to_who_listens(open_page: Opener, pairs: Pairs, tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    Image.new("RGB", (300, 200), "teal").save(picture)
    page = open_page(PHONE)
    page.clock.install()
    Person(page, password=PASSWORD).sign_in(pairs.email("works", "ears"), PASSWORD)
    page.goto(f"/work/?q={pairs.key}+ears")
    page.locator(".task-card__link").click()
    page.locator("form[action$='/claim/'] button").click()
    page.wait_for_url("**/submissions/*/")

    page.locator("#work input[type=file]").set_input_files(picture)
    expect(page.locator("#work [role=status]").filter(has_text="shot.png")).to_have_count(1)
    page.route("**/keep/", lambda route: route.abort())
    page.locator("#work textarea").fill(WORDS)
    page.clock.fast_forward("00:05")
    expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
    announced = page.locator("[data-countdown-said]")
    assert announced.inner_text() == ""
    left = page.evaluate("Date.parse(document.querySelector('[data-countdown]').dateTime) - Date.now()")
    page.clock.fast_forward(left - 8 * MINUTE)
    expect(announced).to_contain_text("The slot is yours until")
    expect(announced).to_contain_text(re.compile(r"\b0[78]:\d\d\b"))
