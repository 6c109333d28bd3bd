"""Charts drawn on the server: what their templates need, in whole numbers, which no language writes with a comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A bar is so long at most; a column is drawn in a box so high, and so wide with the gap after it.
LONGEST, HIGHEST, STEP, WIDE = 100, 100, 10, 8
# Fewer columns have the room of so many, or each would be a wall.
FEWEST = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table with its bar: a name, where that leads, the bar's length, and what its cells say."""

    name: Any
    length: int
    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its place, what stands on what (each from ``top`` down), and what its cells say."""

    name: Any
    left: int
    parts: Sequence[Part]
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Part:
    top: int
    height: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    columns: Sequence[Column]
    width: int

    @property
    def are_few(self) -> bool:
        """They do not reach the end of their box."""
        return len(self.columns) < FEWEST


def bars(lines: Sequence[tuple[Any, int, Sequence[Any], str]]) -> list[Bar]:
    """Bars of (name, size, cells, url), the largest as long as there is room."""
    largest = max((size for _name, size, _cells, _url in lines), default=0) or 1
    return [Bar(name, _part_of(size, largest, LONGEST), cells, url) for name, size, cells, url in lines]


def columns(lines: Sequence[tuple[Any, Sequence[tuple[int, str]], Sequence[Any]]]) -> Columns:
    """Columns of (name, sizes with their tones from the foot up, cells), the highest as high as there is room."""
    highest = max((sum(size for size, _tone in sizes) for _name, sizes, _cells in lines), default=0) or 1
    drawn = [
        Column(name, number * STEP, _stacked(sizes, highest), cells)
        for number, (name, sizes, cells) in enumerate(lines)
    ]
    return Columns(drawn, max(len(drawn), FEWEST) * STEP)


def _stacked(sizes: Sequence[tuple[int, str]], highest: int) -> list[Part]:
    parts, foot = [], HIGHEST
    for size, tone in sizes:
        height = _part_of(size, highest, HIGHEST)
        foot -= height
        parts.append(Part(foot, height, tone))
    return parts


def _part_of(size: int, largest: int, room: int) -> int:
    """What is there at all is seen."""
    return max(size * room // largest, 1) if size > 0 else 0
