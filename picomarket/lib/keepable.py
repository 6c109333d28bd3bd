"""What PostgreSQL keeps of words and JSON that come from outside: no NUL, no half of a character, no endless number."""

from __future__ import annotations

from math import isfinite
from typing import Any


def words(text: str) -> str:
    """The text without what no column of PostgreSQL holds."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def told(value: Any) -> Any:
    """A value read from JSON, so that it can be kept as JSON. Raises RecursionError where it is nested too deeply."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, list):
        return [told(one) for one in value]
    if isinstance(value, dict):
        return {words(name): told(one) for name, one in value.items()}
    return str(value) if isinstance(value, float) and not isfinite(value) else value
