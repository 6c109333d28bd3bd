"""Approving all that waits in a task: the job as the clock begins it, ten thousand in pieces, each a transaction of its
own. Against as many of the limit's rows in pieces as large."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bench import bare, clients
from bench.copies import NEW_NAME, copies, run
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
        task = self._waiting(each)
        # The time to undo is over.
        asked = timezone.now() - timedelta(days=1)
        approval = bulk.ask(task, queue.waiting_for(task), by=task.employer, now=asked)
        rate = clients.timed(each, jobs.approve_in_bulk)
        approval.refresh_from_db()
        if approval.done != each:
            raise RuntimeError(f"{approval.done} of {each} were approved")
        return rate

    def _waiting(self, count: int) -> Task:
        """A task in which so much waits, of each worker as often as that takes."""
        (key,) = self.world.published(self.world.employers[6:7], slots=count, taken=count)
        workers = self.world.workers
        copies(
            self.world.submission,
            of="(SELECT number, (%s::bigint[])[1 + number %% %s] AS worker FROM generate_series(0, %s) number) AS one",
            given=[workers, len(workers), count - 1],
            public_id=NEW_NAME,
            task_id=str(key),
            worker_id="one.worker",
            turn=f"1 + one.number / {len(workers)}",
            state="'submitted'",
            submitted_at="model.claimed_at",
            review_until="model.claimed_at + interval '500 days'",
        )
        return Task.objects.select_related("employer").get(pk=key)

    def limit(self, clients_: int, each: int) -> float:
        first = bare.work(each, tasks=1)
        keys = list(range(first, first + each))
        pieces = [keys[start : start + bulk.AT_ONCE] for start in range(0, each, bulk.AT_ONCE)]
        return clients.timed(each, lambda: [run("SELECT bare_approve_many(%s)", [piece]) for piece in pieces])
