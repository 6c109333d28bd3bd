"""Approving all that waits in a task: the job as the clock begins it, ten thousand in pieces, each a transaction of its
own. Against as many of the limit's rows in pieces as large."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bench import bare, clients
from bench.copies import run
from bench.measuring import Bench
from submissions import bulk, jobs, queue
from tasks.models import Task

AT_ONCE = 10_000


class ApproveAll(Bench):
    name = "approve_all"
    first = 500

    def most(self, clients: int) -> int:
        return min(AT_ONCE, self.world.size)

    def ours(self, clients_: int, each: int) -> float:
        key, _work = self.world.waiting(self.world.employers[6], each)
        task = Task.objects.select_related("employer").get(pk=key)
        # The time to undo is over.
        asked = timezone.now() - timedelta(days=1)
        approval = bulk.ask(task, queue.waiting_for(task), by=task.employer, now=asked)
        rate = clients.timed(each, jobs.approve_in_bulk)
        approval.refresh_from_db()
        if approval.done != each:
            raise RuntimeError(f"{approval.done} of {each} were approved")
        return rate

    def limit(self, clients_: int, each: int) -> float:
        first = bare.work(each, tasks=1)
        keys = list(range(first, first + each))
        pieces = [keys[start : start + bulk.AT_ONCE] for start in range(0, each, bulk.AT_ONCE)]
        return clients.timed(each, lambda: [run("SELECT bare_approve_many(%s)", [piece]) for piece in pieces])
