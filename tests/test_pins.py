"""What is installed is what was looked at: every package pinned, with its hashes, from one index."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests import audit_pins

ROOT = Path(settings.BASE_DIR)
PINS = sorted(ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_every_package_has_one_version_and_hashes(path: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE).strip())

    assert blocks
    assert [one for one in blocks if not re.match(r"[a-z0-9._-]+(\[[\w,]+\])?==[^\s;]+", one)] == []
    assert [one for one in blocks if "--hash=sha256:" not in one] == []
    # Nothing from another place, of another machine or of a branch.
    assert re.findall(r"https?://|git\+|^-e|--extra-index-url|--index-url", path.read_text(), re.MULTILINE) == []


def test_every_package_that_is_asked_for_is_pinned() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    asked = {re.split(r"[\[~=<>]", one)[0] for one in groups["run"] if isinstance(one, str)}
    pinned = set(re.findall(r"^([a-z0-9._-]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))

    assert asked - pinned == set()


@pytest.mark.parametrize(
    ("code", "said", "means"),
    [
        (0, "No known vulnerabilities found", audit_pins.CLEAN),
        (1, "Found 2 known vulnerabilities in 1 package", audit_pins.FOUND),
        (1, "requests.exceptions.ConnectionError: Max retries exceeded", audit_pins.NOT_LOOKED),
        (2, "error: No such file or directory", audit_pins.NOT_LOOKED),
    ],
)
def test_an_audit_that_could_not_ask_is_not_taken_for_one_that_found_nothing(code: int, said: str, means: int) -> None:
    assert audit_pins.verdict(code, said) == means


def test_an_audit_without_a_network_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.audit_pins"]
    cut_off = {"UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path)}

    done = subprocess.run(command, cwd=ROOT, env=os.environ | cut_off, capture_output=True, text=True, check=False)

    assert done.returncode == audit_pins.NOT_LOOKED
    assert done.stdout.splitlines()[-1].startswith("NOT AUDITED: nothing was audited of requirements.txt")


def test_an_audit_waits_for_nobody_who_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        assert "did not answer" in audit_pins.unreached(address, seconds=1)

    assert audit_pins.unreached(address)


def test_the_audit_is_the_last_of_what_make_test_runs() -> None:
    makefile = (ROOT / "Makefile").read_text()

    assert re.search(r"^test:.* audit  ##", makefile, re.MULTILINE)
