"""Results: what was handed in for a task as a file its employer fetches. Asked for, built by a job, swept away.

The row is the queue. Whoever builds holds it by a lease that runs on with the work; of a builder that is gone the lease
ends, and another one goes on. In a ZIP the pictures that are whole stay, up to ``size``; what is told in words is
written anew. The file is locked while it is written, so that nobody goes on with what a slow builder still writes.
"""

from __future__ import annotations

import fcntl
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from tasks.models import Task

from . import comparing, writing
from .models import Proof, Results, ResultsQuerySet, Submission, SubmissionQuerySet
from .writing import Delivered, Piece

State = Results.State
LEASE = timedelta(minutes=2)
SUBMISSIONS_AT_ONCE = 1_000
# After so many seconds it is kept how far a builder is.
KEEP_AFTER = 5.0
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
    """The next one to build, leased. What an earlier builder left goes on in a ZIP, else it is taken away."""
    with transaction.atomic():
        waiting = Results.objects.to_build(now).order_by("asked_at").select_for_update(skip_locked=True, of=("self",))
        results = waiting.select_related("task__employer", "task__batch").first()
        if results is None:
            return None
        left = str(results.file.name or "")
        if not (left and results.size and _is_abandoned(_path(results))):
            results.file = f"results/{now:%Y/%m/%d}/{new_public_id()}.{results.kind}"
            results.size = results.done = 0
        results.leased_until = now + LEASE
        results.save(update_fields=["file", "size", "done", "leased_until"])
    if left and left != results.file.name:
        results.file.storage.delete(left)
    return results


def _path(results: Results) -> Path:
    return Path(results.file.storage.path(str(results.file.name)))


def _is_abandoned(path: Path) -> bool:
    """Whether this file is there and nobody writes it: the lock of a process that is gone is gone too."""
    try:
        with path.open("r+b") as file:
            return _is_locked(file)
    except FileNotFoundError:
        return False


def _is_locked(file: BinaryIO) -> bool:
    """Lock a file until it is closed; False where somebody else does."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _build(results: Results, *, now: datetime) -> bool:
    """Write the file; False where another builder took over meanwhile."""
    path = _path(results)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        if not _is_locked(file):
            return False
        file.truncate(results.size)
        file.seek(results.size)
        if not _write(results, file):
            path.unlink(missing_ok=True)
            return False
    return _hand_over(results, size=path.stat().st_size, now=now)


def _write(results: Results, file: BinaryIO) -> bool:
    """Write all that was handed in, and keep how far it is every some seconds; False where somebody took over."""
    task, written = results.task, 0
    keys = sorted(_handed_in(task, task.employer).values_list("pk", flat=True))
    Results.objects.filter(pk=results.pk).update(total=len(keys))
    with ExitStack() as stack:
        write, due = stack.enter_context(writing.writer(results.kind, task, file)), monotonic() + KEEP_AFTER
        for first in range(0, len(keys), SUBMISSIONS_AT_ONCE):
            some = keys[first : first + SUBMISSIONS_AT_ONCE]
            for one, proofs in _delivered(task, some):
                write(one, proofs)
                written += 1
                if written % SUBMISSIONS_AT_ONCE == 0 or written == len(keys) or monotonic() > due:
                    if not _hold_on(results, file, done=written):
                        return False
                    due = monotonic() + KEEP_AFTER
    return True


def _delivered(task: Task, keys: Sequence[int]) -> Iterator[tuple[Delivered, list[Piece]]]:
    """These submissions in order, each with its proofs: some queries, however many they are."""
    pieces: defaultdict[int, list[Piece]] = defaultdict(list)
    handed_in = Proof.objects.exclude(submission__state=Submission.State.REVISION)
    proofs = handed_in.filter(submission__in=keys).order_by("field__position", "place")
    told_of = ("submission", "field__position", "text", "picture", "file", "place")
    for piece in map(Piece._make, proofs.values_list(*told_of)):
        pieces[piece.submission].append(piece)
    told = Submission.objects.filter(pk__in=keys).order_by("pk").values_list(*_TOLD)
    known = comparing.for_results(task, keys) if task.rows else {}
    for one in (Delivered._make((*values, known.get(values[0], ()))) for values in told):
        yield one, pieces[one.key]


def _mine(results: Results) -> ResultsQuerySet:
    return Results.objects.filter(pk=results.pk, state=State.ASKED, file=str(results.file.name))


def _hold_on(results: Results, file: BinaryIO, *, done: int) -> bool:
    """Keep how far it is, on the disk before in the row; False where another builder took over."""
    results.done = max(results.done, done)
    if results.kind == Results.Kind.ZIP:
        file.flush()
        os.fsync(file.fileno())
        results.size = file.tell()
    kept = {"done": results.done, "size": results.size, "leased_until": Now() + LEASE}
    return bool(_mine(results).update(**kept))


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
            topic=Topic.TASKS,
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
