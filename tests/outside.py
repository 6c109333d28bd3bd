"""The world outside, at its wire: a local server that keeps what is posted to it and answers as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Posted:
    """What came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Outside(ThreadingHTTPServer):
    """Answers each path with the status it was told for it, 200 otherwise; ``slow`` paths trickle for ever, ``late``
    ones think first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hearer)
        self.posted: list[Posted] = []
        self.status: dict[str, int] = {}
        self.said: dict[str, bytes] = {}
        self.slow: set[str] = set()
        self.late: dict[str, float] = {}

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def at(self, path: str) -> list[Posted]:
        return [one for one in self.posted if one.path == path]


class _Hearer(BaseHTTPRequestHandler):
    server: Outside

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.posted.append(Posted(self.path, dict(self.headers.items()), body))
        time.sleep(self.server.late.get(self.path, 0))
        if self.path in self.server.slow:
            return self._trickle()
        self.send_response(self.server.status.get(self.path, 200))
        self.send_header("Location", self.server.url("/elsewhere"))
        self.end_headers()
        self.wfile.write(self.server.said.get(self.path, b"fine"))
        return None

    def _trickle(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        try:
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def log_message(self, *_said: Any) -> None:
        """A test has nothing to read of it."""


@contextmanager
def listening() -> Iterator[Outside]:
    with Outside() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
