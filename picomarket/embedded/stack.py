"""stub for now"""

from pathlib import Path


def run(data: Path) -> int:
    return 0


def refuse_a_second_run(data: Path) -> None: ...
