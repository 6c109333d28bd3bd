"""An object store for tests: as much of S3's protocol as one bucket of private files needs, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Store(ThreadingHTTPServer):
    """Holds what was put; turns away whoever does not sign."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept: dict[str, bytes] = {}
        self.unsigned = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Store

    def do_PUT(self) -> None:
        self.server.kept[self._name()] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(HTTPStatus.OK)

    def do_GET(self) -> None:
        body = self.server.kept.get(self._name())
        self._answer(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK, body or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.server.kept.pop(self._name(), None)
        self._answer(HTTPStatus.NO_CONTENT)

    def _name(self) -> str:
        self.server.unsigned += "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", "")
        return self.path.partition("?")[0].lstrip("/")

    def _answer(self, status: HTTPStatus, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", formatdate(usegmt=True))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Store]:
    with Store() as store:
        thread = threading.Thread(target=store.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield store
        finally:
            store.shutdown()
            thread.join()
