"""Steps and a title made of the words of a layout that no question is called by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .notes import Kind, Note
from .page import LOWEST_HEADING, Page, Text
from .questions import Question
from .words import OURS

# The forms of the wizard have the same limits.
MOST_STEPS, LONGEST_STEP = 20, 1000
# Of more than these none is looked for: they are filled up one after the other.
FEW = 200
SHORTEST_TITLE, LONGEST_TITLE = 10, 120
GENERIC = re.compile(
    r"(short |full |detailed |quick |general )?(instructions?|overview|task|hit|questions?|untitled( document)?"
    r"|document|title|home|index|layout|template|examples?|guidelines?|directions?|steps?|survey|form)\W*",
    re.IGNORECASE,
)
# Headings that say nothing of what comes after them.
BARE = re.compile(
    r"((short|full|detailed|quick|general|the|your) )?(instructions?|directions?|tasks?|hit|steps?|overview)\W*",
    re.IGNORECASE,
)
# What is looked at as the heading of a page, before what the elements in it say.
LOWEST_TITLE = 2
SENTENCE_ENDS = re.compile(r"(?<=[.!?。।])\s")


@dataclass(slots=True)
class Step:
    """One step, and the line where its words begin."""

    words: str
    line: int


def title_of(page: Page, questions: Sequence[Question]) -> tuple[str, int]:
    """What says best what is done, and its line: the page's title, a heading, a Crowd element's header, a smaller
    heading, the only question, the first sentence.

    A heading that became the title is taken out of the page.
    """
    texts = [one for one in page.pieces if isinstance(one, Text)]
    if _says(page.title):
        _drop_same(page, page.title)
        return _cut(page.title), page.title_line
    headings = [one for one in texts if one.kind == "heading" and one.level <= LOWEST_HEADING and _says(one.plain)]
    heading = min(headings, key=lambda one: (one.level > LOWEST_TITLE, one.level != 1), default=None)
    if _says(page.header) and (heading is None or heading.level > LOWEST_TITLE):
        _drop_same(page, page.header)
        return _cut(page.header), page.header_line
    if heading is not None:
        page.pieces.remove(heading)
        return _cut(heading.plain), heading.line
    asked = [(one.label, one.line) for one in questions if not OURS.match(one.label)]
    said = [
        (SENTENCE_ENDS.split(one.plain.replace("\n", " "), maxsplit=1)[0].rstrip(":"), one.line)
        for one in texts
        if one.kind in {"paragraph", "ordered", "bullet"} and not OURS.match(one.plain)
    ]
    asks = len(questions) == 1 and (questions[0].options or questions[0].label.endswith("?"))
    for words, line in [*asked, *said] if asks else [*said, *asked]:
        if _says(words):
            return _cut(words), line
    return "", 0


def _says(title: str) -> bool:
    return len(title.strip()) >= SHORTEST_TITLE and not GENERIC.fullmatch(title.strip())


def _drop_same(page: Page, title: str) -> None:
    headings = [one for one in page.pieces if isinstance(one, Text) and one.kind == "heading"]
    same = next((one for one in headings if one.plain.casefold() == title.strip().casefold()), None)
    if same is not None:
        page.pieces.remove(same)


def _cut(title: str) -> str:
    title = " ".join(title.split())
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rpartition(" ")[0] + "\N{HORIZONTAL ELLIPSIS}"


def steps_of(page: Page) -> list[Step]:
    """At most twenty, each no longer than one can be: items of an ordered list and paragraphs, a list with what it
    belongs to, a heading with what comes after it."""
    texts = [one for one in page.pieces if isinstance(one, Text) and not _is_bare(one)]
    made = [part for step in _blocks(_rows(texts)) for part in _divided(step)]
    made = _joined(made)
    if len(made) > MOST_STEPS:
        page.notes += [Note(Kind.STEPS_OVER, step.line) for step in made[MOST_STEPS:]]
    return made[:MOST_STEPS]


def _is_bare(one: Text) -> bool:
    return one.kind in {"heading", "paragraph"} and bool(BARE.fullmatch(one.plain))


def _rows(texts: list[Text]) -> list[Text]:
    """The cells of each row of a table as one item."""
    rows: list[Text] = []
    for (is_cell, row), run in groupby(texts, key=lambda one: (one.kind == "cell" and bool(one.row), one.row)):
        cells = list(run)
        if is_cell and row and len(cells) > 1:
            rows.append(Text.of("bullet", " \N{EM DASH} ".join(one.marked for one in cells), cells[0].line, holder=row))
        else:
            rows += cells
    return rows


def _blocks(texts: list[Text]) -> list[Step]:
    made: list[Step] = []
    heading: Step | None = None
    # To which step a further paragraph, or item, belongs.
    item, in_list = 0, False
    for one in texts:
        words = one.marked
        is_bullet = one.kind == "bullet"
        if one.kind == "heading":
            heading = Step(
                f"{heading.words}\n{_bold(one)}" if heading else _bold(one), heading.line if heading else one.line
            )
            continue
        belongs = (
            made
            and not heading
            and (
                (one.kind in {"ordered", "bullet"} and one.holder == item)
                or (is_bullet and (in_list or made[-1].words.rstrip("*").endswith(":")))
            )
        )
        line = f"- {words}" if is_bullet and one.holder != item else words
        if belongs:
            made[-1].words += f"\n{line}"
        elif heading:
            made.append(Step(f"{heading.words}\n{line}", heading.line))
        else:
            made.append(Step(line, one.line))
        heading, in_list = None, is_bullet
        item = one.holder if one.kind in {"ordered", "bullet"} else 0
    return [*made, *([heading] if heading else [])]


def _bold(heading: Text) -> str:
    words = heading.plain.replace("\n", " ")
    return words if re.search(r"[*_`\[\]]", words) else f"**{words}**"


def _divided(step: Step) -> list[Step]:
    """A step that is too long, between its lines, else its sentences, else its words."""
    parts = [step.words]
    for between in ("\n", ". ", " ", ""):
        parts = [piece for part in parts for piece in _cut_at(part, between)]
    return [Step(part, step.line) for part in parts if part.strip()]


def _cut_at(words: str, between: str) -> list[str]:
    pieces = []
    while len(words) > LONGEST_STEP:
        at = words.rfind(between, 0, LONGEST_STEP) + len(between.rstrip(" \n")) if between else LONGEST_STEP
        if at <= LONGEST_STEP // 4:
            break
        pieces.append(words[:at].strip())
        words = words[at:].strip()
    return [*pieces, words]


def _joined(steps: list[Step]) -> list[Step]:
    """While there are too many, the two shortest neighbours become one."""
    steps = _packed(steps) if len(steps) > FEW else list(steps)
    while len(steps) > MOST_STEPS:
        pairs = [(len(one.words) + len(other.words) + 1, place) for place, (one, other) in enumerate(pairwise(steps))]
        length, place = min(pairs)
        if length > LONGEST_STEP:
            break
        steps[place : place + 2] = [Step(f"{steps[place].words}\n{steps[place + 1].words}", steps[place].line)]
    return steps


def _packed(steps: list[Step]) -> list[Step]:
    packed: list[Step] = []
    for step in steps:
        if packed and len(packed[-1].words) + len(step.words) < LONGEST_STEP:
            packed[-1].words += f"\n{step.words}"
        else:
            packed.append(Step(step.words, step.line))
    return packed
