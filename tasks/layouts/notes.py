"""What of a layout came otherwise or not at all, with the lines where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

# So many lines and things are named of one kind, and so much of each.
MOST_NAMED, LONGEST_ABOUT = 12, 120
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class Kind(StrEnum):
    # Left out.
    SCRIPT = "script"
    STYLE = "style"
    LOGIC = "logic"
    HIDDEN_INPUT = "hidden_input"
    TOO_MANY = "too_many"
    TOOL = "tool"
    UNASKED = "unasked"
    LOST_FILE = "lost_file"
    DRAWING = "drawing"
    BUTTON = "button"
    PATTERN = "pattern"
    LOWEST = "lowest"
    HIGHEST = "highest"
    STRIDE = "stride"
    FILLED_IN = "filled_in"
    OPTIONS_LOST = "options_lost"
    STEPS_OVER = "steps_over"
    ENTITY = "entity"
    UNFINISHED = "unfinished"
    LINK = "link"
    LOCKED = "locked"
    HELPER = "helper"
    # Taken over in another way.
    PICTURE = "picture"
    FRAME = "frame"
    MANY_OF = "many_of"
    WRITTEN = "written"
    OPTIONAL = "optional"
    NONE_WRITTEN = "none_written"
    INVENTED = "invented"
    LABELS = "labels"
    LONGEST = "longest"
    CONCEALED = "concealed"
    RENAMED = "renamed"
    DATE = "date"
    LONG_LABEL = "long_label"
    VALUES = "values"
    NO_TITLE = "no_title"


WORDS: Mapping[str, Any] = {
    Kind.SCRIPT: _("Scripts. Nothing runs here: what they show, hide or check is to be said in the steps."),
    Kind.STYLE: _("Colours, fonts and arrangement. The page looks as every task does, on phones too."),
    Kind.LOGIC: _("Conditions and loops: {about}. Everything is always shown here."),
    Kind.HIDDEN_INPUT: _("Hidden fields: {about}. Your results hold the columns of your file and who did it anyway."),
    Kind.TOO_MANY: _("The question “{about}”. A task asks for at most six things: join some, or make two tasks."),
    Kind.TOOL: _("The tool {about}, which marks or draws. Ask for words, a choice or a file instead."),
    Kind.UNASKED: _("A field for a password: {about}. Nobody may be asked for one here."),
    Kind.LOST_FILE: _("A file that is not at a full web address: {about}. Put it on the web and write its address."),
    Kind.DRAWING: _("A drawing or an embedded object: {about}. Give its address in a step."),
    Kind.BUTTON: _("A button that does something only with its script: {about}."),
    Kind.PATTERN: _("The pattern of “{about}”, which cannot be read here. Write another one at “Proof”."),
    Kind.LOWEST: _("The lowest number of “{about}”. Look at “Proof”."),
    Kind.HIGHEST: _("The highest number of “{about}”. Look at “Proof”."),
    Kind.STRIDE: _("The step between two numbers of “{about}”. Here any number between them may be given."),
    Kind.FILLED_IN: _("What was filled in or ticked already in “{about}”. Here workers begin with nothing chosen."),
    Kind.OPTIONS_LOST: _(
        "The choices of “{about}”: there are too many, or they are too long. Workers write it themselves."
    ),
    Kind.STEPS_OVER: _("The last of the instructions: there is room for twenty steps of 1,000 characters."),
    Kind.ENTITY: _("Entities the file makes for itself. They are never read."),
    Kind.UNFINISHED: _("All that comes after a script or a style that never ends. Close it and try again."),
    Kind.LINK: _("Where a link led that is not to a full web address: {about}. Its words are kept."),
    Kind.LOCKED: _("A field nobody could write in: {about}."),
    Kind.HELPER: _("What something in braces does: {about}. Only the variable it is given is kept."),
    Kind.PICTURE: _(
        "Pictures, sound and films are not shown in the page: workers open them by the address in the steps."
    ),
    Kind.FRAME: _("A page within the page became a link in the steps."),
    Kind.MANY_OF: _("“{about}” let workers tick several. Here they write which ones, in one line."),
    Kind.WRITTEN: _(
        "The choices of “{about}” hold variables or are too many: they stand in a step, and workers write one."
    ),
    Kind.OPTIONAL: _("“{about}” could be left empty. Here every question must be answered."),
    Kind.NONE_WRITTEN: _(
        "“{about}” was optional. Every proof must be given here, so workers are told to write “none” where they have"
        " nothing."
    ),
    Kind.INVENTED: _("“{about}” had no label, so the name is made up. Say at “Proof” what is asked."),
    Kind.LABELS: _("The labels of the tool {about}. They stand in a step."),
    Kind.LONGEST: _("The most characters of “{about}”: workers read it, and are not held to it."),
    Kind.CONCEALED: _("Something hidden until a script shows it. It is always shown here."),
    Kind.RENAMED: _("A variable has another name: {about}. Call the column of your file so."),
    Kind.DATE: _("“{about}” was a calendar or a clock. Here it is written by a pattern, with an example."),
    Kind.LONG_LABEL: _("“{about}” is too long for the name of a question. All of it stands in a step."),
    Kind.VALUES: _("Results hold what workers read, not the value behind it: {about}."),
    Kind.NO_TITLE: _("No title was found. Write what the worker does, in one line."),
}
OTHERWISE = {
    *(Kind.PICTURE, Kind.FRAME, Kind.MANY_OF, Kind.WRITTEN, Kind.OPTIONAL, Kind.LONGEST, Kind.CONCEALED, Kind.RENAMED),
    *(Kind.DATE, Kind.LONG_LABEL, Kind.VALUES, Kind.NO_TITLE, Kind.NONE_WRITTEN, Kind.INVENTED, Kind.LABELS),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that came otherwise, in a line. ``about``: which one, as text; empty where it is like any other."""

    kind: Kind
    line: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The notes of one kind as they are read: in words, with their lines; ``more`` where there are too many to name."""

    kind: str
    words: str
    lines: Sequence[int]
    more: bool


def kept(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain values that can be kept as JSON, those of a kind as one, in the order of their first lines."""
    together: dict[Kind, list[Note]] = {}
    for note in sorted(notes, key=lambda note: note.line):
        together.setdefault(note.kind, []).append(note)
    return [
        {
            "kind": str(kind),
            # One more than is named says that there are more.
            "about": list(dict.fromkeys(Truncator(note.about).chars(LONGEST_ABOUT) for note in alike if note.about))[
                : MOST_NAMED + 1
            ],
            "lines": list(dict.fromkeys(note.line for note in alike))[: MOST_NAMED + 1],
        }
        for kind, alike in together.items()
    ]


def said(plain: Iterable[Mapping[str, Any]], *, otherwise: bool) -> list[Said]:
    """What was kept, in words: of what came otherwise, or of what did not come at all."""
    chosen = [one for one in plain if one["kind"] in WORDS and (one["kind"] in OTHERWISE) == otherwise]
    return [
        Said(one["kind"], _worded(one), one["lines"][:MOST_NAMED], len(one["lines"]) > MOST_NAMED) for one in chosen
    ]


def _worded(one: Mapping[str, Any]) -> str:
    named = [*one["about"][:MOST_NAMED], *([ELLIPSIS] if len(one["about"]) > MOST_NAMED else [])]
    return str(WORDS[one["kind"]]).replace("{about}", ", ".join(named))
