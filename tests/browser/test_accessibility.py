"""Every page, by everybody who comes by it: usable by ear, by thumb and by keys, in both themes, on phone and desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.browser.atlas import Atlas, Place, own_pages
from tests.browser.conftest import DESK, PHONE, Once, Opener
from tests.browser.keys import COVERED, tabbed

pytestmark = pytest.mark.browser

BEN = "ben@example.org"
STARTS = {
    "": ["/", "/account/login/", "/account/signup/", "/account/password/reset/", "/offline/", "/style/", "/mail/"],
    BEN: [
        *("/work/", "/me/", "/submissions/", "/wallet/", "/account/2fa/", "/account/reauthenticate/"),
        *("/me/second-step/", "/messages/", "/help/"),
    ],
    "ann@example.org": [
        "/tasks/",
        "/tasks/post/",
        "/lists/",
        "/tests/own/",
        "/wallet/",
        "/notices/",
        "/messages/",
        "/jury/",
    ],
}
JUDGED = (r"/tasks/\w+/manage/", r"/tasks/\w+/review/", r"/tasks/\w+/review/\?view=approved")
# Pages that only some rows of a list lead to.
WAYS: dict[str, list[tuple[str, ...]]] = {
    BEN: [
        ("/work/", r"/tasks/\w+/", r"/people/\w+/"),
        ("/work/?q=zebra+notes", r"/tasks/\w+/", r"/tasks/\w+/caution/"),
        ("/tests/", r"/tests/\w+/", r"/attempts/\w+/\d*/?"),
    ],
    "ann@example.org": [
        ("/notices/webhooks/", r"/notices/webhooks/\w+/", r"/notices/deliveries/\w+/"),
        ("/tasks/post/", r"/tasks/\w+/draft/what/", r"/tasks/\w+/draft/layout/"),
        ("/wallet/refund/", r"/wallet/deposits/\w+/refund/"),
        ("/tasks/", r"/tasks/\w+/manage/", r"/tasks/\w+/questions/", r"/questions/\w+/report/"),
        ("/tasks/", r"/tasks/\w+/manage/", r"/tasks/\w+/promote/"),
        ("/tasks/", r"/tasks/\w+/manage/", r"/tasks/\w+/gold/"),
        (
            "/tasks/",
            r"/tasks/\w+/manage/",
            r"/tasks/\w+/gold/",
            r"/tasks/\w+/gold/mark/",
            r"/tasks/\w+/gold/mark/\?row=\d+",
        ),
        ("/tasks/", r"/tasks/\w+/manage/", r"/tasks/\w+/floor/"),
        ("/tasks/", r"/tasks/\w+/manage/", r"/tasks/\w+/rows/", r"/tasks/\w+/rows/again/"),
        ("/tasks/", *JUDGED, r"/submissions/\w+/review/.*", r"/disputes/\w+/"),
        ("/tasks/", *JUDGED, r"/submissions/\w+/review/.*", r"/disputes/\w+/", r"/disputes/\w+/appeal/"),
    ],
}
# A task one is to be careful with: the demo has one open on some days alone.
CAREFUL = """
from tests import make
careful = make.person("careful-employer")
make.deposit(careful, "5")
make.task(careful, title="Try Zebra Notes", steps=["Install the app from its official store and write one note."])
"""
WHO = pytest.mark.parametrize("email", STARTS, ids=["stranger", "ben", "ann"])
# In so many lots their pages are looked at, so that several processes share them out.
PARTS = {"": 1, BEN: 4, "ann@example.org": 2}
PARTS_OF_DESK = 2
DESK_OF_STAFF = [
    *("/admin/", "/admin/find/?q=nothing-like-it", "/admin/wallet/adjustment/add/", "/admin/wallet/fundsrecord/add/"),
    *("/admin/accounts/rulechange/", "/admin/accounts/rulechange/undo_seconds/change/"),
]
# Each is looked at with the first of its rows.
LISTS_OF_STAFF = [
    *(f"/admin/accounts/{name}/" for name in ("user", "sanction", "identity", "staffentry", "readytext", "link")),
    *("/admin/disputes/dispute/", "/admin/disputes/appeal/", "/admin/submissions/proposal/"),
    "/admin/threads/ticket/",
    "/admin/referrals/referral/",
    *(f"/admin/tasks/{name}/" for name in ("batch", "look", "report", "personreport", "edition", "phrase")),
    *(
        f"/admin/wallet/{name}/"
        for name in ("payoutbatch", "payout", "deposit", "adjustment", "account", "transfer", "railevent", "bookcheck")
    ),
]
# Nothing to look at: pictures, papers, words for a machine, addresses that only lead on, what only a letter leads to.
NO_PAGES = {
    *("inbox:stop", "worker", "manifest", "accounts:go_on", "healthz", "readyz", "metrics", "set_language"),
    *("security_txt", "robots", "favicon"),
    *("accounts:photo", "accounts:exhibit", "submissions:proof", "submissions:earlier_proof"),
    *("submissions:fetch", "submissions:upload", "wallet:deposit_back", "referrals:arrive", "tasks:atom", "inbox:feed"),
    *("accounts:fetch_data", "account_set_password", "usersessions_list"),
    *("threads:file", "threads:picture"),
    # A reload of these leads to the list.
    *("tasks:add_people", "tasks:rename_list", "tasks:rule"),
    *("disputes:enclosure", "disputes:juror_proof"),
    *("wallet:deposit_receipt", "wallet:payout_receipt", "wallet:invoice"),
    *("submissions:record_file", "submissions:record_keys"),
}
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
            .map(node => `${node.outerHTML.slice(0, 90)} ${size(node).width | 0}×${size(node).height | 0}`),
    };
}"""
WRONG = "found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))"
AXE = f"options => axe.run(document, options).then({WRONG})"
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
ALL_BUT_COLOURS = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
# Django names its search field by a picture alone, and leaves the first header of its tables empty.
DJANGOS_OWN = OPTIONS | {
    "rules": {name: {"enabled": False} for name in ("label-title-only", "empty-table-header", "color-contrast")}
}
# Axe leaves it out unless it is asked; of open menus, which lie over what they belong to, it would say nothing true.
TARGETS = OPTIONS | {"runOnly": ["target-size"], "rules": {"target-size": {"enabled": True}}}
# What sticks to an edge lies over something else wherever one scrolls to, which is no smaller for it. It is measured
# with the rest of what is pressed.
AWAY = """is_away => document.querySelectorAll('body *').forEach(one => {
    if (is_away && ['fixed', 'sticky'].includes(getComputedStyle(one).position)) {
        one.dataset.away = '';
        one.style.visibility = 'hidden';
    } else if (!is_away && 'away' in one.dataset) {
        one.style.visibility = '';
        delete one.dataset.away;
    }
})"""
# Nine tenths of axe's time go to colours. What has the same ones, as large, on the same ground passes or fails with it,
# so one of each is looked at.
COLOURS = f"""options => {{
    const met = new Set();
    const looks = one => {{
        const {{color, fontSize, fontWeight}} = getComputedStyle(one);
        const ground = [];
        for (let at = one; at; at = at.parentElement) {{
            const {{backgroundColor, backgroundImage, opacity}} = getComputedStyle(at);
            ground.push(backgroundColor, backgroundImage, opacity);
        }}
        const seen = ground.filter(one => !['rgba(0, 0, 0, 0)', 'none', '1'].includes(one));
        return [color, fontSize, fontWeight, ...seen].join();
    }};
    const says = one => one.matches('input, select, textarea')
        || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const include = [...document.querySelectorAll('body *')].filter(one =>
        says(one) && one.checkVisibility({{visibilityProperty: true}}) && met.size < met.add(looks(one)).size);
    return axe.run({{include}}, options).then({WRONG});
}}"""
COLOURS_ALONE = OPTIONS | {"runOnly": ["color-contrast"]}
# The desk's links change their colour slowly.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { transition: none !important }');
    document.adoptedStyleSheets.push(sheet);
}"""


@pytest.fixture(scope="module")
def atlases(market: str, in_the_market: Callable[[str], None], once: Once) -> dict[str, Atlas]:
    def made() -> dict[str, Atlas]:
        in_the_market(CAREFUL)
        return explored(market)

    found: dict[str, Atlas] = once("atlases", made)
    return found


def explored(market: str) -> dict[str, Atlas]:
    """What a stranger finds, then Ben as a worker, then Ann what only an employer comes by."""
    found: dict[str, Atlas] = {}
    for email, starts in STARTS.items():
        known = frozenset(place.kind for atlas in found.values() if atlas.email for place in atlas.places.values())
        found[email] = Atlas(market, email)
        if email == BEN:
            ask_for_payout(found[email])
        ends = [found[email].way(*way) for way in WAYS.get(email, [])]
        if email == "ann@example.org":
            ends.append(approve_all(found[email]))
        found[email].explore(*starts, *ends, known=known)
    return found


def ask_for_payout(visitor: Atlas) -> None:
    """So that there is one to look at, unless there is already."""
    if 'name="rail"' in visitor.session.get(f"{visitor.market}/wallet/payout/", timeout=30).text:
        visitor.send("/wallet/payout/", amount="5", rail="demo_bank")


def approve_all(visitor: Atlas) -> str:
    """How far an approval of all that waits is, undone at once so that it still waits."""
    page = visitor.send(f"{visitor.way('/tasks/', r'/tasks/[^/]+/review/').removesuffix('review/')}approve-all/")
    visitor.send(f"{page}stop/")
    return page


@pytest.mark.parametrize(("email", "part"), [(email, part) for email, parts in PARTS.items() for part in range(parts)])
def test_everybody_can_use_every_page(atlases: dict[str, Atlas], open_page: Opener, email: str, part: int) -> None:
    page = visiting(open_page, atlases[email])
    places = list(atlases[email].places.values())[part :: PARTS[email]]

    wrong = [f"{place.path} {what}" for place in places for what in looked_at(page, place)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", range(PARTS_OF_DESK))
def test_staff_can_use_their_desk(market: str, open_page: Opener, part: int) -> None:
    page = visiting(open_page, Atlas(market, "sam@example.org"), DESK)

    wrong: list[str] = []
    for path in [*DESK_OF_STAFF, *LISTS_OF_STAFF][part::PARTS_OF_DESK]:
        wrong += at_the_desk(page, path)
        if path in LISTS_OF_STAFF:
            row = page.locator("#result_list tbody a").first.get_attribute("href")
            wrong += at_the_desk(page, str(row))

    assert not wrong, "\n".join(wrong)


def at_the_desk(page: Page, path: str) -> Iterator[str]:
    page.goto(path)
    page.evaluate(STILL)
    page.evaluate(AXE_SCRIPT)
    yield from (f"{path} {what}" for what in page.evaluate(AXE, DJANGOS_OWN))
    yield from (f"{path} {what}" for what in in_both_themes(page))


@pytest.mark.parametrize("code", ["404", "403", "500"])
def test_everybody_can_use_a_page_that_says_no(market: str, open_page: Opener, code: str) -> None:
    page = visiting(open_page, Atlas(market))
    page.route("**/said-no/", lambda route: route.fulfill(body=render_to_string(f"{code}.html")))

    assert list(looked_at(page, Place("", "/said-no/", ""))) == []


@pytest.mark.parametrize(
    ("email", "path"), [("", "/account/login/"), ("", "/account/signup/"), (BEN, "/wallet/deposit/")]
)
def test_everybody_can_use_a_form_that_was_refused(
    atlases: dict[str, Atlas], open_page: Opener, email: str, path: str
) -> None:
    page = visiting(open_page, atlases[email])
    page.goto(path)

    page.locator("main .actions button").click()
    page.locator("[data-summary]").wait_for()
    page.evaluate(AXE_SCRIPT)

    assert [*measured(page), *page.evaluate(AXE, ALL_BUT_COLOURS), *in_both_themes(page)] == []


def test_no_page_is_forgotten(atlases: dict[str, Atlas]) -> None:
    met = {kind.partition(" ")[0] for atlas in atlases.values() for kind in atlas.met}
    ann = atlases["ann@example.org"]

    forgotten = [name for name, path in own_pages() if name not in met | NO_PAGES and ann.answers(path) != NEEDS_POST]

    assert not forgotten, ", ".join(forgotten)


@WHO
def test_pages_of_different_kinds_are_named_differently(atlases: dict[str, Atlas], email: str) -> None:
    named: dict[str, set[str]] = {}
    for place in atlases[email].places.values():
        named.setdefault(place.title, set()).add(place.view)

    assert {title: views for title, views in named.items() if len(views) > 1} == {}


@pytest.mark.parametrize("path", ["/work/", "/wallet/", "/me/"])
def test_no_bar_covers_what_has_the_focus(atlases: dict[str, Atlas], open_page: Opener, path: str) -> None:
    page = visiting(open_page, atlases[BEN])
    page.goto(path)

    covered = [page.evaluate(COVERED) for _at in tabbed(page)]

    assert covered
    assert [one for one in covered if one] == []


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
    page.evaluate(AWAY, True)
    yield from (f"phone: {one}" for one in page.evaluate(AXE, TARGETS))
    page.evaluate(AWAY, False)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    yield from measured(page)
    yield from (f"phone: {one}" for one in page.evaluate(AXE, ALL_BUT_COLOURS))
    yield from (f"phone: {one}" for one in in_both_themes(page))
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    yield from (f"desk: {one}" for one in page.evaluate(AXE, ALL_BUT_COLOURS))
    yield from (f"desk: {one}" for one in page.evaluate(COLOURS, COLOURS_ALONE))


def measured(page: Page) -> Iterator[str]:
    found = page.evaluate(MEASURE)
    if found["heads"] != 1:
        yield f"has {found['heads']} first headings"
    if not found["lang"] or not found["title"]:
        yield f"does not name itself or its language: {json.dumps(found)}"
    if found["wide"] > 0:
        yield f"is {found['wide']} px wider than a phone"
    yield from (f"is hard to hit: {one}" for one in found["small"])


def in_both_themes(page: Page) -> Iterator[str]:
    """What cannot be read by its colours."""
    themes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        yield from (f"{theme}: {one}" for one in page.evaluate(COLOURS, COLOURS_ALONE))
