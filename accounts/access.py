"""Who may sign in, and who is staff."""

from __future__ import annotations

from collections.abc import Iterable

from .models import User

GIVEN = ("is_active", "is_staff")


def change(person: User, *, fields: Iterable[str]) -> None:
    """Store what was set of ``GIVEN``, and nothing else of the row: its counters may have moved meanwhile."""
    person.save(update_fields=[name for name in fields if name in GIVEN])
