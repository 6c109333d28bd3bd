"""The wire between the market and a Litecoin node: it carries each call, or loses it on the way there or back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class Wire(ThreadingHTTPServer):
    """Calls pass to ``node_url``, or are answered with ``answer`` where one is set; the next one named may be lost."""

    daemon_threads = True
    # As many may knock at once as there are processes in a test of many.
    request_queue_size = 128

    def __init__(self, node_url: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.node_url = node_url
        self.url = f"http://127.0.0.1:{self.server_port}"
        # A status and a body to answer all calls with.
        self.answer: tuple[int, bytes] | None = None
        self.lost_request = ""
        self.lost_answer = ""
        self.called: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Wire

    def do_GET(self) -> None:
        self.server.called.append(self.path)
        self._say(*(self.server.answer or (404, b"")))

    def do_POST(self) -> None:
        wire, body = self.server, self.rfile.read(int(self.headers["Content-Length"]))
        method = json.loads(body)["method"]
        wire.called.append(method)
        if wire.answer:
            return self._say(*wire.answer)
        if method == wire.lost_request:
            wire.lost_request = ""
            return self._hang_up()
        passed = {"Authorization": self.headers["Authorization"]}
        answer = requests.post(wire.node_url + self.path, data=body, headers=passed, timeout=60)
        if method == wire.lost_answer:
            wire.lost_answer = ""
            return self._hang_up()
        return self._say(answer.status_code, answer.content)

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's word
        pass


@contextmanager
def running(node_url: str = "") -> Iterator[Wire]:
    wire = Wire(node_url)
    thread = threading.Thread(target=wire.serve_forever, args=(0.01,), daemon=True, name="litecoin-wire")
    thread.start()
    try:
        yield wire
    finally:
        wire.shutdown()
        wire.server_close()
        thread.join()
