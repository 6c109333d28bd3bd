"""What a run prints: each program's lines behind its name, and where the market is once it answers."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from typing import Any

from honcho.printer import Printer

from picomarket.embedded import processes

SECONDS_TO_ANSWER = 60


class Console(Printer):
    """honcho's printer without honcho's own chatter."""

    def __init__(self, on_first_line: Callable[[], None]) -> None:
        super().__init__(time_format="%H:%M:%S")
        self.first_to_end = ""
        self._on_first_line: Callable[[], None] | None = on_first_line

    def write(self, message: Any) -> None:
        # honcho speaks first when all programs are forked, and only from then on may a thread run.
        if self._on_first_line is not None:
            first, self._on_first_line = self._on_first_line, None
            first()
        if message.name != "system":
            if message.data.strip():
                super().write(message)
        elif "stopped" in message.data and not self.first_to_end:
            self.first_to_end = message.data.split()[0]


def announce_when_ready(port: int, lines: list[str]) -> None:
    threading.Thread(target=_announce, args=(port, lines), daemon=True).start()


def _announce(port: int, lines: list[str]) -> None:
    if processes.wait_until(lambda: answers(port), seconds=SECONDS_TO_ANSWER):
        print("\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n", flush=True)
    else:
        print(f"\n  The site does not answer on port {port}; the lines above should say why.\n", flush=True)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
