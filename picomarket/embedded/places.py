"""Where the servers keep their files, chosen so that they can reach them and so that any folder will do."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from picomarket.embedded import binaries, users
from picomarket.embedded.locks import NotStarted

# A socket's path may be 104 bytes long on macOS, 108 on Linux; the longest name we add is ".s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 80
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")
# Where root may put what an unprivileged user must reach.
ELSEWHERE = (Path("/var/lib/picomarket"), Path("/var/tmp/picomarket"))  # noqa: S108 - made and checked by root
TEMPORARY = Path("/tmp")  # noqa: S108 - not TMPDIR: two terminals must agree on it; the folder is checked


@dataclass(frozen=True)
class Place:
    root: Path
    install: Path
    data: Path
    sockets: Path
    user: users.Unprivileged | None


def choose(root: Path) -> Place:
    """Decides for the directory `root`, and makes what has to be there."""
    user = users.for_postgres()
    install = binaries.postgres_install()
    home = root
    if user is not None and _must_move(root, install, user):
        shared = _shared_folder(user)
        install = binaries.copy_postgres(shared)
        home = private(shared / _digest(root), owner=user.uid)
    data = home / f"postgres{install.name.removeprefix('pginstall')}"
    sockets = private(_sockets(home), owner=user.uid if user else os.geteuid())
    return Place(root=root, install=install, data=data, sockets=sockets, user=user)


def moved_home(root: Path) -> Path | None:
    """Where root's runs of this directory keep PostgreSQL's data when they could not keep it inside."""
    return next((folder / _digest(root) for folder in ELSEWHERE if (folder / _digest(root)).is_dir()), None)


def private(path: Path, *, owner: int) -> Path:
    """A directory only its owner enters; refuses one that somebody else put there first."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise NotStarted(f"{path} belongs to another user: run as that user, or remove it.")
    if found.st_uid != owner:
        os.chown(path, owner, -1)
    path.chmod(0o700)
    return path


def _must_move(root: Path, install: Path, user: users.Unprivileged) -> bool:
    # Once moved, always moved: the data must not seem lost because a folder was opened later.
    return moved_home(root) is not None or not user.reaches(root, install / "bin" / "postgres")


def _shared_folder(user: users.Unprivileged) -> Path:
    for folder in ELSEWHERE:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if folder.lstat().st_uid == os.geteuid() and not folder.is_symlink():
                folder.chmod(0o755)
                if user.reaches(folder):
                    return folder
        except OSError:
            continue
    raise NotStarted(
        f"PostgreSQL refuses to run as root, and {user.name} can reach neither this folder nor {ELSEWHERE[0]}: "
        "run as an ordinary user, or set DATABASE_URL."
    )


def _sockets(home: Path) -> Path:
    """Inside if its path is short and plain, for libpq splits it at commas and the kernel cuts it."""
    inside = home / "sockets"
    if PLAIN.fullmatch(str(inside)) and len(str(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    return TEMPORARY / f"picomarket-{os.geteuid()}-{_digest(home)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
