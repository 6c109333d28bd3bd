"""The life of the two servers: started by whoever comes first, shared, stopped by whoever leaves last."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from picomarket.embedded import places
from picomarket.embedded.locks import Share, locked
from picomarket.embedded.postgres import DATABASE, Postgres
from picomarket.embedded.valkey import Valkey


class Servers:
    """Use as a context manager; any number of processes may do so at once for the same directory."""

    def __init__(self, root: Path, *, fast: bool = False) -> None:
        self._root = root.resolve()
        self._fast = fast
        self._share: Share | None = None
        self._starter = 0
        self._place: places.Place | None = None
        self._running: list[Postgres | Valkey] = []

    def start(self) -> Self:
        self._root.mkdir(mode=0o755, parents=True, exist_ok=True)
        with locked(self._root / "start.lock"):
            self._share = Share(self._root / "users.lock")
            self._starter = os.getpid()
            try:
                self._place = places.choose(self._root)
                self._postgres = Postgres(self._place, fast=self._fast)
                self._valkey = Valkey(self._root, self._place.sockets)
                self._running = [self._postgres, self._valkey]
                for server in self._running:
                    server.start()
            except BaseException:
                self._leave()
                raise
        return self

    def stop(self) -> None:
        """Does nothing in a forked child, which never owned a share."""
        if self._share is not None and self._starter == os.getpid():
            with locked(self._root / "start.lock"):
                self._leave()

    def database_url(self, name: str = DATABASE) -> str:
        return self._postgres.url(name)

    def redis_url(self, database: int = 0) -> str:
        return self._valkey.url(database)

    def _leave(self) -> None:
        share, self._share = self._share, None
        if share is not None and share.give_up():
            for server in reversed(self._running):
                server.stop()
            if self._place is not None:
                with contextlib.suppress(OSError):
                    self._place.sockets.rmdir()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
