"""Sets up a checkout. Run by the Makefile with the system's Python, before anything is installed.

python3 -I picomarket/bootstrap.py requirements-embedded.txt    make .venv hold exactly these pins
python3 -I picomarket/bootstrap.py chromium                     have a browser for the tests
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VENV_PACKAGE = "python3-venv"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
INSTALL = ("install", "--require-hashes", "--no-deps", "--only-binary=:all:", "--progress-bar=off")


class SetupFailed(Exception):
    """One sentence for the person who ran make."""


def main(wish: str) -> int:
    try:
        if wish == "chromium":
            have_chromium()
        else:
            have_packages(BASE / wish)
    except SetupFailed as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


# -- The virtual environment


def have_packages(pins: Path) -> None:
    """Does nothing if these pins stand already; repairs what an interrupted set-up left."""
    if sys.version_info < OLDEST:
        raise SetupFailed(
            f"Picomarket needs Python {OLDEST[0]}.{OLDEST[1]} or newer; python3 is {sys.version.split()[0]}."
        )
    with one_at_a_time():
        stamp = VENV / f".{pins.stem}"
        wanted = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()
        if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
            return
        if not is_usable():
            make_venv()
        install(pins)
        stamp.write_text(wanted)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two makes in one checkout take turns."""
    try:
        handle = os.open(BASE, os.O_RDONLY)
    except PermissionError as error:
        raise SetupFailed(f"{BASE} cannot be read.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_usable() -> bool:
    """A half-made environment has no pip; one whose Python was removed or upgraded does not start."""
    if not PYTHON.exists():
        return False
    version = "import sys, pip; print(sys.version)"
    asked = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True, check=False)
    return asked.stdout.strip() == sys.version


def make_venv() -> None:
    if not os.access(BASE, os.W_OK):
        raise SetupFailed(f"{BASE} cannot be written: Picomarket keeps its packages and data there.")
    if not has_ensurepip():
        get_ensurepip()
    say("Making a virtual environment in .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SetupFailed(
            f"Python could not make a virtual environment in {VENV}:\n{(made.stdout + made.stderr).strip()}"
        )


def has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def get_ensurepip() -> None:
    if may_apt():
        say(f"Installing {VENV_PACKAGE}, which this Python lacks")
        apt_install(VENV_PACKAGE)
    if not has_ensurepip():
        raise SetupFailed(f"This Python cannot make virtual environments: apt install {VENV_PACKAGE}, then try again.")


def install(pins: Path) -> None:
    count = sum("==" in line for line in pins.read_text().splitlines())
    say(f"Installing the {count} packages of {pins.name} (about half a minute)")
    command = [str(PYTHON), *PIP, *INSTALL, "-r", str(pins)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        said = report(pip, count)
    if pip.returncode != 0:
        raise SetupFailed(why_pip_failed(said))


def report(pip: subprocess.Popen[str], count: int) -> list[str]:
    """Shows how far it is, quietly; keeps what pip said for the case that it fails."""
    said, collected = [], 0
    for line in pip.stdout or ():
        said.append(line.rstrip())
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            collected += 1
            if collected % 20 == 0:
                say(f"  {collected} of {count}")
        if line.startswith("Installing collected"):
            say("  unpacking")
    return said


def why_pip_failed(said: list[str]) -> str:
    text = "\n".join(said)
    if any(sign in text for sign in ("NewConnectionError", "Failed to establish", "Name or service", "ConnectTimeout")):
        return "The packages could not be downloaded: there is no network, or it does not reach the package index."
    if "No space left" in text:
        return "The packages could not be installed: the disk is full."
    errors = [line for line in said if line.startswith("ERROR")] or said[-5:]
    return "The packages could not be installed. pip says:\n" + "\n".join(errors)


# -- The browser of the tests


def find_chromium() -> str | None:
    """CHROMIUM names one; otherwise whichever is on the path, or Playwright's own."""
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    found = filter(None, [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS), *map(str, own)])
    return next(found, None)


def have_chromium() -> None:
    """Without one, and without the right to install it, the browser tests fail and say the same."""
    if find_chromium():
        return
    if may_apt():
        say("Installing Chromium for the browser tests")
        apt_install("chromium")
    if not find_chromium():
        say("No Chromium here, so the browser tests will fail: apt install chromium")


# -- apt, where we may


def may_apt() -> bool:
    return shutil.which("apt-get") is not None and sudo() is not None


def sudo() -> list[str] | None:
    """What to put before a command that needs root; None if we may not."""
    if os.geteuid() == 0:
        return []
    ask = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.run(ask, capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(package: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", package]):
        command = [*(sudo() or []), "apt-get", "-qq", *step]
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        say(f"  apt-get could not: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
