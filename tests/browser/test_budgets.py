"""What a first visit costs, counted as it goes over the wire: pages as the market answers them, files as it ships them;
and how soon a page is of use on a slow line, and stands still.

The market of the browser tests serves its files one by one; they are weighed as `collectstatic` folds and packs them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
from django.core.management import call_command
from pytest_django import Settings

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


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """The folder of static files as production serves it."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "picomarket.bundle.FoldedStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


@pytest.mark.parametrize("email", [STRANGER, BEN], ids=["stranger", "ben"])
def test_the_feed_is_light(market: str, collected: Path, email: str) -> None:
    visitor = Atlas(market, email)

    assert weight(visitor, "/work/", collected) <= FEED
    assert sent(visitor, "/work/") <= FEED_AGAIN


@pytest.mark.parametrize(("email", "paths"), PAGES.items(), ids=["stranger", "ben", "ann"])
def test_every_page_is_light(market: str, collected: Path, email: str, paths: list[str]) -> None:
    visitor = Atlas(market, email)

    weights = {path: weight(visitor, path, collected) for path in paths}

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


def weight(visitor: Atlas, path: str, collected: Path) -> int:
    """Bytes of the page and of every file it asks for, each once, with nothing in the cache."""
    page = visitor.session.get(f"{visitor.market}{path}", timeout=30)
    assert page.ok, path
    files = set(ASKED.findall(page.text))
    return sent(visitor, path) + sum(shipped(collected, file) or sent(visitor, file) for file in files)


def sent(visitor: Atlas, path: str) -> int:
    answer = visitor.session.get(f"{visitor.market}{path}", timeout=30, stream=True)
    assert answer.status_code == requests.codes.ok, path
    return len(answer.raw.read(decode_content=False))


def shipped(collected: Path, path: str) -> int:
    """Bytes of a static file as it goes out; 0 for what is no static file."""
    if not path.startswith("/static/"):
        return 0
    named: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    file = collected / named[path.removeprefix("/static/")]
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.exists() else file).stat().st_size
