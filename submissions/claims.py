"""Claims: a worker's timed hold on a slot. Claiming guarantees the slot, so nobody works for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import first_tasks, links, places
from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import statements
from picomarket.lib.public import new_public_id
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep
from tasks import pauses, slots, targeting, turns
from tasks.models import Task

from .models import Submission, SubmissionQuerySet, grace


class AlreadyClaimed(Refused):
    """This worker holds or did this task already."""


class NoTurnLeft(Refused):
    """This worker did the task as often as one may, or must wait for the end of a rejection."""


class TooManyClaims(Refused):
    """This worker holds as many slots as one person may."""


class Paused(Refused):
    """Several claims of this worker ran out within a day; the message says when they can claim again."""


class ClaimOver(Refused):
    """The hold on the slot has ended: run out, given back or handed in, perhaps in another tab."""


def claim(task: Task, *, by: User, seen: str = "", now: datetime) -> Submission:
    """Hold one slot, and of a batch the next row, for ``task.claim_minutes``. No money moves: the slot's reward is in
    escrow already.

    ``seen`` is the country the worker's address is in, where that is known. Proofs kept in an earlier claim that came
    to nothing are taken over. Raises NotForYou, SeenElsewhere, AlreadyClaimed, NoTurnLeft, TaskFull, TaskShut,
    NoRowLeft, Paused or TooManyClaims.
    """
    targeting.check(task, by)
    places.check(by, seen=seen, now=now)
    name = new_public_id()
    answer = _ask(task, by, name=name, now=now, look=True)
    if answer.refusal == "due":
        # In transactions of their own: they take other tasks and pockets, which this task must not wait for.
        _end_overdue(Submission.objects.of(by), now=now)
        # A new account on a device that did the task must not be quicker than the job that links the two.
        links.weigh_own(by, now=now)
        answer = _ask(task, by, name=name, now=now, look=False)
    if answer.refusal == "closed":
        # A worker who is not admitted was asked about a task that is none.
        targeting.check_ties(task, by)
    _check(answer, task, by, now=now)
    return _kept(answer, task, by, name=name, now=now)


class _Answer(NamedTuple):
    """Of ``submissions_claim``: why not, or the key of the new claim, its row and which of their turns it is; and how
    many this worker may hold."""

    refusal: str
    held: int | None
    given: int | None
    turn: int | None
    most: int | None


_CLAIM = """
    SELECT refusal, held, given, turn, most
      FROM submissions_claim(accounts_admit(tasks_admit(%s::bigint, %s::bigint, %s::timestamptz),
                                            %s::bigint, %s::timestamptz),
                             %s::bigint, %s::text, %s::text, %s::timestamptz, %s::timestamptz, %s::timestamptz,
                             %s::integer, %s::integer, %s::integer, %s::integer, %s::integer)
"""


def _ask(task: Task, worker: User, *, name: str, now: datetime, look: bool) -> _Answer:
    """All of claiming in one statement, so that nobody waits long for a task many want."""
    rules, until = settings.RULES, _until(task, now)
    most = rules.newcomer_tasks, first_tasks.claims(worker), rules.open_claims
    pause = rules.expiries_a_day, rules.expiry_pause_minutes
    who = task.pk, worker.pk, now, worker.pk, now, worker.pk, str(worker.country)
    due = now - grace() if look else None
    return _Answer(*statements.answer(_CLAIM, [*who, name, now, until, due, *most, *pause]))


def _until(task: Task, now: datetime) -> datetime:
    return now + timedelta(minutes=task.claim_minutes)


def _kept(answer: _Answer, task: Task, worker: User, *, name: str, now: datetime) -> Submission:
    """The claim as it is stored, without asking for it."""
    stored = {field.attname: field.get_default() for field in Submission._meta.concrete_fields} | {
        "id": answer.held,
        "public_id": name,
        "country": str(worker.country),
        "row_id": answer.given,
        "turn": answer.turn,
        "claimed_at": now,
        "claim_until": _until(task, now),
    }
    row = Submission.from_db(connection.alias, list(stored), list(stored.values()))
    row.task, row.worker = task, worker
    return row


def _check(answer: _Answer, task: Task, worker: User, *, now: datetime) -> None:
    if answer.refusal == "already":
        raise AlreadyClaimed(_("You have this task already. It is in your work."))
    if answer.refusal in ("turns", "unsettled"):
        raise NoTurnLeft(turns.of(task, worker).why_not)
    if answer.refusal == "linked":
        targeting.refuse_linked()
    if answer.refusal == "pause":
        raise Paused(pauses.words(worker, now=now))
    slots.check_taken(answer.refusal, task, now=now)
    if answer.refusal == "hands":
        most = answer.most or 0
        words = ngettext_lazy(
            "You can hold %(count)s task at a time. Hand it in or give it back first.",
            "You can hold %(count)s tasks at a time. Hand one in or give one back first.",
            most,
        )
        raise TooManyClaims(words % {"count": most})


def extend(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Hold the slot for the task's claim time once more; once per claim. Raises ClaimOver."""
    with transaction.atomic():
        held = locked(submission, by=by, now=now)
        if held.extended_at is not None:
            raise ClaimOver(_("You can take more time once per task."))
        held.claim_until += timedelta(minutes=held.task.claim_minutes)
        held.extended_at = now
        held.save(update_fields=["claim_until", "extended_at"])
    return held


