"""Judging published tasks again when the policy or its phrases changed, a few at a time, with how far it came kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales, sweeps

from . import looks, policy, suspects
from .models import Edition, Look, Round, Task, TaskQuerySet

# Tasks judged between two looks at the clock, and the seconds after which a job leaves the rest to the next.
AT_ONCE = 100
SECONDS = 20.0
# A page waits no longer than this to say what an edition would do.
FORETOLD_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an edition would do to tasks that are published or paused: of ``tasks`` so many were tried, newest first."""

    tasks: int
    tried: int
    labelled: int
    looked_at: int
    blocked: int


def go_on(*, now: datetime, seconds: float = SECONDS) -> int:
    """Judge the next tasks by the policy in force, for some seconds; how many. Nothing is left to do most of the time.

    Labels are put right. What asks for a look, or could not be published any more, is held until somebody has looked
    and its employer is told; but for what somebody let stand in that task before. No money moves.
    """
    book, end, done = policy.book(policy.edition(now=now)), monotonic() + seconds, 0
    current = _current(book, now=now)
    while current.done_at is None and monotonic() < end:
        tasks = list(_standing().filter(pk__gt=current.upto).order_by("pk")[:AT_ONCE])
        if not suspects.look_through(tasks, by=book.phrases, until=end):
            break
        came = Counter[str]()
        sweeps.sweep(tasks, partial(_judge, book=book, came=came, now=now))
        current.upto = tasks[-1].pk if tasks else current.upto
        current.done_at = None if len(tasks) == AT_ONCE else now
        Round.objects.filter(pk=current.pk).update(
            upto=current.upto,
            done_at=current.done_at,
            labelled=F("labelled") + came["labelled"],
            held=F("held") + came["held"],
        )
        done += len(tasks)
    return done


def foretell(edition: Edition, *, now: datetime, seconds: float = FORETOLD_SECONDS) -> Forecast:
    """What would come of an edition with the phrases as they are, as far as some seconds reach."""
    book, end, came, tried = policy.book(edition), monotonic() + seconds, Counter[str](), 0
    tasks = _standing().order_by("-pk")
    total = tasks.count()
    while tried < total and monotonic() < end:
        some = list(tasks[tried : tried + AT_ONCE])
        if not some:
            break
        for task in some:
            judgement = policy.judge(task, now=now, by=book)
            left = _left(task, judgement)
            came["labelled"] += bool(set(judgement.risks) - set(task.risks))
            came["blocked" if any(one.blocks for one in left) else "looked_at"] += bool(left)
        tried += len(some)
    return Forecast(total, tried, came["labelled"], came["looked_at"], came["blocked"])


def _current(book: policy.Book, *, now: datetime) -> Round:
    """The round for the policy as it is: the newest one, or a new one that begins with the first task."""
    name, newest = book.fingerprint, Round.objects.order_by("-pk").first()
    return newest if newest and newest.policy == name else Round.objects.create(policy=name, begun_at=now)


def _standing() -> TaskQuerySet:
    standing = Task.objects.filter(state__in=[Task.State.PUBLISHED, Task.State.PAUSED])
    return standing.select_related("category", "batch", "employer").prefetch_related("proof_fields")


def _left(task: Task, judgement: policy.Judgement) -> list[policy.Charge]:
    """The charges that are grave without what somebody let stand in this task. Asks nothing where there are none."""
    allowed = looks.allowed(task) if judgement.charges else set()
    least = settings.RULES.policy_look_weight
    return [charge for charge in judgement.charges if charge.weight_beyond(allowed) >= least]


def _judge(tasks: Sequence[Task], book: policy.Book, came: Counter[str], *, now: datetime) -> int:
    """Judge some tasks; only one that something follows for is locked, and then judged as it stands by then."""
    for task in tasks:
        judgement = policy.judge(task, now=now, by=book)
        if judgement.risks != task.risks or judgement.charges:
            _apply(task, book, came, now=now)
    return len(tasks)


@transaction.atomic
def _apply(task: Task, book: policy.Book, came: Counter[str], *, now: datetime) -> None:
    fresh = _standing().select_for_update(no_key=True, of=("self",)).filter(pk=task.pk).first()
    if fresh is None:
        return
    judgement = policy.judge(fresh, now=now, by=book)
    if judgement.risks != fresh.risks:
        fresh.risks = judgement.risks
        fresh.save(update_fields=["risks"])
        came["labelled"] += 1
    if left := _left(fresh, judgement):
        _hold(fresh, left, now=now)
        came["held"] += 1


def _hold(task: Task, charges: Sequence[policy.Charge], *, now: datetime) -> None:
    """Put a task on hold for the queue of looks, and tell its employer which rule, which words and what to change."""
    found, weight = [charge.words for charge in charges], sum(charge.weight for charge in charges)
    look = looks.open_look(task)
    if look:
        look.why, look.risk = [*look.why, *(words[:300] for words in found)], look.risk + weight
        look.save(update_fields=["why", "risk"])
    else:
        look = looks.ask(task, why=Look.Cause.CHANGED, risk=weight, found=found, now=now)
        look.fix = charges[0].rule.fix
        look.save(update_fields=["fix"])
    looks.hold(task, look)
    words = _(
        "The policy changed. {found}. Nobody can take a slot until somebody has looked at it; work under way goes on. "
        "What to change: {fix} You can copy the task to a new draft without it, and stop this one."
    )
    notices.tell(
        task.employer,
        subject=format_lazy(_("Held: {title}"), title=task.title),
        body=format_lazy(
            words,
            found=locales.later(lambda: "; ".join(charge.words for charge in charges)),
            fix=locales.said_later(charges[0].rule.fix),
        ),
        url=reverse("tasks:manage", args=[task.public_id]),
        mail=True,
        topic=Topic.TASKS,
        now=now,
    )
