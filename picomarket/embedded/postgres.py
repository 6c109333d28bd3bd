"""One PostgreSQL server on a unix socket."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from urllib.parse import quote

import psutil

from picomarket.embedded import places, processes
from picomarket.embedded.locks import NotStarted

ADMIN = "postgres"
DATABASE = "picomarket"
PORT = "5432"
INITDB = "-U postgres -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions --no-sync"
# Tests may lose everything with the machine.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


class Postgres:
    def __init__(self, place: places.Place, *, fast: bool) -> None:
        self._place = place
        self._fast = fast
        self._log = place.root / "postgres.log"
        self._started: subprocess.Popen[bytes] | None = None

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{ADMIN}@:{PORT}/{database}?host={quote(str(self._place.sockets), safe='')}"

    def start(self) -> None:
        """Leaves a server that answers and has the database, whatever an earlier life left behind."""
        if not (self._place.data / "PG_VERSION").exists():
            self._create_cluster()
        if not self._answers():
            self._clear_the_way()
        if not self._answers():
            self._started = processes.spawn_server(
                [self._program("postgres"), "-D", str(self._place.data), *self._options()],
                cwd=self._place.data.parent,
                log=self._log,
                user=self._place.user,
            )
            processes.wait_for_server(self._answers, self._started, name="PostgreSQL", log=self._log)
        self._create_database()

    def stop(self) -> None:
        """Ends the server at once but cleanly, and only if it is ours."""
        for server in self._own_processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                if server.ppid() not in {other.pid for other in self._own_processes()}:
                    server.send_signal(signal.SIGINT)
        if not processes.wait_until(lambda: not any(self._own_processes()), seconds=20):
            processes.end(self._own_processes())
        processes.collect(self._started)

    def _own_processes(self) -> list[psutil.Process]:
        return list(processes.living("postgres", cwd=self._place.data))

    def _answers(self) -> bool:
        asked = self._run("pg_isready", "-q", "-t", "2")
        return asked.returncode == 0

    def _create_cluster(self) -> None:
        """A cluster is whole or not there: it is made aside and renamed."""
        owner = self._place.user.uid if self._place.user else self._place.root.stat().st_uid
        aside = self._place.data.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        places.private(aside, owner=owner)
        made = processes.run_quietly(
            [self._program("initdb"), "-D", str(aside), *INITDB.split()],
            cwd=self._place.data.parent,
            user=self._place.user,
        )
        if made.returncode != 0:
            raise NotStarted(f"PostgreSQL could not make its data in {aside}:\n{made.stderr.strip()}")
        aside.rename(self._place.data)

    def _clear_the_way(self) -> None:
        """A postmaster.pid left by a crash may name a process that by now is somebody else's."""
        # A killed server's children leave by themselves, and a starting one soon answers.
        processes.wait_until(lambda: self._answers() or not self._own_processes(), seconds=15)
        if not self._own_processes():
            socket = self._place.sockets / f".s.PGSQL.{PORT}"
            for left in (self._place.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
                left.unlink(missing_ok=True)

    def _options(self) -> list[str]:
        settings = [
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self._place.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=300",
            *(FAST if self._fast else ()),
        ]
        return [word for setting in settings for word in ("-c", setting)]

    def _create_database(self) -> None:
        found = self._run("psql", "-Atqc", f"SELECT count(*) FROM pg_database WHERE datname = '{DATABASE}'", ADMIN)  # noqa: S608
        if found.stdout.strip() == "0":
            self._run("createdb", DATABASE)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        connection = ["-h", str(self._place.sockets), "-p", PORT, "-U", ADMIN]
        return processes.run_quietly(
            [self._program(program), *connection, *arguments], cwd=self._place.data.parent, user=self._place.user
        )

    def _program(self, name: str) -> str:
        return str(self._place.install / "bin" / name)
