"""Asking for a look: which drafts need one before they are published, and how it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused

from . import policy
from .models import Look, Task, TaskQuerySet


class NotWaiting(Refused):
    """The draft does not wait for a look any more."""


class Unchanged(Refused):
    """A declined draft is sent again as it was."""


def last_verdict(task: Task) -> Look | None:
    """How the last look before publication ended, if it came to a verdict."""
    ended = task.looks.filter(state__in=[Look.State.APPROVED, Look.State.DECLINED])
    return ended.order_by("-decided_at", "-pk").first()


def cause(task: Task, judgement: policy.Judgement) -> str:
    """Why this draft needs a look before it is published; empty where it needs none. Raises Unchanged."""
    last = last_verdict(task)
    if last and last.contents == policy.fingerprint(task):
        if last.state == Look.State.DECLINED:
            raise Unchanged(_("Nothing was changed since it was declined. Change what the reason names first."))
        return ""
    if last and last.state == Look.State.DECLINED:
        return Look.Cause.AGAIN
    if judgement.answer == policy.Answer.LOOK:
        return Look.Cause.POLICY
    if _is_among_first(task):
        return Look.Cause.FIRST
    return ""


def _is_among_first(task: Task) -> bool:
    first = settings.RULES.first_looks
    return first > 0 and Task.objects.ever_published().filter(employer=task.employer_id)[:first].count() < first


def ask(
    task: Task, *, why: str, risk: int, found: Sequence[str] = (), agreed: Money | None = None, now: datetime
) -> Look:
    """Put a locked task into the queue of looks. No money moves; ``agreed`` is what publication may charge."""
    return Look.objects.create(
        task=task,
        cause=why,
        risk=risk,
        why=[words[:300] for words in found],
        contents=policy.fingerprint(task),
        agreed=agreed or Money(0),
        asked_at=now,
        due_at=now + timedelta(hours=settings.RULES.look_hours),
    )


def allowed(task: Task) -> set[str]:
    """The rules with the phrases that somebody looked at in this task and let stand."""
    ended = task.looks.filter(state__in=[Look.State.APPROVED, Look.State.CLEARED])
    return {key for keys in ended.values_list("allowed", flat=True) for key in keys}


def hold(task: Task, look: Look) -> None:
    """Give no new slots until somebody has looked. Work under way goes on, and escrow stays as it is.

    Runs in the caller's transaction, which holds the task's row.
    """
    look.held_from = task.state
    look.save(update_fields=["held_from"])
    task.move_to(Task.State.HELD)


def brake(task: Task, *, found: str, risk: int, now: datetime) -> Look:
    """Hold a task because very much of it was rejected, and let further rejections wait for the look. No money moves.

    Where a look is open already, it becomes that too. Runs in the caller's transaction, which holds the task's row.
    """
    look = open_look(task) or ask(task, why=Look.Cause.BRAKE, risk=0, now=now)
    look.braked_at, look.risk, look.why = now, look.risk + risk, [*look.why, found[:300]]
    look.save(update_fields=["braked_at", "risk", "why"])
    if task.can_become(Task.State.HELD):
        hold(task, look)
    return look


def braked(task: Task) -> Look | None:
    """The look that rejections of this task wait for."""
    return task.looks.open().braked().first()


def brake_released_at(task: Task) -> datetime | None:
    """When somebody last looked at this task's rejections: what was given before is looked at."""
    last: datetime | None = task.looks.braked().aggregate(last=Max("decided_at"))["last"]
    return last


def staff() -> list[User]:
    """Who looks at tasks."""
    return list(ModelBackend().with_perm("tasks.change_look").filter(is_staff=True).order_by("pk"))


def open_look(task: Task) -> Look | None:
    """The look this task waits for."""
    return task.looks.open().first()


def declined(task: Task) -> Look | None:
    """The look that declined this draft, unless one after it approved it."""
    last = last_verdict(task)
    return last if last and last.state == Look.State.DECLINED else None


def with_last_look(tasks: TaskQuerySet) -> TaskQuerySet:
    """Adds ``last_look``: how the newest look at each task stands or ended; None where there was none."""
    newest = Look.objects.filter(task=OuterRef("pk")).order_by("-asked_at", "-pk")
    return tasks.annotate(last_look=Subquery(newest.values("state")[:1]))


def is_approved(task: Task) -> bool:
    """Whether somebody approved this draft as it is, so that it needs no look."""
    last = last_verdict(task)
    return bool(last and last.state == Look.State.APPROVED and last.contents == policy.fingerprint(task))


def take_back(task: Task, *, by: User, now: datetime) -> Task:
    """Make a draft again of what waits for a look. No money moves. Raises NotWaiting where somebody was quicker."""
    with transaction.atomic():
        fresh = Task.objects.of(by).select_for_update(no_key=True).get(pk=task.pk)
        look = fresh.looks.open().select_for_update(no_key=True).first()
        if fresh.state != Task.State.QUEUED or look is None:
            raise NotWaiting(_("This task does not wait for a look any more."))
        fresh.move_to(Task.State.DRAFTED)
        look.decided_by, look.decided_at = by, now
        look.move_to(Look.State.WITHDRAWN, "decided_by", "decided_at")
    return fresh
