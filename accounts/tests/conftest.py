"""What the tests of people share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from accounts import rule_changes
from picomarket.lib.rules import Rules


@pytest.fixture(autouse=True)
def _given_again() -> Iterator[None]:
    """A process keeps what it has set; the next test begins with what the environment says."""
    yield
    if rule_changes.LIVE == rule_changes.GIVEN:
        return
    for field in fields(Rules):
        object.__setattr__(rule_changes.LIVE, field.name, getattr(rule_changes.GIVEN, field.name))
    rule_changes._following = rule_changes.Following()
