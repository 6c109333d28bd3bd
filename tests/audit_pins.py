"""Asks a public list of known weaknesses about every pin: ``make audit``, and the last step of ``make test``.

Exit code 0: none is known. 1: some are, named above. 3: nothing was audited, because nobody could be asked. The last
line says which. Without a network it ends within ten seconds, with one that loses everything within three minutes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = "pip-audit==2.10.1"
ASKED = "https://api.osv.dev/"
FILES = ("requirements.txt", "requirements-dev.txt")
CLEAN, FOUND, NOT_LOOKED = 0, 1, 3
# Seconds for somebody to answer at all, in a process of its own because looking up a name knows no limit; and for the
# whole audit of some two hundred pins.
TO_ANSWER, TO_AUDIT = 8, 170
# Whatever is answered, also a refusal, says that there is a network.
KNOCK = """
import ssl, sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1], timeout=5)
except urllib.error.HTTPError:
    pass
except urllib.error.URLError as error:
    if not isinstance(error.reason, ssl.SSLError):
        sys.exit(str(error.reason))
"""


def main() -> int:
    found, said = _audit()
    if said:
        print(said)
    pins = " and ".join(FILES)
    print(
        {
            CLEAN: f"AUDIT: no weakness is known of what {pins} pin.",
            FOUND: f"AUDIT FAILED: weaknesses are known of what {pins} pin; they are named above.",
            NOT_LOOKED: f"NOT AUDITED: nothing was audited of {pins}, the list of weaknesses could not be asked.",
        }[found]
    )
    return found


def _audit() -> tuple[int, str]:
    """What was found, and what is to be read about it."""
    if why := unreached(ASKED):
        return NOT_LOOKED, why
    command = [sys.executable, "-m", "uv", "--quiet", "tool", "run", "--from", TOOL, "pip-audit"]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--vulnerability-service", "osv"]
    command += [part for name in FILES for part in ("-r", name)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TO_AUDIT)
    except subprocess.TimeoutExpired:
        return NOT_LOOKED, f"It took more than {TO_AUDIT} seconds."
    found = verdict(done.returncode, done.stderr)
    if found == NOT_LOOKED:
        return found, (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return found, f"{done.stdout}{done.stderr}".strip()


def unreached(address: str, *, seconds: float = TO_ANSWER) -> str:
    """Why nobody answers at an address; empty where somebody does."""
    command = [sys.executable, "-I", "-c", KNOCK, address]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"{address} did not answer within {seconds} seconds."
    return (done.stderr.strip().splitlines() or ["no reason given"])[-1] if done.returncode else ""


def verdict(code: int, said: str) -> int:
    """What a run of the tool means: it ends with 1 both where it found something and where it broke."""
    if code == CLEAN:
        return CLEAN
    return FOUND if re.search(r"Found \d+ known vulnerabilit", said) else NOT_LOOKED


if __name__ == "__main__":
    sys.exit(main())
