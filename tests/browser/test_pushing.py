"""A pushed notice in a real browser: the service worker is there, and shows what comes. No push service is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from picomarket.bootstrap import find_chromium
from picomarket.demo.sign_ins import PASSWORD
from tests.browser.conftest import FLAGS

pytestmark = pytest.mark.browser

NOTICE = {"title": "New task: signs", "body": "$0.10", "url": "/notices/x/", "tag": "x"}
SHOWN = """navigator.serviceWorker.ready.then(one => one.getNotifications())
    .then(all => all.map(one => [one.title, one.data]))"""


def test_the_worker_shows_what_is_pushed(market: str, playwright: Playwright, tmp_path: Path) -> None:
    """Chromium has no Web Push in the private windows of the other tests."""
    browser = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=find_chromium(), args=FLAGS, permissions=["notifications"], base_url=market
    )
    page = browser.new_page()
    page.goto("/account/login/?next=/notices/choices/")
    page.fill("[name=login]", "ben@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator("[data-push] button").wait_for()

    found: list[dict[str, Any]] = []
    session = browser.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready.then(one => Boolean(one.active))")
    # A worker that only just became active may miss what is pushed at once; the tag lets one notice replace itself.
    shown: list[Any] = []
    for _try in range(60):
        page.wait_for_timeout(500)
        if found:
            pushed = {"origin": market, "registrationId": found[0]["registrationId"], "data": json.dumps(NOTICE)}
            session.send("ServiceWorker.deliverPushMessage", pushed)
            page.wait_for_timeout(500)
            shown = page.evaluate(SHOWN)
        if shown:
            break
    browser.close()
    assert found[0]["scopeURL"] == f"{market}/"
    assert shown == [[NOTICE["title"], NOTICE["url"]]]
