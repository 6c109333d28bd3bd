"""A batch of 100,000 rows, from the uploaded file to the published task, by the verbs; and how long others wait for a
claim or a publication of their own meanwhile."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.synchronize import Event
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from bench import clients
from bench.claim import GIVE_BACK
from bench.copies import run
from bench.measuring import Bench
from picomarket.embedded import databases
from picomarket.lib.money import CENT, Money
from submissions import claims
from tasks import drafts, importing, publishing, suspects
from tasks.drafts import Wanted
from tasks.models import Category, Task

MOST = 100_000
_BARE = """
DROP TABLE IF EXISTS bare_row;
CREATE TABLE bare_row (LIKE tasks_row INCLUDING ALL);
"""
_ROWS = """
INSERT INTO bare_row (task_id, number, line, cells)
SELECT 1, number, number + 1, ARRAY['https://shop-' || number || '.example.org/'] FROM generate_series(1, %s) AS number
"""
_fork = multiprocessing.get_context("fork")


class PublishBatch(Bench):
    """Rows per second. The limit is one statement that writes as many rows."""

    name = "publish_batch"
    rounds = 1
    first = MOST

    def most(self, clients: int) -> int:
        return min(MOST, self.world.size)

    def ours(self, clients_: int, each: int) -> float:
        draft = self.draft(each)
        rate = clients.timed(each, lambda: self.publish(draft))
        if not Task.objects.published().filter(pk=draft.pk, rows=each).exists():
            raise RuntimeError("the batch was not published")
        importing.sweep_files()
        return rate

    def limit(self, clients_: int, each: int) -> float:
        run(_BARE)
        return clients.timed(each, lambda: run(_ROWS, [each]))

    def draft(self, rows: int) -> Task:
        """With its file uploaded: one address a row."""
        draft = _written(self.employer(0), "Say what {{shop}} sells")
        lines = ["shop", *(f"https://shop-{number}.example.org/" for number in range(rows))]
        file = SimpleUploadedFile("shops.csv", "\n".join(lines).encode())
        importing.upload(draft, file=file, by=self.employer(0), now=timezone.now())
        return draft

    def publish(self, draft: Task) -> None:
        while importing.check_due():
            pass
        while suspects.look_through_due():
            pass
        publishing.publish(draft, by=self.employer(0), now=timezone.now())

    def employer(self, number: int) -> User:
        return User.objects.get(pk=self.world.employers[number])


class WaitForBatch(PublishBatch):
    """One divided by the seconds of the longest wait of others: while a batch is published, and, as the limit, while
    nothing is published for as long."""

    name = "wait_for_batch"

    def ours(self, clients_: int, each: int) -> float:
        draft = self.draft(each)
        return 1 / self.longest_wait(lambda: self.publish(draft))

    def limit(self, clients_: int, each: int) -> float:
        return 1 / self.longest_wait(lambda: time.sleep(self.lasted))

    def longest_wait(self, meanwhile: Callable[[], object]) -> float:
        (key,) = self.world.published(self.world.employers[1:2], slots=len(self.world.workers))
        over, said = _fork.Event(), _fork.Queue()
        databases.disconnect()
        other = _fork.Process(target=self._trade, args=(key, over, said))
        other.start()
        said.get(timeout=clients.PATIENCE)
        start = time.monotonic()
        meanwhile()
        self.lasted = time.monotonic() - start
        over.set()
        longest: float = said.get(timeout=clients.PATIENCE)
        other.join(clients.PATIENCE)
        run(GIVE_BACK, [key, key])
        return longest

    def _trade(self, key: int, over: Event, said: Any) -> None:
        """Somebody claims, somebody else publishes, by turns until it is over; the longest that one of them took."""
        task, employer = Task.objects.get(pk=key), self.employer(2)
        workers = iter(User.objects.filter(pk__in=self.world.workers))
        self._once(task, employer, next(workers))
        said.put(0)
        waits = [0.0]
        while not over.is_set():
            waits += self._once(task, employer, next(workers, None))
        said.put(max(waits))
        databases.disconnect()

    def _once(self, task: Task, employer: User, worker: User | None) -> list[float]:
        draft = _written(employer, "Say what you see")
        moments = [time.monotonic()]
        publishing.publish(draft, by=employer, now=timezone.now())
        moments.append(time.monotonic())
        if worker:
            claims.claim(task, by=worker, now=timezone.now())
            moments.append(time.monotonic())
        return [after - before for before, after in pairwise(moments)]


def _written(employer: User, title: str) -> Task:
    fields = {
        "title": title,
        "category": Category.objects.earliest("pk"),
        "steps": ["Open the page.", "Write what you see."],
        "reward": Money(5 * CENT),
        "slots": 1,
    }
    draft = drafts.start(employer, now=timezone.now())
    drafts.write(draft, by=employer, fields=fields, proofs=[Wanted("text", "What did you see?", 10)])
    return draft
