"""Asks the web process beside it whether it is ready, as a container's health check: ``python -m picomarket.probe``."""

from __future__ import annotations

import http.client
import os
import sys
from urllib.parse import urlsplit


def main(path: str = "/readyz") -> int:
    """0 where it answers 200. Asked as the proxy would, because the market answers to its own name alone."""
    site = urlsplit(os.environ.get("SITE_URL", "http://localhost:8000"))
    _host, _colon, port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", path, headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme})
        return int(connection.getresponse().status != http.HTTPStatus.OK)
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
