"""Looking at tasks: one person of the staff takes a look, and decides with a reason that its employer reads.

A draft is approved or declined. A task that workers reported, or a changed policy points at, is cleared or stopped.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import keeping
from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from . import policy, publishing, quotes, reports
from .models import Look, Report, Task
from .signals import rejections_counted, rejections_undone

SHORTEST_WORDS = 10


class Decided(Refused):
    """Somebody decided this look before, or its employer took the draft back."""


class OwnTask(Refused):
    """Nobody looks at their own task, nor at one they reported."""


class TooShort(Refused):
    """A decline or a stop lacks the words its employer needs."""


def approve(look: Look, *, by: User, now: datetime) -> Task:
    """The draft is fine: it is published now, for what its employer agreed to: spendable → escrow. A quote they were
    given holds as long as the draft waited.

    Where the money no longer suffices, or anything else keeps it from being published, it is a draft again and its
    employer is told; the next time it needs no look. Raises Decided, Kept or OwnTask.
    """
    with transaction.atomic():
        fresh = _locked(look, by=by, now=now)
        _allow(fresh, now=now)
        _close(fresh, Look.State.APPROVED, by=by, now=now)
        task = fresh.task
        try:
            with transaction.atomic():
                quoted = quotes.confirmed(task, cost=fresh.agreed)
                publishing.go_live(task, agreed=fresh.agreed, quoted=quoted, now=now)
        except Refused as refusal:
            task.refresh_from_db()
            task.move_to(Task.State.DRAFTED)
            words = _(
                "It is fine as it is, but it could not be published: {why} Publish it then; it needs no second look."
            )
            _tell(
                task,
                format_lazy(_("Approved, not yet published: {title}"), title=task.title),
                format_lazy(words, why=refusal.words),
                now=now,
            )
        else:
            _tell(
                task,
                format_lazy(_("Your task is published: {title}"), title=task.title),
                _("Somebody looked at it. Workers see it now."),
                now=now,
            )
    return task


def decline(look: Look, *, reason: str, fix: str, by: User, now: datetime) -> Task:
    """The draft cannot be published as it is: back to its employer, with why and what to change. No money moves.

    Raises TooShort, Decided, Kept or OwnTask.
    """
    reason, fix = _checked(reason), _checked(fix)
    with transaction.atomic():
        fresh = _locked(look, by=by, now=now)
        fresh.reason, fresh.fix = reason, fix
        _close(fresh, Look.State.DECLINED, by=by, now=now)
        fresh.task.move_to(Task.State.DRAFTED)
        words = format_lazy(_("{reason}\n\nWhat to change: {fix}"), reason=reason, fix=fix)
        _tell(fresh.task, format_lazy(_("Declined: {title}"), title=fresh.task.title), words, now=now)
    return fresh.task


def clear(look: Look, *, fair: bool, by: User, now: datetime) -> Task:
    """The task goes on, and what was found in it is allowed there. ``fair`` says that the reports were worth making:
    then nobody's count for less. Where very much was rejected, the rejections stand, and there can be more.

    Its employer is told where they knew of the look. No money moves. Raises Decided, Kept or OwnTask.
    """
    with transaction.atomic():
        fresh = _locked(look, by=by, now=now)
        task, is_told = fresh.task, tells_if_cleared(fresh)
        fresh.reason = gettext_noop("The rejections are fair: they stand.") if fresh.braked_at else ""
        _go_on(fresh, fair=fair, by=by, now=now)
        if is_told:
            words = _("Somebody looked at it. The task is as it was before.")
            _tell(task, format_lazy(_("Your task goes on: {title}"), title=task.title), words, now=now)
    return task


def tells_if_cleared(look: Look) -> bool:
    """Whether its employer knows of the look, and is told how it ends: the task was held, or so many were rejected."""
    return look.task.state == Task.State.HELD or look.braked_at is not None


def _go_on(look: Look, *, fair: bool, by: User, now: datetime) -> None:
    """Close a locked look as cleared; its task is what it was before."""
    task = look.task
    _allow(look, now=now)
    _close(look, Look.State.CLEARED, by=by, now=now)
    if task.state == Task.State.HELD:
        paused = look.held_from == Task.State.PAUSED or publishing.is_kept_back(task.employer)
        task.move_to(Task.State.PAUSED if paused else Task.State.PUBLISHED)
    reports.settle(look, Report.State.CLOSED if fair else Report.State.WRONG, now=now)


def paid_if_unfair(look: Look) -> tuple[int, Money]:
    """How many rejected submissions ``pay_rejected`` would pay now, and what their workers would receive together."""
    count = sum(int(found or 0) for _receiver, found in rejections_counted.send(sender=Look, look=look))
    return count, look.task.price.receives * count


def pay_rejected(look: Look, *, reason: str = "", by: User, now: datetime) -> Task:
    """What was rejected of a braked task was not fairly rejected: all of it that is not final is approved, escrow → the
    workers and the house, and the task goes on.

    Raises Decided where nothing was rejected in bulk or it was decided, Taken or OwnTask; then no money moved.
    """
    with transaction.atomic():
        if not look.braked_at:
            raise Decided(_("Nobody was rejected in bulk here."))
        rejections_undone.send(sender=Look, look=look, by=by, now=now)
        fresh, reason = _locked(look, by=by, now=now), reason.strip()
        task = fresh.task
        unfair = gettext_noop("The rejections are unfair: these workers are paid.")
        fresh.reason = f"{unfair}\n\n{reason}".strip()
        _go_on(fresh, fair=True, by=by, now=now)
        words = _(
            "Support looked at the many rejections of a day and approved what was handed in: the workers are paid. The"
            " task is as it was before."
        )
        subject = format_lazy(_("Your rejections were undone: {title}"), title=task.title)
        body = format_lazy("{words}\n\n{reason}", words=words, reason=reason) if reason else words
        _tell(task, subject, body, now=now)
    return task


def stop(look: Look, *, reason: str, by: User, now: datetime) -> Task:
    """The task must not go on: it ends as if its employer stopped it, so unclaimed slots' escrow → spendable.

    Work that stands is still reviewed and paid. Raises TooShort, Decided, Kept or OwnTask.
    """
    reason = _checked(reason)
    with transaction.atomic():
        fresh = _locked(look, by=by, now=now)
        fresh.reason = reason
        _close(fresh, Look.State.STOPPED, by=by, now=now)
        reports.settle(fresh, Report.State.RIGHT, now=now)
        task = fresh.task
        if task.can_become(Task.State.STOPPED):
            task = publishing.stop(task, by=task.employer, now=now, by_support=True)
        words = _("Workers reported it and somebody looked: {reason} What nobody took is back in your balance.")
        if fresh.braked_at:
            words = _(
                "Very much of it was rejected and somebody looked: {reason} What nobody took is back in your balance."
            )
        if fresh.is_after_change:
            words = _("The policy changed and somebody looked: {reason} What nobody took is back in your balance.")
        _tell(
            task,
            format_lazy(_("Your task was stopped: {title}"), title=task.title),
            format_lazy(words, reason=reason),
            now=now,
        )
    return task


def _locked(look: Look, *, by: User, now: datetime) -> Look:
    """The open look with its task, both locked, if this person may decide it now."""
    task = Task.objects.select_related("employer").select_for_update(no_key=True, of=("self",)).get(pk=look.task_id)
    fresh = Look.objects.select_for_update(no_key=True).get(pk=look.pk)
    fresh.task = task
    if not fresh.is_open:
        raise Decided(_("This is decided already, or its employer took it back."))
    if task.employer_id == by.pk or task.reports.of(by).exists():
        raise OwnTask(_("You have a part in this task. Leave it to somebody else."))
    keeping.check(fresh, by=by, now=now)
    return fresh


def _allow(look: Look, *, now: datetime) -> None:
    """What the policy finds in the task now was seen and let stand."""
    look.allowed = policy.judge(look.task, now=now).keys
    look.save(update_fields=["allowed"])


def _close(look: Look, state: str, *, by: User, now: datetime) -> None:
    look.decided_by, look.decided_at = by, now
    look.move_to(state, "decided_by", "decided_at", "reason", "fix")


def _tell(task: Task, subject: str | Promise, body: str | Promise, *, now: datetime) -> None:
    notices.tell(
        task.employer,
        subject=subject,
        body=body,
        url=reverse("tasks:manage", args=[task.public_id]),
        mail=True,
        topic=Topic.TASKS,
        now=now,
    )


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise TooShort(_("Write at least %(least)s characters.") % {"least": SHORTEST_WORDS})
    return words