def give_back(submission: Submission, *, by: User, now: datetime) -> None:
    """Give the slot to the next worker, at no cost to this one. In a stopped task its money is returned."""
    with transaction.atomic():
        held = locked(submission, by=by, now=now)
        held.closed_at = now
        held.move_to(Submission.State.GIVEN_BACK, "closed_at")
        slots.free([held.hold], now=now)


def locked(submission: Submission, *, by: User, now: datetime) -> Submission:
    """The worker's own running claim, locked. Raises ClaimOver when its time ran out or it was handed in."""
    held = to_change(submission, by=by, now=now)
    if held.state != Submission.State.CLAIMED:
        raise _over(held.state)
    return held


def to_change(submission: Submission, *, by: User, now: datetime) -> Submission:
    """The worker's own running claim, or what they are asked to change, locked. Raises ClaimOver when the time for it
    ran out or it was handed in."""
    mine = Submission.objects.of(by).select_related("task__employer").select_for_update(no_key=True, of=("self",))
    held = mine.get(pk=submission.pk)
    until = held.change_until
    if until is None:
        raise _over(held.state)
    if until <= now:
        raise _over(Submission.State.EXPIRED if held.state == Submission.State.CLAIMED else held.state)
    return held


def _over(state: str) -> ClaimOver:
    if state == Submission.State.EXPIRED:
        return ClaimOver(_("The time for this task ran out. The slot went back to the market."))
    if state == Submission.State.GIVEN_BACK:
        return ClaimOver(_("You gave this task back."))
    if state == Submission.State.REVISION:
        words = _(
            "The time to change this is over. What you had saved is handed in by itself if nothing is missing; if"
            " something is, the employer judges what you handed in before."
        )
        return ClaimOver(words)
    return ClaimOver(_("You handed this in already."))


def expire_due(*, now: datetime, most: int = 1000) -> int:
    """End claims whose time ran out and free their slots; how many. Rows another sweep holds are left to it."""
    return _end_overdue(Submission.objects.all(), now=now, most=most)


def _end_overdue(rows: SubmissionQuerySet, *, now: datetime, most: int = 1000) -> int:
    due = list(rows.overdue(now).order_by("claim_until").values_list("pk", flat=True)[:most])
    return sweep(due, lambda some: _expire(some, now=now))


@transaction.atomic
def _expire(keys: Sequence[int], *, now: datetime) -> int:
    overdue = Submission.objects.overdue(now).filter(pk__in=keys).select_related("task__batch", "row", "worker")
    due = list(overdue.order_by("pk").select_for_update(no_key=True, of=("self",), skip_locked=True))
    if not due:
        return 0
    Submission.objects.filter(pk__in=[one.pk for one in due]).update(state=Submission.State.EXPIRED, closed_at=now)
    slots.free([one.hold for one in due], now=now)
    notices.tell_each(
        (
            (
                one.worker,
                format_lazy(_("Time ran out: {title}"), title=one.words.title),
                _("The slot went back to the market. It counts in no score, and what you had saved is kept."),
                one.get_absolute_url(),
            )
            for one in due
        ),
        topic=Topic.CLAIMS,
        now=now,
    )
    return len(due)
