"""What the deeds of the chaos have in common: who does them, to which row, and how many of each kind."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from accounts.models import User

WORDS = "The page shows a picture and a form, as it was asked."
PEOPLE = 6
STAFF = ("sam", "sue")

# What a deed returns is the row it made or moved: whoever was told so must find it again.
Deed = Callable[[User, random.Random, datetime], Any]


class Nothing(Exception):
    """There is no row to do this to just now."""


def one_of(rows: Any) -> Any:
    found = rows.order_by("?").first()
    if found is None:
        raise Nothing
    return found


def named(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def anybody(dice: random.Random) -> User:
    return named(f"trader{dice.randrange(PEOPLE)}")


def some_staff(dice: random.Random) -> User:
    return named(dice.choice(STAFF))


def key(dice: random.Random) -> str:
    """Few enough that the same key comes again, from the same process or another."""
    return str(dice.randrange(500))
