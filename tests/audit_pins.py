"""Asks a public list of known weaknesses about every pin: ``make audit``.

Exit code 0: none is known. 1: some are, named above. 3: nothing was audited, because nobody could be asked.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = "pip-audit==2.10.1"
CLEAN, FOUND, NOT_LOOKED = 0, 1, 3


def main() -> int:
    worst = CLEAN
    for pins in ("requirements.txt", "requirements-dev.txt"):
        worst = max(worst, _audit(pins))
    return worst


def _audit(pins: str) -> int:
    command = [sys.executable, "-m", "uv", "--quiet", "tool", "run", "--from", TOOL, "pip-audit"]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--vulnerability-service", "osv"]
    done = subprocess.run([*command, "-r", pins], cwd=ROOT, capture_output=True, text=True, check=False)
    found = verdict(done.returncode, done.stderr)
    if found == NOT_LOOKED:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"Nothing was audited of {pins}: the list of weaknesses could not be asked.\n  {why}", file=sys.stderr)
    else:
        print(f"{pins}:\n{done.stdout}{done.stderr}")
    return found


def verdict(code: int, said: str) -> int:
    """What a run of the tool means: it ends with 1 both where it found something and where it broke."""
    if code == CLEAN:
        return CLEAN
    return FOUND if re.search(r"Found \d+ known vulnerabilit", said) else NOT_LOOKED


if __name__ == "__main__":
    sys.exit(main())
