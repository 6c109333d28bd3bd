"""Another site that speaks OpenID Connect, at the end of a real wire: it says about anybody what a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class OtherSite(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}


class Handler(BaseHTTPRequestHandler):
    server: OtherSite

    def do_GET(self) -> None:
        url = self.server.url
        if self.path.startswith("/.well-known/"):
            ends = {"authorization_endpoint": "/ask", "token_endpoint": "/token", "userinfo_endpoint": "/who"}
            return self._say({"issuer": url, **{name: url + path for name, path in ends.items()}})
        return self._say(self.server.person)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "a token", "token_type": "Bearer", "expires_in": 3600})

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_line: object) -> None:
        """Nothing to read."""


@contextmanager
def running() -> Iterator[OtherSite]:
    site = OtherSite()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()
