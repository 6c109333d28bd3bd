"""The real programs on a PostgreSQL and a Valkey of their own: started, killed without warning and started again."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import psutil

from picomarket.embedded import console, environment, places, processes, runs, stack
from picomarket.embedded.servers import Servers
from wallet.demobank.server import Server

SECONDS_TO_START = 120
# How often each is killed beside the others. Of the programs either all processes are killed or one of their children.
KILLS = {
    "postgres": 4,
    "a backend": 2,
    "worker": 4,
    "a child of worker": 2,
    "site": 2,
    "a child of site": 2,
    "valkey": 1,
}


class Stack:
    """As ``make run`` has it, but for the bank, which the test keeps. Use as a context manager."""

    def __init__(self, folder: Path, *, bank: Server, port: int, clock: bool) -> None:
        self.folder, self.port = folder, port
        self.killed, self.ended, self.longest = Counter[str](), Counter[str](), dict[str, float]()
        self._bank = bank
        self._servers = Servers(folder)
        self._wanted = {"site", "worker"} | ({"clock"} if clock else set())
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self._servers.start()
        self._postgres = places.choose(self.folder).data
        try:
            self.opened = self.call("tests.chaos_shop", "open_shop")
            for name in self._wanted:
                self._start(name)
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.halt()
        self._servers.stop()

    def halt(self) -> None:
        """Kill all programs at once; the servers stay."""
        _kill(processes.marked(runs.MARK, str(self.folder)))
        for program in self._running.values():
            program.wait()

    # -- what runs

    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own settings."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {
            **kept,
            **environment.development(self.folder),
            "SITE_URL": f"http://localhost:{self.port}",
            "PORT": str(self.port),
            "DATABASE_URL": self._servers.database_url(),
            "REDIS_URL": self.redis_url(),
            "DEMO_BANK_URL": self._bank.url,
            "DEMO_BANK_KEY": self._bank.key,
            "DEMO_BANK_SECRET": "secret",
            "PICOMARKET_PAYOUT_LOOK_MINUTES": "0",
            "PICOMARKET_MINIMUM_PAYOUT": "1",
            # A claim whose answer was lost stands for a while.
            # Whoever is told of an approval looks for the money at the end.
            "PICOMARKET_UNDO_SECONDS": "0",
            "PICOMARKET_OPEN_CLAIMS": "1000",
            "PICOMARKET_NEWCOMER_CLAIMS": "1000",
            "PICOMARKET_FORMS_A_MINUTE": "100000",
            "LOG_LEVEL": "ERROR",
            runs.MARK: str(self.folder),
        }

    def redis_url(self) -> str:
        return self._servers.redis_url()

    def manage(self, *arguments: str) -> str:
        """What a Django command prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, env=self.environment(), cwd=environment.BASE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def call(self, module: str, function: str, *arguments: str) -> str:
        """What a function of ours prints, called with these in a process of the market's."""
        given = ", ".join(map(repr, arguments))
        return self.manage("shell", "-v0", "-c", f"import {module}; {module}.{function}({given})")

    def _start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                stack._programs(self.folder, self.port)[name],
                env=self.environment(),
                cwd=environment.BASE,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def supervise(self) -> None:
        """Start again what ended by itself, as systemd would: Celery does where the queue goes away under it."""
        for name, program in self._running.items():
            if program.poll() is not None:
                self.ended[name] += 1
                self._start(name)

    def wait(self) -> None:
        """Until the site reaches its database again, by itself."""
        answers = processes.wait_until(lambda: console.answers(self.port), seconds=SECONDS_TO_START)
        assert answers, f"the site does not come back:\n{self.logs()}"

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def summary(self) -> str:
        kills = (f"{what} {count} (back in {self.longest[what]:.1f} s)" for what, count in self.killed.most_common())
        ended = ", ".join(f"{what} {count}" for what, count in self.ended.items()) or "none"
        return f"{self.killed.total()} kills: {', '.join(kills)}\nended by themselves: {ended}"

    # -- what is killed

    def kill(self, what: str, dice: random.Random) -> None:
        """Kill it by SIGKILL and start again what does not come back by itself."""
        self.killed[what] += 1
        name = what.removeprefix("a child of ")
        if name in self._wanted:
            program = psutil.Process(self._running[name].pid)
            children = program.children(recursive=True)
            if name == what:
                _kill([program, *children])
                self._running[name].wait()
                self._start(name)
            else:
                _kill(dice.sample(children, min(1, len(children))))
            return
        servers = self._valkey() if what == "valkey" else list(processes.living("postgres", cwd=self._postgres))
        if what == "a backend":
            # PostgreSQL throws out everybody when a process of its own dies, and recovers.
            servers = dice.sample([one for one in servers if "postgres:" in " ".join(_command(one))], 1)
        _kill(servers)
        if what != "a backend":
            with Servers(self.folder):
                pass

    def _valkey(self) -> list[psutil.Process]:
        return list(processes.living("valkey", cwd=self.folder / "valkey"))


def _command(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def _kill(found: Iterable[psutil.Process]) -> None:
    found = list(found)
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert processes.wait_until(lambda: all(map(processes.gone, found)), seconds=30)
