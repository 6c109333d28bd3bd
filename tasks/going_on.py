"""Sentences that go on behind the end of a line: in each line of a list, or because the line was full.

A text comes in plain letters, with the place in the original of each of them.
"""

from __future__ import annotations

import re
from typing import TypeAlias

# Between texts that are read as one and yet are none: over an empty line no sentence goes on but into a list.
APART = "\n\n"

Placed: TypeAlias = tuple[str, tuple[int, ...]]

# A full stop before a space; the marks of other scripts end a sentence anywhere.
ENDS = re.compile(r"[.!?;:](?=\s|$)|[\u0964\u0965\u061f\u061b]|\n")
# How a line of a list begins. So much of what stands before a list is read before so many lines of it.
ITEM = re.compile(r"[ \t]*(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014]|\d{1,2}[.)])[ \t]+(?=\S)")
IN_LIST = re.compile(rf"\n{ITEM.pattern}")
NOWHERE = range(0)
LEAD_LENGTH, ITEMS_READ = 100, 30
LINE = re.compile(r"[^\n]*\n|[^\n]+$")
# What may stand behind the last word of a line; and what ends a sentence there.
BEHIND = " \t\n:,-\u2013\u2014*_\"'()[]\u201d\u2019"
CLOSING = (".", "!", "?", ";", "\u0964", "\u0965", "\u061f", "\u061b")
# The end of a line before one that is no part of a list, with the first word of that.
BREAK = re.compile(r"\n[ \t]*[*_\"'(\[\u201c\u2018]*([^\W\d_]\w*)")
CLOSED = re.compile(r"[.!?;:\u0964\u0965\u061f\u061b][\s*_\"')\]\u201d\u2019]*$")
LETTER = re.compile(r"[^\W\d_]")


def in_lists(raw: str, at: tuple[int, ...]) -> Placed:
    """Each line of a list behind what was begun before it, where no sentence ends in between."""
    if not IN_LIST.search(raw):
        return raw, at
    words, places, lead, left = list[str](), list[int](), NOWHERE, ITEMS_READ
    for line in LINE.finditer(raw):
        start, item = line.start(), ITEM.match(line[0])
        if item and lead and left:
            words += [raw[lead.start : lead.stop], " "]
            places += [*at[lead.start : lead.stop], at[start]]
            start, left = start + item.end(), left - 1
        elif not item and not line[0].isspace():
            lead, left = _lead(line[0], start), ITEMS_READ
        words.append(raw[start : line.end()])
        places += at[start : line.end()]
    return "".join(words), tuple(places)


def _lead(line: str, start: int) -> range:
    """Where the sentence stands that a line leaves open."""
    said = line.rstrip(BEHIND)
    said = said.rstrip(". ") if said.endswith("..") else said
    begun = max((hit.end() for hit in ENDS.finditer(said)), default=0)
    return NOWHERE if said.endswith(CLOSING) else range(start + max(begun, len(said) - LEAD_LENGTH), start + len(said))


def wrapped(text: str, raw: str, at: tuple[int, ...]) -> Placed:
    """The lines that go on in the next one, each with it as one line; empty where none does."""
    breaks = _breaks(text, raw, at)
    if not breaks:
        return "", ()
    letters = list(raw)
    for place in breaks:
        letters[place] = " "
    joined, placed = in_lists("".join(letters), at)
    broken = {at[place] for place in breaks}
    spans = (slice(*line.span()) for line in LINE.finditer(joined))
    kept = [span for span in spans if not broken.isdisjoint(placed[span])]
    return "".join(joined[span] for span in kept), tuple(place for span in kept for place in placed[span])


def _breaks(text: str, raw: str, at: tuple[int, ...]) -> list[int]:
    """Where lines end that go on in the next: by a small letter there, in a text that begins with a capital.

    Where letters have no case, or a text none, by its first word, for which the line before had no room any more.
    """
    begins, lines, found = LETTER.search(text), list[str](), list[int]()
    has_case = begins is not None and begins[0].isupper()
    for hit in BREAK.finditer(raw):
        line = raw[raw.rfind("\n", 0, hit.start()) + 1 : hit.start()].strip()
        word = text[at[hit.start(1)] : at[hit.end(1) - 1] + 1]
        # A word all in capitals begins no sentence by them.
        begins_anew = word[0].isupper() and not (len(word) > 1 and word.isupper())
        if not line or begins_anew or CLOSED.search(line):
            continue
        lines = lines or [one.strip() for one in raw.split("\n")]
        if (has_case and word[0].islower()) or len(line) + len(" ") + len(hit[1]) > max(map(len, lines)):
            found.append(hit.start())
    return found
