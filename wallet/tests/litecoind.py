"""The Litecoin node of the tests: one that is installed, or Debian's, unpacked into .data without touching the system.

python3 -I wallet/tests/litecoind.py    have one; where that cannot be, say so, and its tests are skipped
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
OURS = BASE / ".data" / "litecoin"
# Debian's own /usr/bin/litecoind is a script that insists on a place for its data.
DEBIANS = Path("usr/lib/litecoin/litecoind")
PACKAGE = "litecoind"
WHY_NOT = "no litecoind here: apt install litecoind, or name one in LITECOIND"
NEEDED = ("depends", "--recurse", *(f"--no-{kind}" for kind in ("recommends", "suggests", "conflicts", "breaks")))


def find() -> Path | None:
    """LITECOIND names one; otherwise an installed one, or the one unpacked here."""
    on_the_path = shutil.which(PACKAGE)
    places = [os.environ.get("LITECOIND"), Path("/") / DEBIANS, OURS / DEBIANS, on_the_path]
    return next((Path(place) for place in places if place and Path(place).exists()), None)


def environment() -> dict[str, str]:
    """What the node is started with: it finds the libraries that were unpacked with it."""
    ours = [str(place) for place in OURS.glob("usr/lib/*-linux-gnu*")]
    given = os.environ.get("LD_LIBRARY_PATH")
    return {**os.environ, "LD_LIBRARY_PATH": ":".join([*ours, *filter(None, [given])])}


def starts() -> bool:
    """Whether there is one, with all of its libraries."""
    node = find()
    return node is not None and _run([str(node), "-version"], env=environment()) is not None


def have() -> None:
    if starts():
        return
    if not all(map(shutil.which, ("apt-get", "apt-cache", "dpkg", "dpkg-query"))):
        print(WHY_NOT)
        return
    print("Fetching a Litecoin node for the tests", flush=True)
    with tempfile.TemporaryDirectory() as place:
        _fetch(Path(place))
    if not starts():
        print(WHY_NOT)


def _fetch(place: Path) -> None:
    """With the system's lists of packages; where these are missing or old, with fresh ones of our own."""
    lists = place / "lists"
    fresh = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={place / 'cache'}", "-o", "APT::Sandbox::User="]
    for options in ([], fresh):
        if options:
            (lists / "partial").mkdir(parents=True)
            (place / "cache" / "archives" / "partial").mkdir(parents=True)
            _run(["apt-get", "-qq", *options, "update"])
        packages = _missing(options)
        if packages and _run(["apt-get", "-qq", *options, "download", *packages], cwd=place) is not None:
            _unpack(place)
            return


def _missing(options: list[str]) -> list[str]:
    """The packages a node needs that this system lacks; none where it does not know them."""
    known = _run(["apt-cache", *options, *NEEDED, "--no-replaces", "--no-enhances", PACKAGE]) or ""
    names = {line for line in known.splitlines() if line and line[0] not in " |<"}
    status = _run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"]) or ""
    return sorted(names - {line.split()[1] for line in status.splitlines() if line.startswith("installed ")})


def _unpack(place: Path) -> None:
    """Beside its place first, then into it at once: what is there is whole."""
    OURS.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=OURS.parent))
    for package in place.glob("*.deb"):
        _run(["dpkg", "-x", str(package), str(aside)])
    shutil.rmtree(OURS, ignore_errors=True)
    aside.rename(OURS)


def _run(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str | None:
    """What a program says; None where it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


if __name__ == "__main__":
    have()
    sys.exit()
