"""A demo bank inside another program, for as long as it is needed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wallet.demobank.server import Server


@contextmanager
def running(*, key: str, secret: str, webhook_url: str = "", path: str = ":memory:", port: int = 0) -> Iterator[Server]:
    """A bank that serves on a free port; without a webhook address it keeps its events to itself."""
    server = Server(host="127.0.0.1", port=port, path=path, key=key, secret=secret, webhook_url=webhook_url)
    thread = threading.Thread(target=server.serve, daemon=True, name="demo-bank")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
