"""What people of the demo market show of themselves: some stand on the leaderboard, Ben has a record of his work."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from accounts import leaderboards
from submissions import records

from .town import Town, Worker

# Every so many-th worker wants to be seen.
SHOWS = 2


def plan(town: Town, ben: Worker) -> None:
    for worker in [ben, *town.workers[::SHOWS]]:
        town.agenda.at(town.ago(days=4), partial(_join, worker))
    town.agenda.at(town.ago(hours=7), partial(_record, ben))


def _join(worker: Worker, now: datetime) -> None:
    leaderboards.join(worker.user, now=now)


def _record(worker: Worker, now: datetime) -> None:
    records.make(worker.user, said=["name", "country", "tests"], now=now)
