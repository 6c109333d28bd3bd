"""Words of other people in files that a spreadsheet opens."""

from __future__ import annotations

# A spreadsheet takes a cell that starts like this for a formula and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: str) -> str:
    """The cell so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
