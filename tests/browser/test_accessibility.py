"""Every page, by everybody who comes by it: usable by ear, by thumb and by keys, in both themes, on phone and desk."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.atlas import Atlas, Place, own_pages
from tests.browser.conftest import DESK, PHONE, Opener

pytestmark = pytest.mark.browser

STARTS = {
    "": ["/", "/account/login/", "/account/signup/", "/account/password/reset/", "/nowhere/", "/style/", "/mail/"],
    "ben@example.org": ["/work/", "/me/", "/submissions/", "/wallet/", "/account/reauthenticate/"],
    "ann@example.org": ["/tasks/", "/tasks/post/", "/wallet/", "/account/2fa/", "/account/sessions/"],
    "sam@example.org": ["/work/"],
}
DESK_OF_STAFF = ["/admin/", "/admin/disputes/dispute/", "/admin/wallet/payoutbatch/"]
# No pages to look at: pictures, a word for a machine, and where a rail sends the payer back to.
NO_PAGES = {"health", "accounts:photo", "submissions:proof", "wallet:deposit_back"}
NEEDS_POST = 405

MEASURE = """() => {
    const seen = node => node.checkVisibility({visibilityProperty: true}) && node.getBoundingClientRect().width > 1;
    const size = node => node.getBoundingClientRect();
    const targets = 'button, .button, summary, select, input:not([type=hidden], [type=checkbox], [type=radio]), nav a';
    return {
        title: document.title,
        lang: document.documentElement.lang,
        heads: [...document.querySelectorAll('h1')].filter(seen).length,
        wide: document.documentElement.scrollWidth - window.innerWidth,
        small: [...document.querySelectorAll(targets)].filter(seen)
            .filter(node => size(node).height < 43.5 || size(node).width < 43.5)
            .map(node => `${node.outerHTML.slice(0, 90)} ${Math.round(size(node).width)}×${Math.round(size(node).height)}`),
    };
}"""
AXE = """options => axe.run(document, options).then(
    found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))
)"""
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
COLOURS = OPTIONS | {"runOnly": ["color-contrast"]}


@pytest.fixture(scope="module")
def atlases(market: str) -> dict[str, Atlas]:
    """What each of the demo's people finds, and a stranger."""
    return {email: Atlas(market, email).explore(*starts) for email, starts in STARTS.items()}


@pytest.mark.parametrize("email", STARTS, ids=["stranger", "ben", "ann", "sam"])
def test_everybody_can_use_every_page(atlases: dict[str, Atlas], open_page: Opener, email: str) -> None:
    page = visiting(open_page, atlases[email])
    places = atlases[email].places.values()

    wrong = [f"{place.path} {what}" for place in places for what in looked_at(page, place)]

    assert "\n".join(wrong) == ""


def test_staff_can_use_their_desk(atlases: dict[str, Atlas], open_page: Opener) -> None:
    page = visiting(open_page, atlases["sam@example.org"], DESK)
    page.goto("/admin/disputes/dispute/")
    case = page.locator("#result_list a").first.get_attribute("href") or ""

    wrong = []
    for path in [*DESK_OF_STAFF, case]:
        page.goto(path)
        page.evaluate(AXE_SCRIPT)
        wrong += [f"{path} {what}" for what in [*page.evaluate(AXE, OPTIONS), *in_the_dark(page)]]

    assert "\n".join(wrong) == ""


def test_no_page_is_forgotten(atlases: dict[str, Atlas]) -> None:
    met = {kind.partition(" ")[0] for atlas in atlases.values() for kind in atlas.met}
    ann = atlases["ann@example.org"]

    forgotten = [name for name, path in own_pages() if name not in met | NO_PAGES and ann.answers(path) != NEEDS_POST]

    assert forgotten == []


@pytest.mark.parametrize("email", STARTS, ids=["stranger", "ben", "ann", "sam"])
def test_pages_of_different_kinds_are_named_differently(atlases: dict[str, Atlas], email: str) -> None:
    named: dict[str, set[str]] = {}
    for place in atlases[email].places.values():
        named.setdefault(place.title, set()).add(place.view)

    assert {title: views for title, views in named.items() if len(views) > 1} == {}


def test_a_task_is_claimed_with_keys_alone(atlases: dict[str, Atlas], open_page: Opener) -> None:
    page = visiting(open_page, atlases["ben@example.org"], DESK)
    page.goto("/work/")

    assert next(tabbed(page))["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, ".task-card a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*/")
    tab_to(page, "form[action$='/claim/'] button")
    page.keyboard.press("Enter")

    page.wait_for_url("**/submissions/*/")


def visiting(open_page: Opener, atlas: Atlas, size: tuple[int, int] = PHONE) -> Page:
    """A page of this person, already signed in."""
    page = open_page(size)
    page.emulate_media(reduced_motion="reduce")
    cookies = [{"name": name, "value": value, "url": atlas.market} for name, value in atlas.session.cookies.items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


def looked_at(page: Page, place: Place) -> Iterator[str]:
    """What is wrong with a page, on a phone in both themes and on a desk."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(place.path)
    page.evaluate(AXE_SCRIPT)
    yield from measured(page)
    yield from (f"phone: {one}" for one in page.evaluate(AXE, OPTIONS))
    yield from (f"dark: {one}" for one in in_the_dark(page))
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    yield from (f"desk: {one}" for one in page.evaluate(AXE, OPTIONS))


def measured(page: Page) -> Iterator[str]:
    found = page.evaluate(MEASURE)
    if found["heads"] != 1:
        yield f"has {found['heads']} first headings"
    if not found["lang"] or not found["title"]:
        yield f"does not name itself or its language: {json.dumps(found)}"
    if found["wide"] > 0:
        yield f"is {found['wide']} px wider than a phone"
    yield from (f"is hard to hit: {one}" for one in found["small"])


def in_the_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found: list[str] = page.evaluate(AXE, COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def tabbed(page: Page) -> Iterator[dict[str, str]]:
    """What the focus comes to with each press of Tab; each must show that it has it."""
    for _press in range(60):
        page.keyboard.press("Tab")
        at: dict[str, str] = page.evaluate(
            "() => { const at = document.activeElement; const drawn = getComputedStyle(at);"
            " return {text: at.innerText, outline: drawn.outlineStyle, shadow: drawn.boxShadow,"
            " shown: String(at.checkVisibility() && at.getBoundingClientRect().width > 1)} }"
        )
        assert at["shown"] == "true", at
        assert (at["outline"], at["shadow"]) != ("none", "none"), at
        yield at


def tab_to(page: Page, selector: str) -> None:
    for _at in tabbed(page):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")
