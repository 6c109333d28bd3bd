"""What a kind of demo task is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tasks.drafts import Wanted


@dataclass(frozen=True, slots=True)
class About:
    """What one task of a kind is about: the words that fill the gaps, and the places it is for (none: anywhere)."""

    words: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A kind of task. Gaps like {0} are filled from one of its subjects.

    ``cents`` is the range of rewards; ``looks`` names the picture a screenshot of it shows; ``answers`` are what
    workers write, ``pages`` the addresses they hand in.
    """

    category: str
    title: str
    steps: tuple[str, ...]
    proofs: tuple[Wanted, ...]
    cents: tuple[int, int]
    minutes: int
    subjects: tuple[About, ...]
    answers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    looks: str = "browser"


def about(*words: str, places: str = "") -> About:
    return About(words, tuple(places.split()))


def text(label: str, least: int = 10) -> Wanted:
    return Wanted("text", label, least)


def address(label: str) -> Wanted:
    return Wanted("url", label)


def screenshot(label: str) -> Wanted:
    return Wanted("screenshot", label)


def screenshots(label: str, most: int) -> Wanted:
    return Wanted("screenshot", label, most=most)


def code(label: str, *, pattern: str, example: str) -> Wanted:
    return Wanted("line", label, pattern=pattern, example=example)


def choice(label: str, *options: str) -> Wanted:
    return Wanted("choice", label, options=options)


def challenge(label: str, *answers: str) -> Wanted:
    return Wanted("challenge", label, answers=answers)


def number(label: str, lowest: int, highest: int) -> Wanted:
    return Wanted("number", label, lowest=Decimal(lowest), highest=Decimal(highest))
