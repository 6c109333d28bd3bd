"""docs/asvs.md goes through all of the standard, and what it and docs/security.md name is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENT = (ROOT / "docs" / "asvs.md").read_text()
ROWS = re.findall(
    r"^\| ([\d.]+) \| (\d) \| ([^|]+) \| (met|not met|not applicable) \| ([^|]+) \|$", DOCUMENT, re.MULTILINE
)
# Of each section of ASVS 5.0.0 the level of each of its requirements, in their order.
LEVELS = {
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}


def test_every_requirement_of_both_levels_has_its_line_in_order() -> None:
    wanted = [
        (f"{section}.{number}", level)
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level in "12"
    ]

    assert [(number, level) for number, level, *_rest in ROWS] == wanted


def test_the_sums_are_what_the_lines_say() -> None:
    said = [state for _number, _level, _words, state, _where in ROWS]

    sums = f"Of {len(said)}, {said.count('met')} are met, {said.count('not applicable')} are about what this"
    assert sums in DOCUMENT
    assert f"and {said.count('not met')} are not met" in DOCUMENT


def test_what_is_not_met_is_listed_once_at_the_top() -> None:
    top = DOCUMENT.partition("Not met by decision")[2].partition("\n## ")[0]

    listed = re.findall(r"\d+\.\d+\.\d+", top)
    assert sorted(listed) == sorted(number for number, _level, _words, state, _where in ROWS if state == "not met")


@pytest.mark.parametrize("page", ["asvs", "security"])
def test_the_places_that_are_named_are_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text()
    places = re.findall(
        r"`((?:[a-zA-Z_.][\w.-]*/)+[\w.-]+?\.?\w+|[\w.-]+\.(?:txt|ini|md)|\.env\.example)(?:::(\w+))?`", text
    )

    assert places
    assert [place for place, _name in places if not (ROOT / place).exists()] == []
    assert [name for place, name in places if name and name not in functions_in(ROOT / place)] == []


def functions_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
