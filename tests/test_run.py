"""The whole market, run as ``make run`` runs it: started, stopped, killed and taken over."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests

from picomarket.embedded import places, processes, runs

COMMAND = [sys.executable, "-m", "picomarket.embedded"]
Starter = Callable[[], subprocess.Popen[str]]
SOMEBODY = "from tests import make; make.person('ann', country='DE')"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A market with one person in it, so that a run has nothing to fill in first."""
    folder = Path(tempfile.mkdtemp(prefix="picomarket-test-"))
    folder.chmod(0o755)
    for arguments in (["migrate", "-v0"], ["shell", "-v0", "-c", SOMEBODY]):
        subprocess.run([*COMMAND, "manage", *arguments], env=environment(folder), check=True)
    yield folder
    moved = places.moved_home(folder)
    if moved is not None:
        shutil.rmtree(moved)
    shutil.rmtree(folder)


@pytest.fixture
def port() -> int:
    return runs.any_port()


def environment(data: Path, **more: str) -> dict[str, str]:
    """Nothing of the tests' own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "DATA_DIR": str(data), **more}


@pytest.fixture
def start(data: Path, port: int) -> Iterator[Starter]:
    """Starts a run; one that its test did not end is ended here."""
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        command, env = [*COMMAND, "run"], environment(data, PORT=str(port))
        # The tests themselves may run under nohup, which a child would inherit.
        before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
        started.append(subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        signal.signal(signal.SIGHUP, before)
        return started[-1]

    yield run
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def lines_until(run: subprocess.Popen[str], sign: str) -> str:
    """What the run prints up to the line with that sign."""
    assert run.stdout is not None
    printed = ""
    for line in run.stdout:
        printed += line
        if sign in line:
            return printed
    pytest.fail(f"the run ended with {run.wait()}:\n{printed}")


def try_run(data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A run that is expected to say why not."""
    return subprocess.run(
        [*COMMAND, "run"], env=environment(data, **more), capture_output=True, text=True, check=False, timeout=60
    )


def left(data: Path) -> list[str]:
    """The names of every process that a run on this data still has."""
    found = processes.marked(runs.MARK, str(data))
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(data)) and not processes.gone(process):
                found.append(process)
        except psutil.Error:
            continue
    return [process.name() for process in found]


def test_a_run_serves_the_market_and_ctrl_c_leaves_nothing(data: Path, port: int, start: Starter) -> None:
    run = start()
    lines_until(run, f"http://localhost:{port}")
    home = requests.get(f"http://localhost:{port}/", timeout=20)
    again = try_run(data, PORT=str(port))

    run.send_signal(signal.SIGINT)
    last = run.communicate(timeout=30)[0]

    assert home.status_code == 200
    assert again.returncode == 1
    assert again.stderr == f"Picomarket already runs from this folder: http://localhost:{port} (process {run.pid}).\n"
    assert last.endswith(f"Stopped. The data stays in {data}\n")
    assert run.returncode == 0
    assert left(data) == []


def test_who_sends_too_much_reads_why(data: Path, port: int, start: Starter) -> None:
    """A browser reads an answer only once it has sent everything."""
    lines_until(start(), f"http://localhost:{port}")

    with socket.create_connection(("localhost", port), timeout=60) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000000\r\n\r\n")
        for _megabyte in range(70):
            line.sendall(b"x" * 1_000_000)
        answer = line.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_killed_run_is_taken_over_and_sigterm_leaves_nothing(data: Path, port: int, start: Starter) -> None:
    killed = start()
    lines_until(killed, f"http://localhost:{port}")
    killed.kill()
    killed.wait()

    run = start()
    printed = lines_until(run, f"http://localhost:{port}")
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=30)

    assert "An earlier run was killed" in printed
    assert run.returncode == 0
    assert left(data) == []


def test_a_closed_terminal_leaves_nothing(data: Path, port: int, start: Starter) -> None:
    run = start()
    lines_until(run, f"http://localhost:{port}")
    assert run.stdout is not None

    run.stdout.close()
    run.send_signal(signal.SIGHUP)
    run.wait(timeout=30)

    assert left(data) == []


def test_a_program_that_ends_by_itself_ends_the_run_and_is_named(data: Path, port: int, start: Starter) -> None:
    run = start()
    lines_until(run, f"http://localhost:{port}")
    for process in psutil.Process(run.pid).children(recursive=True):
        # One that just ended has no command line any more.
        with contextlib.suppress(psutil.Error):
            if "demo_bank" in process.cmdline():
                process.kill()

    last = run.communicate(timeout=30)[0]

    assert "The bank ended by itself, so everything stops." in last
    assert run.returncode == 1
    assert left(data) == []


def test_ctrl_c_while_it_sets_up_leaves_nothing(data: Path, start: Starter) -> None:
    run = start()
    lines_until(run, "Bringing the database up to date")

    run.send_signal(signal.SIGINT)
    last = run.communicate(timeout=30)[0]

    assert "Traceback" not in last
    assert run.returncode == 128 + signal.SIGINT
    assert left(data) == []


def test_a_busy_port_is_said_in_one_sentence(data: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        refused = try_run(data, PORT=str(port))

    assert refused.stderr == (
        f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}\n"
    )
    assert refused.returncode == 1


def test_a_port_that_is_none_is_said_in_one_sentence(data: Path) -> None:
    refused = try_run(data, PORT="eighty")

    assert refused.stderr == "eighty is not a port. Choose another one: make run PORT=8000\n"
    assert refused.returncode == 1
