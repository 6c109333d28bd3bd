"""A thousand approvals in one call, of ten employers' tasks, as the sweep does with what nobody reviewed."""

from __future__ import annotations

from django.utils import timezone

from bench import bare, clients
from bench.copies import run
from bench.measuring import Bench
from submissions import review

AT_ONCE = 1000
TASKS = 10


class ApproveBulk(Bench):
    name = "approve_bulk"
    first = AT_ONCE

    def most(self, clients: int) -> int:
        return min(AT_ONCE, self.world.workers_count * TASKS)

    def ours(self, clients_: int, each: int) -> float:
        waiting = self.world.handed_in(self.world.employers[:TASKS], slots=-(-each // TASKS))
        keys = [key for some in waiting for key in some]
        return clients.timed(len(keys), lambda: review.approve_many(keys, by=None, now=timezone.now()))

    def limit(self, clients_: int, each: int) -> float:
        first = bare.work(each, tasks=TASKS)
        keys = list(range(first, first + each))
        return clients.timed(each, lambda: run("SELECT bare_approve_many(%s)", [keys]))


class ApproveBulkLean(ApproveBulk):
    """The same against the harder limit."""

    name = "approve_bulk_lean"

    def limit(self, clients_: int, each: int) -> float:
        with bare.lean():
            return super().limit(clients_, each)
