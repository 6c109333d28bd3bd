"""Claims: a worker's timed hold on a slot. Claiming guarantees the slot, so nobody works for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from inbox import notices
from picomarket.lib.refusals import Refused
from tasks import slots, targeting
from tasks.models import Task

from .models import Submission


class AlreadyClaimed(Refused):
    """This worker holds or did this task already."""


class TooManyClaims(Refused):
    """This worker holds as many slots as one person may."""


class ClaimOver(Refused):
    """The hold on the slot has ended, or was never this worker's to change now."""


def claim(task: Task, *, by: User, now: datetime) -> Submission:
    """Hold one slot for ``task.claim_minutes``. No money moves: the slot's reward is in escrow already.

    Raises NotForYou, TooManyClaims, AlreadyClaimed or TaskFull.
    """
    targeting.check(task, by)
    with transaction.atomic():
        _check_hands_free(by)
        slots.take(task)
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    task=task, worker=by, claimed_at=now, claim_until=now + timedelta(minutes=task.claim_minutes)
                )
        except IntegrityError as error:
            raise AlreadyClaimed(_("You have this task already. It is in your work.")) from error


def _check_hands_free(worker: User) -> None:
    rules = settings.RULES
    # The worker's row is the lock that makes two claims at once count each other.
    fresh = User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    most = rules.newcomer_claims if fresh.approved < rules.newcomer_tasks else rules.open_claims
    if Submission.objects.of(worker).claimed().count() >= most:
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
        slots.free([(held.pk, held.task_id)], now=now)


def locked(submission: Submission, *, by: User, now: datetime) -> Submission:
    """The worker's own running claim, locked. Raises ClaimOver when its time ran out or it was handed in."""
    mine = Submission.objects.of(by).select_related("task").select_for_update(no_key=True, of=("self",))
    held = mine.get(pk=submission.pk)
    if held.state != Submission.State.CLAIMED:
        raise ClaimOver(_("This is %(state)s already.") % {"state": held.get_state_display().lower()})
    if held.claim_until <= now:
        raise ClaimOver(_("The time for this task ran out. The slot went back to the market."))
    return held


def expire_due(*, now: datetime, most: int = 1000) -> int:
    """End claims whose time ran out and free their slots; how many. Rows another sweep holds are left to it."""
    with transaction.atomic():
        due = list(
            Submission.objects.overdue(now)
            .select_related("task", "worker")
            .order_by("pk")
            .select_for_update(no_key=True, of=("self",), skip_locked=True)[:most]
        )
        if due:
            _expire(due, now=now)
    return len(due)


def _expire(due: Sequence[Submission], *, now: datetime) -> None:
    Submission.objects.filter(pk__in=[one.pk for one in due]).update(state=Submission.State.EXPIRED, closed_at=now)
    slots.free([(one.pk, one.task_id) for one in due], now=now)
    notices.tell_each(
        (
            (
                one.worker,
                format_lazy(_("Time ran out: {title}"), title=one.task.title),
                _("The slot went back to the market. This does not count against you."),
                one.get_absolute_url(),
            )
            for one in due
        ),
        now=now,
    )
