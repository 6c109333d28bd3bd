"""The pictures of the README, taken of the market with its demo data: `make screenshots`.

MARKET_URL names a market that runs already.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from picomarket.bootstrap import find_chromium
from tests.browser.conftest import DESK, FLAGS, PHONE, ROOT, running
from tests.browser.people import DEMO_PASSWORD, Person

PLACE = ROOT / "docs" / "screenshots"
GAP = 36
BETWEEN = "#c9d2d0"
QUALITY = 85


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        print("The pictures need Chromium: sudo apt-get install chromium")
        return 1
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, market_in(Path(data)) as market, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        keep("worker.webp", *as_ben(browser, market))
        keep("review.webp", as_ann(browser, market))
        keep("money.webp", *about_money(browser, market))
        browser.close()
    return 0


def market_in(data: Path) -> AbstractContextManager[str]:
    there = os.environ.get("MARKET_URL")
    return nullcontext(there) if there else running(data)


def as_ben(browser: Browser, market: str) -> list[bytes]:
    """What a worker sees on a phone: tasks to take, one of them, what became of others."""
    page = somebody(browser, market, PHONE, "ben@example.org")
    shots = [page.screenshot()]
    page.locator(".task-card__link").first.click()
    page.wait_for_url("**/tasks/*/")
    shots.append(page.screenshot())
    page.goto("/submissions/")
    return [*shots, page.screenshot()]


def about_money(browser: Browser, market: str) -> list[bytes]:
    """A worker's wallet, a payout in the queue with its promise, and the books everybody can open."""
    page = somebody(browser, market, PHONE, "ben@example.org")
    page.goto("/wallet/payout/")
    waiting = page.get_by_role("link", name="See or cancel it")
    if waiting.count():
        waiting.click()
    else:
        ben = Person(page, password=DEMO_PASSWORD)
        ben.press_and_leave("Ask for this payout")
        ben.say_password_again()
    page.wait_for_url("**/wallet/payouts/*/")
    payout = page.screenshot()
    shots = []
    for path in ("/wallet/", "/books/"):
        page.goto(path)
        shots.append(page.screenshot())
    return [shots[0], payout, shots[1]]


def as_ann(browser: Browser, market: str) -> bytes:
    """What an employer sees on a desk: the proof of a worker beside the verdict."""
    page = somebody(browser, market, DESK, "ann@example.org")
    page.goto("/tasks/")
    desks = page.get_by_role("main").locator("a[href$='/review/']").evaluate_all("all => all.map(one => one.pathname)")
    work = page.get_by_role("main").locator(".desk-row:has(.desk-row__shot) a[href^='/submissions/']")
    for desk in desks:
        page.goto(desk)
        if work.count():
            break
    work.first.click()
    page.wait_for_url("**/submissions/*/review/")
    return page.screenshot()


def somebody(browser: Browser, market: str, size: tuple[int, int], email: str) -> Page:
    context = browser.new_context(
        base_url=market,
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1.5 if size == PHONE else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    Person(page).sign_in(email)
    return page


def keep(name: str, *shots: bytes) -> None:
    """One picture of all of them side by side, small enough to be read on a train."""
    pictures = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), BETWEEN)
    at = 0
    for picture in pictures:
        sheet.paste(picture, (at, 0))
        at += picture.width + GAP
    sheet.save(PLACE / name, quality=QUALITY, method=6)
    print(f"{PLACE / name}: {(PLACE / name).stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
