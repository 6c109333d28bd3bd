"""Many people at the very same moment: real threads, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from picomarket.lib.refusals import Refused

BLOCKED = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment; what each returned, or the refusal it met. Anything else that is raised is a bug."""
    gate = threading.Barrier(len(verbs))
    results: list[Any] = [None] * len(verbs)

    def run(number: int, verb: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = verb()
        except Exception as error:  # noqa: BLE001
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return results


def wait_until_somebody_is_blocked() -> None:
    """That a row is asked for which another thread holds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED)
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
