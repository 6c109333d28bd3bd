"""People, staff and jobs that do everything at random, in any order and at any time: one trader is one process."""

from __future__ import annotations

import random
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models

from picomarket.lib.refusals import Refused
from tests import chaos_desk, chaos_money, chaos_work, make
from tests.chaos_world import PEOPLE, STAFF, Nothing, anybody
from wallet import methods

DEEDS = [*chaos_work.DEEDS, *chaos_money.DEEDS, *chaos_desk.DEEDS]
# Their clocks do not agree: most are minutes apart, some hours, a few days, before or after.
JUMPS = [timedelta(0)] * 6 + [timedelta(hours=5), timedelta(hours=-5), timedelta(days=2), timedelta(days=-2)]
# The bank's account that takes its time.
SLOW = "40000009"


def open_market(*, now: datetime) -> None:
    """Six people with $200 who all hire and work, each but the first brought by the one before; and two staff."""
    before = None
    for number in range(PEOPLE):
        before = make.person(f"trader{number}", referrer=before)
        make.deposit(before, "200", now=now)
        account = f"1000000{number}" if number else SLOW
        methods.choose(before, rail=chaos_money.BANK, destination=account, by=before, now=now)
        # Where refunds by hand may go too; it was set long ago.
        methods.choose(before, rail="manual", destination=chaos_money.REFUND_TO, by=before, now=now - timedelta(days=9))
        chaos_work.post(before, random.Random(number), now)
    for name in STAFF:
        make.person(name, staff=True)


def trade(seed: int, *, log: Path, now: datetime) -> None:
    """Do things until killed; each leaves a line in the log, a bug its traceback."""
    dice = random.Random(seed)
    with log.open("a", buffering=1) as lines:
        while True:
            deed = dice.choice(DEEDS)
            then = now + timedelta(minutes=dice.randrange(60)) + dice.choice(JUMPS)
            try:
                lines.write(f"done {deed.__name__} {_name(deed(anybody(dice), dice, then))}\n")
            except (Refused, Nothing) as no:
                lines.write(f"no {deed.__name__} {type(no).__name__}\n")
            except Exception:  # noqa: BLE001
                lines.write(f"BUG {deed.__name__} {traceback.format_exc()}\n")


def _name(row: Any) -> str:
    """The row somebody was told of, to look for it afterwards."""
    return f"{row._meta.label}:{row.pk}" if isinstance(row, models.Model) else ""
