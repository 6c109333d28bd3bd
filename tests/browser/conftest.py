"""A real browser on the real market: web server, worker, clock and demo bank, as `make run` starts them."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from picomarket.bootstrap import find_chromium
from picomarket.embedded.locks import locked
from picomarket.embedded.servers import Servers

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE, DESK = (360, 740), (1280, 900)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
# What the test run set for itself; the market of the journeys brings its own.
OWN = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DEMO_BANK_URL", "SITE_URL", "STATICFILES_BACKEND")
# Two months of demo trade are lived first, which takes a busy machine a while.
STARTING_SECONDS = 420
# As much of it as fills each list's first page: a fifth of the people and tasks of a market to look at.
SCALE = "0.2"

# Milliseconds that anything may take, on a machine with much else to do too. What is there at once waits for nothing.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

FAILURES = ROOT / ".data" / "failures"

Opener = Callable[..., Page]
Once = Callable[[str, Callable[[], Any]], Any]
failed_key = pytest.StashKey[bool]()
shared_key = pytest.StashKey[ExitStack]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Several processes test one market: living the demo's two months takes longer than most of the tests."""
    if not getattr(session.config.option, "numprocesses", None) or os.environ.get("MARKET_URL"):
        return
    stack = session.config.stash[shared_key] = ExitStack()
    data = Path(stack.enter_context(TemporaryDirectory(prefix="picomarket-test-")))
    data.chmod(0o755)
    os.environ.update(MARKET_URL=stack.enter_context(running(data, scale=SCALE)), MARKET_DATA=str(data))


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash.get(shared_key, ExitStack()).close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    # What an employer decides is seen by the worker at once.
    rules = {"PICOMARKET_UNDO_SECONDS": "0", "TESSERACT": ""}
    return {**kept, **rules, "DATA_DIR": str(data), "PORT": str(port), "DEBUG": "true"}


@pytest.fixture(scope="session")
def market_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the market keeps its data in."""
    if os.environ.get("MARKET_URL"):
        return Path(os.environ.get("MARKET_DATA") or ROOT / ".data")
    return tmp_path_factory.mktemp("market")


@pytest.fixture(scope="session")
def market(market_data: Path) -> Iterator[str]:
    """The address of a market with demo data, running for the whole session.

    MARKET_URL names one that runs already, and MARKET_DATA the folder of its data, where that is not .data.
    """
    if there := os.environ.get("MARKET_URL"):
        yield there
        return
    with running(market_data, scale=SCALE) as address:
        yield address


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes what is dear for all processes that test: whoever comes first makes it, the others wait and read it."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent

    def made(name: str, make: Callable[[], Any]) -> Any:
        kept = folder / name
        with locked(kept.with_suffix(".lock")):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
            return pickle.loads(kept.read_bytes())  # noqa: S301 - this run's own

    return made


@pytest.fixture(scope="session")
def in_the_market(market: str, market_data: Path) -> Callable[[str], None]:
    """Runs lines of Python inside the market, for what only time could bring."""

    def run(lines: str) -> None:
        command = [sys.executable, "-m", "picomarket.embedded", "manage", "shell", "--verbosity=0", "-c", lines]
        port = int(market.rpartition(":")[2])
        subprocess.run(command, cwd=ROOT, env=environment(market_data, port), check=True)

    return run


@contextmanager
def running(data: Path, *, scale: str = "1") -> Iterator[str]:
    """Starts a market with demo data kept in this folder; its address. Nothing of it is left at the end."""
    port, log = free_port(), data / "run.log"
    try:
        # The run joins servers that are there: these write nothing through to the disk.
        with Servers(data, fast=True), log.open("wb") as out:
            command, env = [sys.executable, "-m", "picomarket.embedded", "run"], environment(data, port)
            process = subprocess.Popen(command, cwd=ROOT, env=env | {"SCALE": scale}, stdout=out, stderr=out)
            try:
                wait_until_it_answers(f"http://localhost:{port}", process, log)
                yield f"http://localhost:{port}"
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(60)
    finally:
        # Root's runs may have had to keep their data elsewhere.
        subprocess.run([sys.executable, "-m", "picomarket.embedded", "forget"], env=environment(data, port), check=True)


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if requests.get(f"{address}/readyz", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.3)
    pytest.fail(f"The market did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("The browser tests need Chromium: sudo apt-get install chromium", pytrace=False)
    started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield started
    started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[failed_key] = report.failed
    return report


@pytest.fixture
def open_page(browser: Browser, market: str, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a page of somebody's own: another person, phone or desk, with JavaScript or without.

    At the end of the test no page may have met a script error or broken the content security policy. Of a test that
    failed, what each page showed last is kept in .data/failures.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(size: tuple[int, int] = DESK, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=market,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.type, said.text) else None)
        return page

    yield opened
    for number, context in enumerate(contexts):
        if request.node.stash.get(failed_key, False) and context.pages:
            context.pages[0].screenshot(path=FAILURES / f"{request.node.name}-{number}.png", full_page=True)
        context.close()
    assert complaints == []


def _is_complaint(kind: str, text: str) -> bool:
    # An answer of 4xx is said on the console too; the tests that want one ask for it themselves.
    return kind == "error" and "Failed to load resource" not in text
