"""Many processes do everything at random while some are killed without warning; the books are right all the same.

`make chaos` goes on for minutes; CHAOS_SECONDS and CHAOS_SEED say how long and where the dice start.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket import audit
from picomarket.embedded import databases
from tests import chaos
from wallet import batches
from wallet.demobank.running import running
from wallet.demobank.server import Server
from wallet.models import Payout

pytestmark = pytest.mark.race
SECONDS = float(os.environ.get("CHAOS_SECONDS", "6"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
TRADERS = 4
FAULTS = ("error_500", "lost_request", "timeout_after_success", "refuse_item", "partial_batch", "lost_webhook")


@pytest.fixture
def bank(settings: Settings) -> Iterator[Server]:
    with running(key="key", secret="secret") as server:
        settings.DEMO_BANK_URL, settings.DEMO_BANK_KEY, settings.DEMO_BANK_SECRET = server.url, "key", "secret"
        yield server


def start(number: int, folder: Path, now: datetime) -> BaseProcess:
    how = {"log": folder / f"{number}.log", "now": now}
    # Forked, because starting anew would take longer than the trader lives.
    trader = multiprocessing.get_context("fork").Process(target=chaos.trade, args=(SEED * 1000 + number,), kwargs=how)
    trader.start()
    return trader


def kill(trader: BaseProcess) -> None:
    trader.kill()
    trader.join()


def trade_and_kill(folder: Path, bank: Server, now: datetime) -> int:
    """Let them trade, kill one after the other and put another in its place, while the bank misbehaves."""
    dice = random.Random(SEED)
    databases.disconnect()
    traders = [start(number, folder, now) for number in range(TRADERS)]
    number, end = TRADERS, time.monotonic() + SECONDS
    while time.monotonic() < end:
        time.sleep(dice.uniform(0.2, 1))
        bank.bank.faults.set(dice.choice(FAULTS))
        kill(traders.pop(dice.randrange(TRADERS)))
        traders.append(start(number, folder, now))
        number += 1
    for trader in traders:
        kill(trader)
    return number


def settle_what_is_on_the_way(bank: Server, now: datetime) -> None:
    bank.bank.faults.clear()
    for days in range(1, 4):
        batches.gather(now=now + timedelta(days=days))
        batches.send_due(now=now + timedelta(days=days, hours=2))
        batches.chase(now=now + timedelta(days=days, hours=3))


def test_whatever_happens_at_once_and_whoever_is_killed_the_books_are_right(
    committed_db: None, bank: Server, tmp_path: Path
) -> None:
    now = timezone.now()
    chaos.open_market(now=now)

    killed = trade_and_kill(tmp_path, bank, now)
    settle_what_is_on_the_way(bank, now)

    said = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    done = Counter(re.findall(r"^done (\w+)$", said, re.MULTILINE))
    paid = {payout.public_id: payout.amount // 10_000 for payout in Payout.objects.filter(state=Payout.State.PAID)}
    counted = {person.pk: (person.approved, person.rejected) for person in User.objects.all()}
    assert [part[:3000] for part in said.split("BUG ")[1:]] == []
    assert list(audit.discrepancies(thorough=True)) == []
    assert {row.key: row.cents for row in bank.bank.all_payouts() if row.state == "paid"} == paid
    assert counted == {
        person.pk: tuple(person.verdicts.filter(approved=verdict).count() for verdict in (True, False))
        for person in User.objects.all()
    }
    assert killed > TRADERS
    assert {"claim", "hand_in"} <= set(done)
