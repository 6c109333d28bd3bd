"""Setting a checkout up, with a real virtual environment and pins that need no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from picomarket import bootstrap

SCRIPT = Path(bootstrap.__file__)
PINS = "requirements-test.txt"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout of nothing but the script and empty pins, in a folder with spaces and quotes."""
    made = tmp_path_factory.mktemp("a check 'out' é")
    (made / "picomarket").mkdir()
    shutil.copy(SCRIPT, made / "picomarket")
    (made / PINS).write_text("# nothing\n")
    yield made
    shutil.rmtree(made)


def set_up(checkout: Path, wish: str = PINS, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(checkout / "picomarket/bootstrap.py"), wish]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_a_checkout_is_set_up_once_and_then_nothing_is_said(checkout: Path) -> None:
    first = set_up(checkout)
    second = set_up(checkout)

    assert (first.returncode, first.stderr) == (0, "")
    assert "Making a virtual environment" in first.stdout
    assert (second.returncode, second.stdout) == (0, "")


def test_changed_pins_are_installed(checkout: Path) -> None:
    set_up(checkout)
    (checkout / PINS).write_text("# nothing else\n")

    again = set_up(checkout)

    assert "Installing" in again.stdout
    assert "Making" not in again.stdout


def test_a_half_made_environment_is_made_again(checkout: Path) -> None:
    set_up(checkout)
    shutil.rmtree(checkout / ".venv" / "lib")
    (checkout / ".venv" / ".requirements-test").unlink()

    again = set_up(checkout)

    assert again.returncode == 0
    assert "Making a virtual environment" in again.stdout


def test_a_package_that_cannot_be_had_is_said_in_a_sentence(checkout: Path) -> None:
    set_up(checkout)
    (checkout / "requirements-bad.txt").write_text(f"no-such-thing==1 --hash=sha256:{'0' * 64}\n")
    # pip is sent nowhere, as on a machine without a network
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": "/dev/null"}

    failed = set_up(checkout, "requirements-bad.txt", **nowhere)

    assert failed.returncode == 1
    assert "there is no network" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_full_disk_is_named() -> None:
    said = bootstrap.why_pip_failed(["ERROR: Could not install packages: [Errno 28] No space left on device"])

    assert said == "The packages could not be installed: the disk is full."


def test_another_failure_of_pip_is_passed_on() -> None:
    said = bootstrap.why_pip_failed(["Collecting a", "ERROR: hashes do not match"])

    assert said == "The packages could not be installed. pip says:\nERROR: hashes do not match"


def test_the_browser_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")

    assert bootstrap.find_chromium() == "/opt/chromium"
