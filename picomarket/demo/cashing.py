"""Money out in the demo market: requests before each payout run, results some days after it, unspent deposits back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from accounts.models import User
from picomarket.lib.money import MICRO, Money
from wallet import batches, holds, ledger, methods, payouts, refunds, results, runs, ways

from . import words
from .hiring import RAIL
from .town import Employer, Town, Worker

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
    # When the last task is posted: what employers have left by then they need no more.
    for minutes, employer in zip((14, 9), town.employers, strict=False):
        town.agenda.at(town.ago(minutes=minutes), partial(_ask_back, town, employer))


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
    methods.choose(worker.user, rail=RAIL, destination=_account(worker.user), by=worker.user, now=now)
    payout = payouts.request(worker.user, amount=amount, rail=RAIL, now=now)
    if not is_sure and town.next_of("payout") % CANCELLED_EVERY == 1:
        payouts.cancel(payout, by=worker.user, now=now + timedelta(minutes=2))


def _account(person: User) -> str:
    return f"Account {10_000_000 + person.pk * 7919 % 90_000_000}, {person.public_name}"


def _ask_back(town: Town, employer: Employer, now: datetime) -> None:
    """An employer asks a whole deposit's rest back; every second one the staff holds."""
    offers = refunds.offers(employer.user)
    dollars = Money(int(offers[0].amount) // MICRO * MICRO) if offers else Money(0)
    if not dollars:
        return
    deposit = offers[0].deposit
    where = _account(employer.user)
    refund = refunds.request(deposit, amount=dollars, destination=where, by=employer.user, now=now)
    if town.next_of("refund") % 2 == 1:
        holds.hold(refund, reason=words.HELD_REFUND, by=town.staff, now=now + timedelta(minutes=3))


def _run(town: Town, is_last: bool, now: datetime) -> None:
    for batch in batches.gather(now=now):
        for person in (town.staff, town.second):
            town.agenda.at(
                batch.goes_at - timedelta(minutes=20), partial(_now, partial(batches.approve, batch, by=person))
            )
        town.agenda.at(batch.goes_at, partial(_now, partial(batches.send, batch)))
        if not is_last:
            out, back = partial(results.export, batch), partial(results.import_results, batch, by=town.staff)
            town.agenda.at(now + timedelta(hours=26), partial(_settle, town, out, back))


def _now(verb: Callable[..., object], now: datetime) -> None:
    verb(now=now)


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
    paid = [row["key"] for row in rows if row["state"] == "paid"]
    if paid and town.next_of("paid batch") == 0:
        text = f"key,state,reason\n{paid[0]},reversed,{words.CAME_BACK}\n"
        town.agenda.at(town.later(now, 40, 60), partial(_now, partial(back, text=text)))
