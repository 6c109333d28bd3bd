"""What of a text is shown around that which was found in it, and marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# As many characters of a sentence are shown around a phrase.
AROUND = 90


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, marked or not."""

    words: str
    marked: bool


def marked(text: str, stretches: Iterable[slice]) -> list[Part]:
    """The text in parts, those within a stretch marked; stretches that overlap are one."""
    parts, done = [], 0
    for stretch in sorted(stretches, key=lambda one: (one.start, one.stop)):
        if stretch.stop <= done:
            continue
        start = max(stretch.start, done)
        parts += [Part(text[done:start], marked=False), Part(text[start : stretch.stop], marked=True)]
        done = stretch.stop
    return [part for part in [*parts, Part(text[done:], marked=False)] if part.words]


def passages(text: str, stretches: Iterable[slice]) -> list[list[Part]]:
    """The sentences the stretches stand in, each once with all of them marked, in the order of the text."""
    shown: list[tuple[slice, list[slice]]] = []
    for stretch in sorted(stretches, key=lambda one: (one.start, one.stop)):
        around = _around(text, stretch)
        if shown and around.start < shown[-1][0].stop:
            before, found = shown.pop()
            shown.append((slice(before.start, max(before.stop, around.stop)), [*found, stretch]))
        else:
            shown.append((around, [stretch]))
    return [
        marked(
            text[part.start : part.stop].rstrip(),
            [slice(one.start - part.start, one.stop - part.start) for one in found],
        )
        for part, found in shown
    ]


def _around(text: str, stretch: slice) -> slice:
    """The sentence a stretch stands in, of a long one what is near."""
    start, stop = stretch.start, stretch.stop
    begins = max([0, start - AROUND, *(hit.end() for hit in re.finditer(r"[.!?]\s|\n", text[:start]))])
    ends = re.compile(r"[.!?](?=\s|$)|\n").search(text, stop)
    return slice(begins, min(ends.end() if ends else len(text), stop + AROUND))
