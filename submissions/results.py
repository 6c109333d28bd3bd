"""Results: what was handed in for a task as a file its employer fetches. Asked for, built by a job, swept away.

The row is the queue. Whoever builds holds it by a lease that runs on with the work; of a builder that is gone the lease
ends, and another one starts anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import Task

from . import comparing, writing
from .models import Proof, Results, ResultsQuerySet, Submission, SubmissionQuerySet
from .writing import Delivered, Piece

State = Results.State
LEASE = timedelta(minutes=2)
SUBMISSIONS_AT_ONCE = 1_000
# The fields of a Delivered, as the database names them.
_TOLD = (
    *("pk", "public_id", "worker__public_id", "state", "row__number", "row__cells", "claimed_at", "submitted_at"),
    *("closed_at", "reason", "comment"),
)


class NothingYet(Refused):
    """Nobody has handed anything in."""


def ask(task: Task, *, kind: str, by: User, now: datetime) -> Results:
    """Ask for a file of what is handed in so far, or for the one that is being built already. Raises NothingYet."""
    total = _handed_in(task, by).count()
    if not total:
        raise NothingYet(_("Nothing is handed in yet. Come back when workers have delivered."))
    asked = Results.objects.of(by).filter(task=task, kind=kind, state=State.ASKED)
    try:
        with transaction.atomic():
            return asked.first() or Results.objects.create(task=task, kind=kind, total=total, asked_at=now)
    except IntegrityError:
        # Another tab was quicker.
        return asked.get()


def _handed_in(task: Task, employer: User) -> SubmissionQuerySet:
    return Submission.objects.reviewable_by(employer).filter(task=task)


def build_due(*, now: datetime) -> int:
    """Build what was asked for, the oldest first; how many files."""
    built = 0
    while (results := _take(now)) is not None:
        built += _build(results, now=now)
    return built


def _take(now: datetime) -> Results | None:
    """The next one to build, leased, with what an earlier builder left of it taken away."""
    with transaction.atomic():
        waiting = Results.objects.to_build(now).order_by("asked_at").select_for_update(skip_locked=True, of=("self",))
        results = waiting.select_related("task__employer", "task__batch").first()
        if results is None:
            return None
        left = str(results.file.name or "")
        results.file = f"results/{now:%Y/%m/%d}/{new_public_id()}.{results.kind}"
        results.leased_until, results.done = now + LEASE, 0
        results.save(update_fields=["file", "leased_until", "done"])
    if left:
        results.file.storage.delete(left)
    return results


def _build(results: Results, *, now: datetime) -> bool:
    """Write the file; False where another builder took over meanwhile."""
    task = results.task
    keys = sorted(_handed_in(task, task.employer).values_list("pk", flat=True))
    Results.objects.filter(pk=results.pk).update(total=len(keys))
    path = Path(results.file.storage.path(str(results.file.name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file, writing.writer(results.kind, task, file) as write:
        for first in range(0, len(keys), SUBMISSIONS_AT_ONCE):
            some = keys[first : first + SUBMISSIONS_AT_ONCE]
            for one, proofs in _delivered(task, some):
                write(one, proofs)
            if not _hold_on(results, done=first + len(some)):
                path.unlink(missing_ok=True)
                return False
    return _hand_over(results, size=path.stat().st_size, now=now)


def _delivered(task: Task, keys: Sequence[int]) -> Iterator[tuple[Delivered, list[Piece]]]:
    """These submissions in order, each with its proofs: some queries, however many they are."""
    pieces: defaultdict[int, list[Piece]] = defaultdict(list)
    proofs = Proof.objects.filter(submission__in=keys).order_by("field__position", "place")
    told_of = ("submission", "field__position", "text", "picture", "file", "place")
    for piece in map(Piece._make, proofs.values_list(*told_of)):
        pieces[piece.submission].append(piece)
    told = Submission.objects.filter(pk__in=keys).order_by("pk").values_list(*_TOLD)
    known = comparing.for_results(task, keys) if task.rows else {}
    for one in (Delivered._make((*values, known.get(values[0], ()))) for values in told):
        yield one, pieces[one.key]


def _mine(results: Results) -> ResultsQuerySet:
    return Results.objects.filter(pk=results.pk, state=State.ASKED, file=str(results.file.name))


def _hold_on(results: Results, *, done: int) -> bool:
    return bool(_mine(results).update(done=done, leased_until=Now() + LEASE))


def _hand_over(results: Results, *, size: int, now: datetime) -> bool:
    """The file is whole: it is kept for some days, and an older one of the same kind no longer."""
    with transaction.atomic():
        row = _mine(results).select_for_update(of=("self",)).first()
        if row is None:
            return False
        row.size, row.done, row.keep_until = size, row.total, now + timedelta(days=settings.RULES.results_days)
        older = Results.objects.filter(task=row.task_id, kind=row.kind, state=State.BUILT)
        older.update(keep_until=now)
        row.move_to(State.BUILT, "size", "done", "keep_until")
        notices.tell(
            results.task.employer,
            subject=format_lazy(_("Your results are ready: {title}"), title=results.task.title),
            url=reverse("submissions:results", args=[results.task.public_id]),
            now=now,
        )
    return True


def sweep_due(*, now: datetime, most: int = 100) -> int:
    """Delete the files whose days are over; how many."""
    over = list(Results.objects.outdated(now).order_by("keep_until")[:most])
    for results in over:
        results.file.storage.delete(str(results.file.name))
        with transaction.atomic():
            row = Results.objects.select_for_update().get(pk=results.pk)
            if row.state == State.BUILT:
                row.move_to(State.SWEPT)
    return len(over)
