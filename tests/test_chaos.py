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
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from picomarket.embedded import databases
from picomarket.lib.money import usd
from tests import chaos, chaos_after, chaos_desk, chaos_money, holding, make
from tests.chaos_world import STAFF, WORDS
from wallet import adjustments, debts
from wallet.demobank.faults import FAULTS
from wallet.demobank.running import running
from wallet.demobank.server import Server
from wallet.models import Adjustment

pytestmark = pytest.mark.race
SECONDS = float(os.environ.get("CHAOS_SECONDS", "6"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
TRADERS = 4
# Without these little happened; a machine that has much to do is given so many seconds more for them.
WANTED, PATIENCE = {"claim", "hand_in", "deposit", "bring"}, 120


@pytest.fixture
def bank(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A bank that takes three cents for each payout; and a market in which two of the staff agree to most batches."""
    # Claims are ended here by the dozen, and a pause for each would leave nobody to claim.
    settings.RULES = replace(settings.RULES, four_eyes_payout=usd("12"), four_eyes_batch=usd("40"), expiries_a_day=0)
    monkeypatch.setenv(chaos_money.BANKS_FILE, str(tmp_path / "bank.db"))
    with running(key="key", secret="secret", path=str(tmp_path / "bank.db")) as server:
        server.bank.fee_cents = 3
        # A machine that fails is none of the bank's troubles here.
        server.bank.state.rows("pragma synchronous = off")
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


def written(folder: Path) -> str:
    return "".join(log.read_text() for log in folder.glob("*.log"))


def done(folder: Path) -> Counter[str]:
    return Counter(re.findall(r"^done (\w+) ", written(folder), re.MULTILINE))


def trade_and_kill(folder: Path, bank: Server, now: datetime) -> int:
    """Let them trade, kill one after the other and put another in its place, while the bank misbehaves."""
    dice = random.Random(SEED)
    databases.disconnect()
    traders = [start(number, folder, now) for number in range(TRADERS)]
    number, end = TRADERS, time.monotonic() + SECONDS
    try:
        while time.monotonic() < end or (not set(done(folder)) >= WANTED and time.monotonic() < end + PATIENCE):
            time.sleep(dice.uniform(0.2, 1))
            bank.bank.faults.set(dice.choice(list(FAULTS)), times=dice.randrange(1, 3), seconds=0.2)
            kill(traders.pop(dice.randrange(TRADERS)))
            traders.append(start(number, folder, now))
            number += 1
    finally:
        for trader in traders:
            kill(trader)
    return number


def test_whatever_happens_at_once_and_whoever_is_killed_the_books_are_right(
    committed_db: None, bank: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now, started = timezone.now(), time.monotonic()
    chaos.open_market(now=now)

    killed = trade_and_kill(tmp_path, bank, now)
    said, deeds = written(tmp_path), done(tmp_path)
    if "CHAOS_SECONDS" in os.environ:
        with capsys.disabled():
            print(summary(deeds, said, killed, time.monotonic() - started))
    chaos_after.settle_everything(bank.bank, now=now)
    unsettled = list(chaos_after.unsettled(bank.bank))
    unknown = chaos_after.tell_again(os.environ[chaos_money.BANKS_FILE], dice=random.Random(SEED), now=now)
    debts.recover(now=now + timedelta(days=4))
    chaos_after.seal_all(now=now)

    assert [part[:3000] for part in said.split("BUG ")[1:]] == []
    assert (unsettled, unknown) == ([], [])
    assert chaos_after.wrong(bank.bank) == []
    assert chaos_after.lost(re.findall(r"^done \w+ ([\w.]+:\d+)$", said, re.MULTILINE)) == []
    assert counted() == [(person, *verdicts(person)) for person in User.objects.order_by("pk")]
    assert killed > TRADERS
    assert set(deeds) >= WANTED


@pytest.mark.parametrize("hours", chaos_desk.PROMO_HOURS)
def test_promo_credit_of_the_slowest_clocks_stands_by_the_law(ben: User, hours: int) -> None:
    then = timezone.now() + min(chaos.JUMPS)
    one, other = (make.person(name, staff=True) for name in STAFF)
    given = {"kind": Adjustment.Kind.PROMO, "amount": usd("1"), "reason": WORDS, "now": then}
    made = adjustments.propose(ben, **given, expires_at=then + timedelta(hours=hours), by=one)  # type: ignore[arg-type]
    adjustments.approve(made, by=other, now=then)

    assert list(holding.discrepancies(thorough=True)) == []


def counted() -> list[tuple[User, int, int]]:
    return [(person, person.approved, person.rejected) for person in User.objects.order_by("pk")]


def verdicts(person: User) -> tuple[int, int]:
    """How many of each kind there are, one by one."""
    return person.verdicts.filter(approved=True).count(), person.verdicts.filter(approved=False).count()


def summary(deeds: Counter[str], said: str, killed: int, seconds: float) -> str:
    """What was done, how often, and how often a rule said no."""
    refused = len(re.findall(r"^no ", said, re.MULTILINE))
    each = ", ".join(f"{name} {count}" for name, count in deeds.most_common())
    head = f"{deeds.total():,} deeds done, {refused:,} refused, {killed} processes killed, {seconds:.0f} s"
    return f"\n{head}\n{each}\n"
