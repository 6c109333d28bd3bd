"""Five hundred people who want the last hundred slots of a task at the same moment: how long the last one waits for an
answer. Against as many calls of the least that PostgreSQL would have to write for a claim."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from bench import bare, clients
from bench.claim import BARE, GIVE_BACK
from bench.copies import run
from bench.measuring import Bench
from picomarket.embedded import databases
from submissions import claims
from tasks.models import Task
from tasks.slots import TaskFull

PEOPLE = 500
# As many are served at once, as a site of this size would; the others stand in line.
PROCESSES, THREADS = 20, 5
# One in five gets a slot.
SHARE = 5


class ClaimRush(Bench):
    """One divided by the seconds of the longest wait. Fails when more or fewer got a slot than there are."""

    name = "claim_rush"
    clients = (PEOPLE,)

    def ours(self, clients_: int, each: int) -> float:
        workers = list(User.objects.filter(pk__in=self.world.workers[:PEOPLE]))
        slots = len(workers) // SHARE
        (key,) = self.world.published(self.world.employers[5:6], slots=slots)
        task = Task.objects.get(pk=key)
        longest, got = _rush(workers, lambda worker: _claim(task, worker))
        if got != slots:
            raise RuntimeError(f"{got} people got one of {slots} slots")
        run(GIVE_BACK, [key, key])
        return 1 / longest

    def limit(self, clients_: int, each: int) -> float:
        run(BARE)
        run("UPDATE bare_task SET slots = 1000000 WHERE id = (SELECT max(id) FROM bare_task)")
        run("DELETE FROM bare_submission WHERE worker_id < 0")
        first = bare.unused()
        longest, _got = _rush(range(first, first + min(PEOPLE, self.world.workers_count)), _bare)
        return 1 / longest


def _claim(task: Task, worker: User) -> bool:
    try:
        claims.claim(task, by=worker, now=timezone.now())
    except TaskFull:
        return False
    return True


def _bare(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bare_claim(%s)", [key])
    return True


def _rush(people: Sequence[Any], do: Callable[[Any], bool]) -> tuple[float, int]:
    """The longest wait in seconds, from the moment when all come, and how many got what they wanted."""
    databases.disconnect()
    gate, said = clients.fork.Barrier(PROCESSES * THREADS), clients.fork.Queue()
    lines = [people[number :: PROCESSES * THREADS] for number in range(PROCESSES * THREADS)]
    parts = [lines[number::PROCESSES] for number in range(PROCESSES)]
    processes = [clients.fork.Process(target=_process, args=(part, do, gate, said)) for part in parts]
    for process in processes:
        process.start()
    waits = [wait for _process_ in processes for wait in said.get(timeout=clients.PATIENCE)]
    for process in processes:
        process.join(clients.PATIENCE)
    if len(waits) != len(people):
        raise RuntimeError("Somebody in the rush met an error; it stands above.")
    return max(wait for wait, _got in waits), sum(got for _wait, got in waits)


def _process(lines: Sequence[Sequence[Any]], do: Callable[[Any], bool], gate: Any, said: Any) -> None:
    waits: list[tuple[float, bool]] = []
    threads = [threading.Thread(target=_serve, args=(line, do, gate, waits)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said.put(waits)


def _serve(line: Sequence[Any], do: Callable[[Any], bool], gate: Any, waits: list[tuple[float, bool]]) -> None:
    """Those in line, one after the other, by one connection."""
    connection.ensure_connection()
    gate.wait(clients.PATIENCE)
    start = time.monotonic()
    for who in line:
        got = do(who)
        waits.append((time.monotonic() - start, got))
    connection.close()
