"""Two answers are the same however they are written."""

from __future__ import annotations

import pytest

from tasks import matching
from tasks.models import ProofField

Kind = ProofField.Kind


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.LINE, "Corner  Bakery.", "corner bakery"),
        (Kind.LINE, "\uff11\uff12", "12"),
        (Kind.NUMBER, "3.50", "3,5"),
        (Kind.NUMBER, "-0", "0"),
        (Kind.NUMBER, "1000", "1e3"),
        (Kind.URL, "https://www.Example.org/a/", "http://example.org/a#top"),
        (Kind.URL, "https://example.org:443", "example.org"),
        (Kind.CHOICE, " Cat ", "Cat"),
    ],
)
def test_the_same(kind: str, one: str, other: str) -> None:
    assert matching.normal(kind, one) == matching.normal(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.LINE, "Corner Bakery", "Corner Bar"),
        (Kind.NUMBER, "3.5", "35"),
        (Kind.URL, "https://example.org/a?b=1", "https://example.org/a?b=2"),
        (Kind.URL, "https://example.org/A", "https://example.org/a"),
        (Kind.CHOICE, "Cat", "cat"),
    ],
)
def test_not_the_same(kind: str, one: str, other: str) -> None:
    assert matching.normal(kind, one) != matching.normal(kind, other)


@pytest.mark.parametrize("broken", ["https://[", "NaN", "Infinity", "", "1e999999999"])
def test_whatever_is_typed_can_be_compared(broken: str) -> None:
    for kind in ProofField.COMPARABLE:
        matching.normal(kind, broken)


@pytest.mark.parametrize(
    ("right", "given", "is_right"),
    [("Paris", "paris.", True), ("Paris | Paname", "paname", True), ("Paris", "", False), ("|", "", False)],
)
def test_one_of_several_ways_to_write_it_is_right(right: str, given: str, is_right: bool) -> None:
    assert matching.is_right(Kind.LINE, right, given) is is_right
