"""Finding, starting and ending processes without ever trusting a process id alone."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from picomarket.embedded.locks import NotStarted
from picomarket.embedded.users import Unprivileged, as_user


def gone(process: psutil.Process) -> bool:
    """A zombie counts as gone: in a container nobody may ever collect it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def collect(child: subprocess.Popen[bytes] | None) -> None:
    """An ended child stays a zombie until its parent asks how it ended."""
    if child is not None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def living(name: str, *, cwd: Path) -> Iterator[psutil.Process]:
    """Processes of that name at work in that directory."""
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if process.info["name"].startswith(name) and Path(process.cwd()) == cwd and not gone(process):
                yield process


def marked(variable: str, value: str) -> list[psutil.Process]:
    """Processes that carry the mark in the environment they were started with, and all their descendants."""
    found: set[psutil.Process] = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(variable) == value:
                # A program that changes its title may wipe its environment; its parent tells.
                found |= {process, *process.children(recursive=True)}
    return [process for process in found if process.pid != os.getpid() and not gone(process)]


def end(processes: Iterable[psutil.Process], *, patience: float = 5) -> None:
    """Asks them to end, then makes them."""
    processes = list(processes)
    for signal in (psutil.Process.terminate, psutil.Process.kill):
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                signal(process)
        if wait_until(lambda: all(map(gone, processes)), seconds=patience):
            return


def clean_environment() -> dict[str, str]:
    """What the servers see: nothing of the caller's PGPORT, PGOPTIONS or locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8"}


def spawn_server(command: Sequence[str], *, cwd: Path, log: Path, user: Unprivileged | None) -> subprocess.Popen[bytes]:
    """Starts a server that outlives its starter and hears nothing of the terminal's Ctrl-C."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=clean_environment(),
            **as_user(user),
        )


def run_quietly(
    command: Sequence[str], *, cwd: Path, user: Unprivileged | None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**clean_environment(), **(env or {})},
        **as_user(user),
    )


def wait_for_server(ready: Callable[[], bool], server: subprocess.Popen[bytes], *, name: str, log: Path) -> None:
    if wait_until(lambda: ready() or server.poll() is not None, seconds=60) and server.poll() is None:
        return
    server.kill()
    server.wait()
    tail = log.read_text(errors="replace")[-1500:]
    raise NotStarted(f"{name} did not start; the end of {log} says:\n{tail}")
