"""The brake: where very much of a task is rejected within a day, it holds itself until support has looked.

More than ``brake_rejections``, or more than ``brake_rate`` percent of the day's verdicts, of which are ``brake_least``.
What support has looked at is not counted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inbox import notices
from inbox.topics import Topic
from picomarket.lib import locales
from picomarket.lib.counting import figure
from picomarket.lib.refusals import Refused
from tasks import looks
from tasks.models import Look, Task

from .models import Submission, SubmissionQuerySet
from .tabs import REJECTED

A_DAY = timedelta(days=1)
# How urgent a look at many rejections is, beside reports and the policy: people wait for their pay.
RISK = 500


class Braked(Refused):
    """So much of this task was rejected that no more is until support has looked."""


def check(submission: Submission) -> Task:
    """The submission's task, locked, so that rejections of it are counted one by one. Raises Braked."""
    tasks = Task.objects.select_related("employer").select_for_update(no_key=True, of=("self",))
    task = tasks.get(pk=submission.task_id)
    if is_on(task):
        raise Braked(
            _("Very much of this task was rejected within a day. Support looks first; until then you can approve.")
        )
    return task


def is_on(task: Task) -> bool:
    """Whether a locked task takes no rejection now."""
    return bool(looks.braked(task))


def pull(task: Task, *, now: datetime) -> bool:
    """Hold a locked task if its last rejection was one too many, and tell everybody. Runs in the caller's transaction.

    No money moves.
    """
    rejected = _rejected(task, now=now)
    found = _too_many(task, rejected, now=now)
    if not found:
        return False
    _tell(looks.brake(task, found=found, risk=RISK, now=now), rejected, now=now)
    return True


def rejected_before(look: Look) -> SubmissionQuerySet:
    """What was rejected in the day before a task was held for it, and is neither final nor disputed."""
    until = look.braked_at
    rows = Submission.objects.filter(task=look.task_id, state=Submission.State.REJECTED)
    return rows.filter(rejected_at__gt=until - A_DAY, rejected_at__lte=until) if until else rows.none()


def _since(task: Task, now: datetime) -> datetime:
    return max(now - A_DAY, looks.brake_released_at(task) or now - A_DAY)


def _rejected(task: Task, *, now: datetime) -> SubmissionQuerySet:
    return Submission.objects.filter(task=task, state__in=REJECTED, rejected_at__gt=_since(task, now))


def _too_many(task: Task, rejected: SubmissionQuerySet, *, now: datetime) -> str:
    """What is too much, in words; empty where it is not. No more approvals are counted than could matter."""
    rules, no = settings.RULES, rejected.count()
    approved = Submission.objects.filter(task=task, state=Submission.State.APPROVED, closed_at__gt=_since(task, now))
    enough = -(-no * (100 - rules.brake_rate) // max(rules.brake_rate, 1))
    yes = approved[: max(enough, rules.brake_least)].count()
    if no > rules.brake_rejections:
        words = ngettext(
            "%(no)s submission was rejected within a day.", "%(no)s submissions were rejected within a day.", no
        )
        return words % {"no": figure(no)}
    if no + yes >= rules.brake_least and yes < enough:
        return _("Of %(all)s submissions judged within a day %(no)s were rejected.") % {
            "all": figure(no + yes),
            "no": figure(no),
        }
    return ""


def _tell(look: Look, rejected: SubmissionQuerySet, *, now: datetime) -> None:
    task, day = look.task, locales.moment(look.due_at, "DATETIME_FORMAT")
    title, found = {"title": task.title}, look.why[-1]
    words = gettext_lazy(
        "{found} Support looks at the rejections by {day} UTC, and nobody can take a slot until then. Nothing more"
        " can be rejected before that; you can approve at any time. You are told what comes of it."
    )
    employers = format_lazy(words, found=found, day=day)
    notices.tell(
        task.employer,
        subject=format_lazy(gettext_lazy("Held after many rejections: {title}"), **title),
        body=employers,
        url=reverse("tasks:manage", args=[task.public_id]),
        mail=True,
        topic=Topic.TASKS,
        now=now,
    )
    _tell_workers(rejected, title=task.title, day=day, now=now)
    subject = format_lazy(gettext_lazy("Very many rejections: {title}"), **title)
    page = reverse("admin:tasks_look_change", args=[look.pk])
    notices.tell_each([(one, subject, found, page) for one in looks.staff()], mail=True, topic=Topic.DESK, now=now)


def _tell_workers(rejected: SubmissionQuerySet, *, title: str, day: Any, now: datetime) -> None:
    subject = format_lazy(gettext_lazy("Support looks at your rejection: {title}"), title=title)
    words = gettext_lazy(
        "This employer rejected very much within a day, so support looks at it by {day} UTC. Your rejection is not"
        " final before that and counts nowhere. You need do nothing, and can still dispute it."
    )
    body = format_lazy(words, day=day)
    rows = rejected.filter(state=Submission.State.REJECTED).select_related("worker").order_by("pk")
    notices.tell_each(
        [(row.worker, subject, body, row.get_absolute_url()) for row in rows],
        mail=True,
        topic=Topic.REJECTIONS,
        now=now,
    )


def _not_given(count: int) -> str:
    words = ngettext(
        "%(count)d rejection was not given, because support looks at this task first. The work still waits for"
        " you: give it again after that, or approve it.",
        "%(count)d rejections were not given, because support looks at this task first. The work still waits for"
        " you: give them again after that, or approve it.",
        count,
    )
    return words % {"count": count}


def tell_not_given(rows: Iterable[tuple[Task, str]], *, now: datetime) -> None:
    """Tell employers of rejections that were not given, because the brake was pulled by then: the work still waits.
    They read the comments they wrote, each once, so that nobody has to think of them again."""
    by_task: defaultdict[Task, list[str]] = defaultdict(list)
    for task, comment in rows:
        by_task[task].append(comment)
    wrote = gettext_lazy("{words}\n\nYou wrote:\n{comments}")
    for task, comments in by_task.items():
        words = locales.later(partial(_not_given, len(comments)))
        notices.tell(
            task.employer,
            subject=format_lazy(gettext_lazy("Not rejected: {title}"), title=task.title),
            body=format_lazy(wrote, words=words, comments="\n\n".join(dict.fromkeys(comments))),
            url=reverse("submissions:desk", args=[task.public_id]),
            mail=True,
            topic=Topic.REVIEW,
            now=now,
        )
