"""Locks between processes. The kernel drops them with the process, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class NotStarted(Exception):
    """Something a person has to mend before the servers can run; the message is one sentence for them."""


def open_lock(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise NotStarted(
            f"{path.parent} belongs to another user: run as that user, or remove the directory."
        ) from error


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Waits until this process alone holds the lock."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Share:
    """One user's part of something many processes share; the last one out is told so."""

    def __init__(self, path: Path) -> None:
        self._handle = open_lock(path)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def give_up(self) -> bool:
        """True if nobody else holds a share."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(self._handle)
        return True
