"""The real site, worker and PostgreSQL, killed by SIGKILL at any moment: whatever anybody was told is done, once.

`make chaos` goes on for minutes; CHAOS_SECONDS and CHAOS_SEED say how long and where the dice start.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery

from picomarket.embedded import places, processes, runs
from tests.chaos_clients import Client, Shop
from tests.chaos_shop import PEOPLE
from tests.chaos_stack import KILLS, Stack
from wallet.demobank.faults import FAULTS
from wallet.demobank.running import running
from wallet.demobank.server import Server

pytestmark = pytest.mark.race
SECONDS = float(os.environ.get("CHAOS_SECONDS", "0"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
# Where nobody says how long: each of these once.
SHORT = ["worker", "postgres", "site"]
# What must be told to people between two kills, and how long that may take where the machine has much to do.
PROGRESS, SECONDS_TO_RECOVER = 3, 180
NUDGED = [
    *["wallet.jobs.run_payouts", "wallet.jobs.send_batches"] * 3,
    *["wallet.jobs.chase_deposits", "wallet.jobs.chase_payouts", "wallet.jobs.recover_losses"],
    *[
        "wallet.jobs.seal_transfers",
        "wallet.jobs.refresh_rollups",
        "inbox.jobs.send_mail",
        "picomarket.jobs.prove_books",
    ],
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not tmp_path: pytest closes that to the user PostgreSQL runs as under root."""
    made = Path(tempfile.mkdtemp(prefix="picomarket-test-"))
    made.chmod(0o755)
    yield made
    moved = places.moved_home(made)
    if moved is not None:
        shutil.rmtree(moved)
    shutil.rmtree(made)


@pytest.fixture
def stack(folder: Path) -> Iterator[tuple[Stack, Server]]:
    port = runs.any_port()
    door = f"http://localhost:{port}/wallet/rails/demo_bank/webhook/"
    with running(key="key", secret="secret", path=str(folder / "bank.db"), webhook_url=door) as bank:
        bank.bank.state.rows("pragma synchronous = off")
        with Stack(folder, bank=bank, port=port, clock=SECONDS > 0) as programs:
            yield programs, bank


def nudge(stack: Stack, shop: Shop) -> None:
    """The clock's work, more often than a clock does it."""
    broker = stack.redis_url().replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
    clock, dice = Celery(broker=broker, set_as_current=False), random.Random(SEED)
    while not shop.closed.wait(0.3):
        try:
            clock.send_task(dice.choice(NUDGED), retry=False)
            shop.counts["job"] += 1
        except Exception:  # noqa: BLE001 - the queue is among what is killed
            shop.counts["unclear"] += 1


def wait_for(stack: Stack, shop: Shop, what: Callable[[], bool]) -> None:
    def found() -> bool:
        stack.supervise()
        return what() or bool(shop.broken)

    assert processes.wait_until(found, seconds=SECONDS_TO_RECOVER), f"the market stands still:\n{stack.logs()}"


def told_more(stack: Stack, shop: Shop, count: int) -> None:
    """Wait until people were told of so many deeds more."""
    before = len(shop.told)
    wait_for(stack, shop, lambda: len(shop.told) >= before + count)


def paid_more(stack: Stack, shop: Shop) -> None:
    """Wait until the worker had the bank pay somebody."""
    before = len(shop.bank.all_payouts())
    wait_for(stack, shop, lambda: len(shop.bank.all_payouts()) > before)


def kill_and_go_on(stack: Stack, bank: Server, shop: Shop) -> None:
    """Kill one after the other; between two kills the market comes back by itself and people are told something."""
    dice, end = random.Random(SEED), time.monotonic() + SECONDS
    short = iter(SHORT)
    while True:
        told_more(stack, shop, dice.randrange(1, 2 * PROGRESS))
        if SECONDS:
            bank.bank.faults.set(dice.choice(sorted(FAULTS)), seconds=0.5)
        what = next(short, "") if not SECONDS else dice.choices(list(KILLS), list(KILLS.values()))[0]
        if not what or (SECONDS and time.monotonic() > end) or shop.broken:
            break
        stack.kill(what, dice)
        killed = time.monotonic()
        told_more(stack, shop, 1)
        stack.longest[what] = max(stack.longest.get(what, 0), time.monotonic() - killed)
        time.sleep(dice.uniform(0, 3) if SECONDS else 0)
    bank.bank.faults.clear()
    stack.wait()
    told_more(stack, shop, PROGRESS)
    paid_more(stack, shop)


def test_what_anybody_was_told_outlives_the_site_the_worker_and_postgresql(
    folder: Path, stack: tuple[Stack, Server], capsys: pytest.CaptureFixture[str]
) -> None:
    started, (programs, bank) = time.monotonic(), stack
    tasks = [tuple(pair) for pair in json.loads(programs.opened.splitlines()[-1])]
    shop = Shop(address=f"http://localhost:{programs.port}", bank=bank.bank, tasks=tasks)
    threads: list[threading.Thread] = [
        Client(shop, f"trader{number}@example.org", SEED * 100 + number) for number in range(PEOPLE)
    ]
    threads.append(threading.Thread(target=nudge, args=(programs, shop), daemon=True))
    for thread in threads:
        thread.start()
    try:
        kill_and_go_on(programs, bank, shop)
    finally:
        shop.closed.set()
        for thread in threads:
            thread.join(timeout=SECONDS_TO_RECOVER)
    # What was under way now is settled by others, as after a machine was switched off.
    programs.halt()
    (folder / "told.json").write_text(json.dumps(shop.told))
    said = programs.call("tests.chaos_shop", "settle_and_report", str(folder / "bank.db"), str(folder / "told.json"))
    report = json.loads(said.splitlines()[-1])
    if SECONDS:
        with capsys.disabled():
            print(summary(programs, shop, report["paid"], time.monotonic() - started))

    assert shop.broken == []
    assert report["lost"] == []
    assert report["wrong"] == []
    assert {"claim", "hand_in"} <= {what for what, _name in shop.told}


def summary(stack: Stack, shop: Shop, paid: int, seconds: float) -> str:
    """What people were told, how often nobody answered, and what was killed."""
    deeds = ", ".join(f"{name} {count}" for name, count in shop.counts.most_common())
    head = f"{len(shop.told):,} deeds told as done, {paid} payouts paid by the worker, {seconds:.0f} s"
    return f"\n{head}\n{deeds}\n{stack.summary()}\n"
