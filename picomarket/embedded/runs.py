"""One run of the market per data directory: who runs it, where, and what a killed one left behind."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from picomarket.embedded import processes
from picomarket.embedded.locks import NotStarted, locked

# In the environment of every program of a run, so that they are found even when their parent was killed.
MARK = "PICOMARKET_RUN"


@dataclass(frozen=True)
class Run:
    pid: int
    created: float
    address: str

    def lives(self) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            return process.create_time() == self.created and not processes.gone(process)
        return False


@contextlib.contextmanager
def only_run(data: Path, *, port: int) -> Iterator[None]:
    """Holds the data directory for this process; ends what a killed run left, refuses a living one."""
    note = data / "run.json"
    with locked(data / "run.lock"):
        refuse_a_second(data)
        take_over(data)
        require_free(port)
        this = Run(os.getpid(), psutil.Process().create_time(), f"http://localhost:{port}")
        note.write_text(json.dumps(asdict(this)))
    try:
        yield
    finally:
        processes.end(processes.marked(MARK, str(data)))
        note.unlink(missing_ok=True)


def refuse_a_second(data: Path) -> None:
    run = _noted(data)
    if run is not None and run.lives():
        raise NotStarted(f"Picomarket already runs from this folder: {run.address} (process {run.pid}).")


def take_over(data: Path) -> None:
    left = processes.marked(MARK, str(data))
    if left:
        processes.end(left)
        print(f"An earlier run was killed; stopped the {len(left)} processes it left behind.", flush=True)


def require_free(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise NotStarted(f"Port {port} is for root only. Choose another one: make run PORT=8000") from error
        except OSError as error:
            raise NotStarted(
                f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
            ) from error


def free_port(preferred: int) -> int:
    with contextlib.suppress(NotStarted, OverflowError):
        require_free(preferred)
        return preferred
    return any_port()


def any_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


def _noted(data: Path) -> Run | None:
    try:
        return Run(**json.loads((data / "run.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
