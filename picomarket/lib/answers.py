"""Whether two typed answers are the same to a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """The text whatever its case, its width, its spaces and the full stop after it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" .,;:")


def is_one_of(text: str, right: Iterable[str]) -> bool:
    """Whether a typed answer is one of the right ones. An empty one never is."""
    return bool(plain(text)) and plain(text) in {plain(one) for one in right}
