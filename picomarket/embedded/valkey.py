"""One Valkey server (it speaks Redis) on a unix socket. It keeps nothing: the database is the queue."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil

from picomarket.embedded import binaries, places, processes

DATABASES = 64


class Valkey:
    def __init__(self, root: Path, sockets: Path) -> None:
        self._folder = root / "valkey"
        self._log = root / "valkey.log"
        self._socket = sockets / "valkey.sock"
        self._started: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        return f"unix://{quote(str(self._socket))}?db={database}"

    def start(self) -> None:
        """Leaves a server that answers, whatever an earlier life left behind."""
        if self._answers():
            return
        places.private(self._folder, owner=os.geteuid())
        self._socket.unlink(missing_ok=True)
        self._started = processes.spawn_server(self._command(), cwd=self._folder, log=self._log, user=None)
        processes.wait_for_server(self._answers, self._started, name="Valkey", log=self._log)

    def stop(self) -> None:
        process_id = re.search(r"process_id:(\d+)", self._ask("INFO server"))
        self._ask("SHUTDOWN NOSAVE NOW FORCE")
        if process_id:
            with contextlib.suppress(psutil.NoSuchProcess):
                server = psutil.Process(int(process_id[1]))
                processes.wait_until(lambda: processes.gone(server), seconds=10)
        processes.collect(self._started)

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": ".",
            "databases": str(DATABASES),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
        }
        return [str(binaries.valkey_server()), *(word for name in options for word in (f"--{name}", options[name]))]

    def _answers(self) -> bool:
        return self._ask("PING").startswith("+PONG")

    def _ask(self, command: str) -> str:
        """The answer's first piece, or nothing if no server listens."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self._socket))
            connection.sendall(f"{command}\r\n".encode())
            return connection.recv(8192).decode(errors="replace")
        return ""
