"""A layout as a whole: read once, into what a draft can hold and what is to be said of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import page, source, steps
from .notes import Kind, Note
from .questions import Asker, Question
from .source import Unreadable
from .steps import Step
from .words import OURS


class NoQuestions(Unreadable):
    """There is a page, and it asks for nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a layout: ``variables`` are those of its words, as they are named here; lines begin with 1."""

    title: str
    title_line: int
    steps: Sequence[Step]
    questions: Sequence[Question]
    variables: Sequence[str]
    notes: Sequence[Note]


def read(text: str) -> Found:
    """The layout in a text. Raises Unreadable, or NoQuestions."""
    html, notes = source.prepared(text)
    found = page.read(html)
    questions = Asker(found).questions()
    if not questions:
        raise NoQuestions(_no_questions(found))
    title, title_line = steps.title_of(found, questions)
    made = steps.steps_of(found)
    if not title:
        found.notes.append(Note(Kind.NO_TITLE, 1))
    words = [title, *(step.words for step in made), *(question.label for question in questions)]
    variables = dict.fromkeys(name for one in words for name in OURS.findall(one))
    return Found(title, title_line, made, questions, list(variables), [*notes, *found.notes])


def _no_questions(found: page.Page) -> str:
    kinds = {note.kind for note in found.notes}
    if Kind.TOOL in kinds:
        return _(
            "This layout asks workers to mark or draw, which a task cannot. Ask for words, a choice or a file instead,"
            " in a field of its own."
        )
    if Kind.SCRIPT in kinds:
        return _(
            "This layout has no field to fill in: a script makes them, and none is run here. Write the fields into it,"
            " such as <input> or <textarea>, and try again."
        )
    if Kind.UNASKED in kinds:
        return _(
            "This layout asks for a password alone, and passwords are never asked for here. Ask for something that is"
            " no secret."
        )
    return _(
        "This layout has no field to fill in. Copy all of its source, with <input>, <textarea>, <select> or the crowd"
        " elements, and try again."
    )
