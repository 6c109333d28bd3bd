"""What the desk shows of submissions: each in plain words, drawn once and remembered by them, as tasks' cards are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts import facts
from picomarket.lib import moments
from tasks.models import Task

from .models import Submission

# More of what was handed in is shown nowhere.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Shot:
    """A small picture, and its sides, so that a page keeps its place free."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Times:
    """When it was handed in, and until when it is reviewed where it waits; how far both are and where that is read, by
    which the words for them differ."""

    handed_in: datetime | None
    review_until: datetime | None
    far: tuple[str, str]
    zone: str


@dataclass(frozen=True, slots=True)
class Face:
    """All that is shown of one submission. It is drawn from this alone: equal faces are the same words.

    ``url`` leads to its review among what was asked for. ``turn`` is which of the times it is that the worker does the
    task, where they may do it more than once. A picture among others has no times.
    """

    public_id: str
    url: str
    state: str
    worker: str
    about: facts.Facts
    turn: int
    shot: Shot | None
    words: str
    row: int | None
    cells: tuple[str, ...]
    took: str
    is_flagged: bool
    is_rushed: bool
    is_soon: bool
    is_proposed: bool
    times: Times | None

    @property
    def get_state_display(self) -> str:
        return str(Submission.State(self.state).label)

    @property
    def has_marks(self) -> bool:
        return self.is_flagged or self.is_rushed or self.is_soon


def of(
    row: Submission, *, task: Task, query: str = "", timed: bool = True, rushed: bool = False, soon: bool = False
) -> Face:
    """Its worker, its row and its proofs are at hand, and what ``with_flags`` and ``with_proposals`` add."""
    proofs, took = row.handed_in, row.took
    shot = next((proof for proof in proofs if proof.picture), None)
    return Face(
        row.public_id,
        row.review_url + query,
        row.state,
        row.worker.public_name,
        facts.of(row.worker),
        0 if row.row_id else row.turn,
        Shot(shot.small_url, *shot.small_sides) if shot else None,
        next((proof.text[:LONGEST] for proof in proofs if proof.text), ""),
        row.row.number if row.row else None,
        tuple(filter(None, row.row.shown(task).values())) if row.row else (),
        moments.duration(took) if took else "",
        getattr(row, "is_flagged", False),
        rushed,
        soon,
        row.state == Submission.State.SUBMITTED and getattr(row, "proposed_at", None) is not None,
        _times(row) if timed else None,
    )


def _times(row: Submission) -> Times:
    at, until = row.submitted_at, row.review_until if row.state == Submission.State.SUBMITTED else None
    far = moments.ago(at) if at else "", moments.left(until) if until else ""
    return Times(at, until, far, timezone.get_current_timezone_name())
