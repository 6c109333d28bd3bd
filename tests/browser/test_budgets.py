"""What a first visit costs, counted as it goes over the wire: pages as the market answers them, files as it ships them.

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

pytestmark = pytest.mark.browser

KILOBYTE = 1024
FEED, FEED_AGAIN, OTHERS = 60 * KILOBYTE, 15 * KILOBYTE, 80 * KILOBYTE
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
