"""Variables: `{{name}}` in a task's words, filled with the values of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.text import Truncator

from picomarket.lib.line_forms import one_line

from .models import Batch, ProofField, Row, Task

LONGEST_TITLE = 200
VARIABLE = re.compile(r"\{\{\s*([^\s{}][^{}]*?)\s*\}\}")


class Step(str):
    """A step with a row's values in it, which knows what was written and which values they are."""

    __slots__ = ("values", "written")

    written: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, written: str, values: Mapping[str, str]) -> Step:
        step = cls(filled(written, values))
        step.written, step.values = written, values
        return step


@dataclass(frozen=True, slots=True)
class Words:
    """A task's words as somebody reads them; ``labels`` by the position of the proof, where they are its row's own."""

    title: str
    steps: Sequence[str]
    labels: Mapping[int, str] = field(default_factory=dict)

    def label(self, asked: ProofField) -> str:
        return self.labels.get(asked.position, asked.label)


def variables(*texts: str) -> list[str]:
    """The names of the variables in some texts, each once, as they come."""
    return list(dict.fromkeys(name for text in texts for name in VARIABLE.findall(text)))


def has_loose_braces(text: str) -> bool:
    """Whether something begins like a variable and is none."""
    return "{{" in VARIABLE.sub("", text)


def generic(text: str) -> str:
    """The text for whoever has no row yet: each variable as its name."""
    return VARIABLE.sub(r"[\1]", text)


def show_names(task: Task) -> None:
    """Let a draft that is only shown read as it will when it is published: with its variables' names."""
    prefetch_related_objects([task], "proof_fields")
    task.title, task.steps = generic(task.title), [generic(step) for step in task.steps]
    for asked in task.proof_fields.all():
        asked.label = generic(asked.label)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with a row's values in it. What a value holds is text: no variable in it is filled again."""
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def words_of(task: Task, row: Row | None) -> Words:
    """The words of a published task for one row, or its own where it is no batch."""
    if row is None:
        return Words(task.title, task.steps)
    kept = task.batch
    return _words(kept.title, kept.steps, dict(enumerate(kept.labels, start=1)), row.values(kept.columns))


def label_of(task: Task, asked: ProofField) -> str:
    """What a proof is called as its employer wrote it."""
    labels = task.batch.labels if task.rows else []
    return labels[asked.position - 1] if labels else asked.label


def preview(batch: Batch, row: Row, asked: Sequence[ProofField]) -> Words:
    """The words of a draft for one row, as a worker will read them."""
    task, labels = batch.task, {one.position: one.label for one in asked}
    return _words(task.title, task.steps, labels, row.values(batch.columns))


def _words(title: str, steps: Sequence[str], labels: Mapping[int, str], values: Mapping[str, str]) -> Words:
    return Words(
        Truncator(one_line(filled(title, values))).chars(LONGEST_TITLE),
        [Step.of(step, values) for step in steps],
        {position: one_line(filled(label, values)) for position, label in labels.items()},
    )
