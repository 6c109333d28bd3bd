"""States move through a table: what is not written there cannot happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.db import models

Moves = Mapping[str, frozenset[str]]


class IllegalMove(Exception):
    """A verb asked for a move its table does not know: a bug, never a rule's refusal."""


def moves(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Freeze a MOVES table: state → the states it may become."""
    return {start: frozenset(ends) for start, ends in table.items()}


class Stateful(models.Model):
    """A row with a ``state`` and the ``MOVES`` it may make. Only verbs call :meth:`move_to`."""

    MOVES: Moves
    state: models.CharField[str, str]

    class Meta:
        abstract = True

    def can_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    def move_to(self, state: str, *also: str) -> None:
        """Move this locked row and save its state with the fields named in ``also``. Raises IllegalMove."""
        if not self.can_become(state):
            raise IllegalMove(f"{self._meta.label} {self.pk}: {self.state} does not become {state}")
        self.state = state
        changed: Iterable[str] = ["state", *also]
        self.save(update_fields=changed)


def came_from(model: type[Stateful], state: str) -> list[str]:
    """The states from which rows of this model may become ``state``, for moves on sets of rows."""
    return sorted(start for start, ends in model.MOVES.items() if state in ends)


def stateful_models() -> Iterator[type[Stateful]]:
    for model in apps.get_models():
        if issubclass(model, Stateful):
            yield model


def diagrams() -> str:
    """Every state table as a Mermaid diagram in Markdown: the whole of docs/states.md."""
    parts = ["# States\n\nWritten by `manage.py print_states`; a test holds it to the code.\n"]
    for model in sorted(stateful_models(), key=lambda one: one._meta.label):
        lines = [f"    {start} --> {end}" for start, ends in model.MOVES.items() for end in sorted(ends)]
        ends = [f"    {state} --> [*]" for state, after in model.MOVES.items() if not after]
        first = next(iter(model.MOVES))
        body = "\n".join([f"    [*] --> {first}", *lines, *ends])
        parts.append(f"## {model._meta.label}\n\n```mermaid\nstateDiagram-v2\n{body}\n```\n")
    return "\n".join(parts)
