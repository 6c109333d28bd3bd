"""What vouches for a submission without anybody's looking at it: that its worker is trusted, that it gives the answer
known to be right, that its completion code says it is done, or that others gave the same answer. It approves; nothing
of it ever rejects anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from picomarket.lib.sweeps import sweep
from tasks import gold
from tasks.models import Block, Gold, Listing, Task

from . import agreement, review
from .models import Check, Proof, Submission

State = Submission.State
APPROVES = (Check.TRUSTED, Check.GOLD, Check.CODE, Check.AGREED)


def is_asked(task: Task) -> bool:
    """Whether some of what is handed in may be approved without anybody's looking at it."""
    return task.checks_itself or task.proof_fields.filter(approves=True).exists()


def note(submission: Submission, *, now: datetime) -> None:
    """Score what was just handed in where its row is gold. Runs in the transaction that hands it in, so that the
    worker reads at once what was right."""
    if submission.row_id and submission.task.has_gold:
        texts = Proof.objects.filter(submission=submission, place=0).values_list("field__position", "text")
        gold.score(submission.task, submission.row_id, submission.worker, dict(texts), now=now)


def check_due(*, now: datetime, most: int = 1000) -> int:
    """Approve what was handed in and is vouched for: escrow → worker, house and referrer; how many.

    What is not waits for its employer, as ever.
    """
    due = Submission.objects.unchecked().order_by("submitted_at").values_list("pk", flat=True)[:most]
    return sweep(list(due), lambda some: _check(some, now=now))


@transaction.atomic
def _check(keys: Sequence[int], *, now: datetime) -> int:
    """Look at these and at the other answers to their rows. All are locked before anything is read, so that a verdict
    that is being given comes first."""
    about = Submission.objects.filter(pk__in=keys, row__isnull=False).values("row")
    asked = Submission.objects.to_review().filter(Q(pk__in=keys) | Q(row__in=about)).select_related("task", "worker")
    locked = asked.order_by("pk").select_for_update(no_key=True, of=("self",))
    by_task: defaultdict[Task, list[Submission]] = defaultdict(list)
    for row in locked:
        by_task[row.task].append(row)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for task, rows in by_task.items():
        for row, check in _vouched(task, rows):
            found[check].append(row.pk)
    for check, some in found.items():
        Submission.objects.filter(pk__in=some).update(checked=check)
    approved = [pk for check in APPROVES for pk in found[check]]
    return review.approve_free(approved, by=None, now=now) if approved else 0


def _vouched(task: Task, rows: Sequence[Submission]) -> Iterable[tuple[Submission, str]]:
    """Each with what was found, or nothing."""
    trusted, scored = _trusted(task, rows), gold.scored({row.row_id for row in rows if row.row_id})
    # Nothing is handed in without a right code where one is asked for.
    is_coded = task.proof_fields.filter(approves=True).exists()
    golden = set(Gold.objects.standing().filter(row__in=[row.row_id for row in rows]).values_list("row", flat=True))
    compared = agreement.of_rows(task, {row.row_id for row in rows if row.row_id}) if task.agreeing else {}
    for row in rows:
        is_right = scored.get((row.row_id or 0, row.worker_id))
        if row.worker.suspended_at is not None:
            # Somebody looks at what a suspended person hands in.
            yield row, ""
        elif is_right is False:
            yield row, Check.MISSED
        elif is_right and task.gold_approves:
            yield row, Check.GOLD
        elif row.worker_id in trusted:
            yield row, Check.TRUSTED
        elif is_coded:
            yield row, Check.CODE
        elif row.row_id in golden or row.row_id not in compared:
            yield row, ""
        else:
            yield row, _by_others(task, row, compared[row.row_id])


def _by_others(task: Task, row: Submission, answers: agreement.Answers) -> str:
    """Nothing is said while answers are still to come that could make enough of them the same."""
    own, agreed = answers.of(row.pk), answers.agreed(task.agreeing)
    if own and agreed and own.key == agreed.key:
        return Check.AGREED
    return Check.DIFFERS if agreed or len(answers.given) >= task.answers else ""


def _trusted(task: Task, rows: Sequence[Submission]) -> set[int]:
    """Which of these workers the employer trusts; whom they blocked they trust no more."""
    if not task.trusted:
        return set()
    workers = {row.worker_id for row in rows}
    on = Listing.objects.present().filter(list__in=task.trusted, worker__in=workers)
    blocked = Block.objects.filter(employer=task.employer_id, worker__in=workers)
    return set(on.values_list("worker", flat=True)) - set(blocked.values_list("worker", flat=True))


def let_fall(one: Gold, *, by: User, now: datetime) -> bool:
    """What was said to be right was wrong: everybody is scored anew, and what waits is looked at again. False where it
    fell before."""
    with transaction.atomic():
        fell = gold.fall(one, by=by, now=now)
        if fell:
            waiting = Submission.objects.to_review().filter(row=one.row_id)
            waiting.update(checked=Check.DUE if is_asked(one.task) else "")
    return fell
