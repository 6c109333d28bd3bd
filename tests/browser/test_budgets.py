"""What a first visit costs, counted as it goes over the wire; and how soon a page is of use on a slow line, and stands
still."""

from __future__ import annotations

import re

import pytest
import requests

from tests.browser.atlas import Atlas
from tests.browser.conftest import PHONE, Opener

pytestmark = pytest.mark.browser

KILOBYTE = 1024
FEED, FEED_AGAIN, OTHERS = 60 * KILOBYTE, 15 * KILOBYTE, 80 * KILOBYTE
# Slow 3G: seconds of a trip, bytes in a second. And a processor four times slower than this one.
TRIP, SECOND, SLOWER = 0.4, 50_000, 4
USABLE = 3
SHIFTED = 0.02
WATCH = """window.shifted = 0;
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({type: 'layout-shift', buffered: true});"""
SEEN = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const loaded = ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind));
    const sizes = loaded.map(one => [new URL(one.name).pathname, one.transferSize]);
    done({sizes: Object.fromEntries(sizes), html: document.documentElement.outerHTML, shifted: window.shifted});
})))"""
WORK = {"ScriptDuration", "LayoutDuration", "RecalcStyleDuration"}
ASKED = re.compile(r"<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=\"([^\"#]+)")
STRANGER, BEN, ANN = "", "ben@example.org", "ann@example.org"

PAGES = {
    STRANGER: ["/", "/account/signup/", "/account/login/", "/books/", "/wallet/ways/"],
    BEN: [
        *("/submissions/", "/work/?view=locked", "/me/", "/notices/"),
        *("/wallet/", "/wallet/lines/", "/wallet/payout/", "/wallet/statements/"),
    ],
    ANN: ["/tasks/", "/tasks/post/", "/wallet/", "/wallet/deposit/", "/wallet/refund/", "/wallet/invoices/"],
}


@pytest.mark.parametrize("email", [STRANGER, BEN], ids=["stranger", "ben"])
def test_the_feed_is_light(market: str, email: str) -> None:
    visitor = Atlas(market, email)

    assert weight(visitor, "/work/") <= FEED
    assert sent(visitor, "/work/") <= FEED_AGAIN


@pytest.mark.parametrize(("email", "paths"), PAGES.items(), ids=["stranger", "ben", "ann"])
def test_every_page_is_light(market: str, email: str, paths: list[str]) -> None:
    visitor = Atlas(market, email)

    weights = {path: weight(visitor, path) for path in paths}

    assert {path: bytes_ for path, bytes_ in weights.items() if bytes_ > OTHERS} == {}


@pytest.mark.parametrize(("email", "path"), [(STRANGER, "/"), (STRANGER, "/work/"), (BEN, "/work/"), (BEN, "/wallet/")])
def test_a_page_is_soon_of_use_on_a_slow_line_and_stands_still(
    market: str, open_page: Opener, email: str, path: str
) -> None:
    """Counted by bytes, trips and the processor's own time, so that a machine with more to do says the same."""
    page = open_page(PHONE)
    cookies = Atlas(market, email).session.cookies.items()
    page.context.add_cookies([{"name": name, "value": value, "url": market} for name, value in cookies])
    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    page.goto(path, timeout=60_000)
    seen = page.evaluate(SEEN)
    metrics = session.send("Performance.getMetrics")["metrics"]

    # The page, what it names, and what only that names.
    trips = 2 + bool(seen["sizes"].keys() - {path, *ASKED.findall(seen["html"])})
    line = trips * TRIP + sum(seen["sizes"].values()) / SECOND
    work = sum(one["value"] for one in metrics if one["name"] in WORK)
    assert line + SLOWER * work <= USABLE
    assert seen["shifted"] <= SHIFTED


def weight(visitor: Atlas, path: str) -> int:
    """Bytes of the page and of every file it asks for, each once, with nothing in the cache."""
    page = visitor.session.get(f"{visitor.market}{path}", timeout=30)
    assert page.ok, path
    return sent(visitor, path) + sum(sent(visitor, file) for file in set(ASKED.findall(page.text)))


def sent(visitor: Atlas, path: str) -> int:
    answer = visitor.session.get(f"{visitor.market}{path}", timeout=30, stream=True)
    assert answer.status_code == requests.codes.ok, path
    return len(answer.raw.read(decode_content=False))
