"""As whom PostgreSQL runs: it refuses to be root, so root lends it an unprivileged user."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picomarket.embedded.locks import NotStarted

NAME = "picomarket-db"
TRAVERSES = 'for path in "$@"; do test -x "$path" || exit 1; done'


@dataclass(frozen=True)
class Unprivileged:
    name: str
    uid: int
    gid: int

    def reaches(self, *paths: Path) -> bool:
        """Asks the kernel in that user's name: mode bits alone miss access lists and mounts."""
        try:
            asked = subprocess.run(
                ["/bin/sh", "-c", TRAVERSES, "sh", *map(str, paths)],
                cwd="/",
                check=False,
                **as_user(self),
            )
        except PermissionError as error:
            raise NotStarted(
                "Here root may not become another user, which PostgreSQL needs: run as an ordinary user, "
                "or set DATABASE_URL."
            ) from error
        return asked.returncode == 0


def as_user(user: Unprivileged | None) -> dict[str, Any]:
    """Arguments for subprocess: run it as that user, or as ourselves."""
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


def for_postgres() -> Unprivileged | None:
    """None for an ordinary user: PostgreSQL then runs as that one."""
    if os.geteuid() != 0:
        return None
    entry = _entry(NAME) or _created() or _entry("nobody")
    if entry is None:
        raise NotStarted(
            "PostgreSQL refuses to run as root and there is no unprivileged user to lend it: "
            "run as an ordinary user, or set DATABASE_URL."
        )
    return Unprivileged(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _entry(name: str) -> pwd.struct_passwd | None:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name)
    return None


def _created() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    # Two first runs at once may both try; whoever loses finds the other's user.
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME],
        check=False,
        capture_output=True,
    )
    return _entry(NAME)
