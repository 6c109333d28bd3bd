"""Money out in the demo market: requests before each payout run, and results some days after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from picomarket.lib.money import MICRO, Money
from wallet import batches, ledger, methods, payouts, results, runs, ways

from . import words
from .hiring import RAIL
from .town import Town, Worker

# One of so many payouts fails, and one of so many requests is taken back.
FAILS_EVERY, CANCELLED_EVERY = 7, 9


def plan(town: Town, earners: list[Worker]) -> None:
    """Every run up to now with requests before it and results after it. The last run's results are not in yet.

    Two of the earners save up: one asks just before the last run, the other after it.
    """
    *askers, early, late = earners
    times = [town.start, *_runs(town)]
    for number, (previous, run) in enumerate(pairwise(times)):
        for worker in askers[number % 2 :: 2]:
            town.agenda.at(town.between(previous, run), partial(_ask, town, worker))
        town.agenda.at(run, partial(_run, town, run == times[-1]))
    town.agenda.at(town.between(times[-2], times[-1]), partial(_ask, town, early, is_sure=True))
    town.agenda.at(town.between(times[-1], town.now), partial(_ask, town, late, is_sure=True))


def _runs(town: Town) -> Iterator[datetime]:
    run = runs.next_run(town.start)
    while run < town.now:
        yield run
        run = runs.next_run(run)


def _ask(town: Town, worker: Worker, now: datetime, *, is_sure: bool = False) -> None:
    """Ask for all of what was earned in whole dollars, where that is enough; some take it back at once."""
    earned = ledger.balance_of(ledger.earned(worker.user.pk))
    amount = Money(int(earned) // MICRO * MICRO)
    if amount < ways.least(RAIL):
        return
    account = f"{worker.user.country} {10_000_000 + worker.user.pk * 7919 % 90_000_000}, {worker.user.public_name}"
    methods.choose(worker.user, rail=RAIL, destination=account, by=worker.user, now=now)
    payout = payouts.request(worker.user, amount=amount, rail=RAIL, now=now)
    if not is_sure and town.next_of("payout") % CANCELLED_EVERY == 1:
        payouts.cancel(payout, by=worker.user, now=now + timedelta(minutes=2))


def _run(town: Town, is_last: bool, now: datetime) -> None:
    for batch in batches.gather(now=now):
        town.agenda.at(batch.goes_at, partial(_send, partial(batches.send, batch)))
        if not is_last:
            out, back = partial(results.export, batch), partial(results.import_results, batch, by=town.staff)
            town.agenda.at(now + timedelta(hours=26), partial(_settle, town, out, back))


def _send(batch: Callable[..., object], now: datetime) -> None:
    """The staff looked at it, and its time has come."""
    batch(now=now)


def _settle(town: Town, out: Callable[[], str], back: Callable[..., object], now: datetime) -> None:
    """The staff paid by hand and gives the file back with what became of each line."""
    rows = list(csv.DictReader(io.StringIO(out())))
    for row in rows:
        failed = town.next_of("paid") % FAILS_EVERY == 0
        row["state"], row["reason"] = ("failed", words.FAILED_PAYOUT) if failed else ("paid", "")
    file = io.StringIO()
    writer = csv.DictWriter(file, results.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    back(text=file.getvalue(), now=now)
