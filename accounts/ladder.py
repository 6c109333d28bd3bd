"""The ladder of levels as one worker sees it: what each rung asks and opens, and how they moved on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from . import levels
from .models import Level, LevelMove, User, Verdict

# The latest moves; hardly anybody has more.
MOVES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Rung:
    """A level: what it takes, nothing for the first one, and the points an approved task gives that asks for it."""

    level: Level
    approved: int
    rate: int
    points: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A move, with the verdicts that did it as they are now: one may have been overturned since."""

    move: LevelMove
    causes: Sequence[Verdict]


def rungs(worker: User) -> list[Rung]:
    """All levels, the lowest first."""
    asked = {step.level: (step.approved, step.rate) for step in levels.thresholds()}
    points = settings.RULES.task_points
    return [Rung(level, *asked.get(level, (0, 0)), points * level, level == worker.level) for level in Level]


def moves(worker: User) -> list[Told]:
    """How the worker's level moved, the latest first. Two queries."""
    latest = list(worker.level_moves.order_by("-pk")[:MOVES_SHOWN])
    keys = {key for move in latest for key in move.causes}
    verdicts = {one.submission_id: one for one in Verdict.objects.filter(submission_id__in=keys)} if keys else {}
    return [Told(move, [verdicts[key] for key in move.causes if key in verdicts]) for move in latest]
