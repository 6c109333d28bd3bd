"""Writing to each other about work. Nobody learns another's e-mail address by it, and what leads outside the market is
held back. No money moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from accounts import standing
from accounts.models import User
from inbox import repeats
from inbox.topics import Topic
from picomarket.lib import images, rates
from picomarket.lib.counting import figure
from picomarket.lib.refusals import Refused
from submissions.models import Submission
from tasks import outside
from tasks.models import Block, Task

from .models import Message, MessagePicture, Thread

WRITTEN_AN_HOUR = 60
MOST_PICTURES = 3
BEGINNING = 160
State = Submission.State
# While one of these is a submission's state, there is something to say about it.
OPEN = (State.CLAIMED, State.SUBMITTED, State.REVISION, State.REJECTED, State.DISPUTED)
ASKED_ABOUT = (Task.State.PUBLISHED, Task.State.PAUSED, Task.State.HELD)


class NotNow(Refused):
    """This person cannot write here; the message says why, and what they can do."""


class Empty(Refused):
    """There is nothing to send."""


class TooManyPictures(Refused):
    """More pictures than one can send at once."""


def about_task(task: Task, worker: User) -> Thread:
    """The thread of a worker with a task's employer, or one that is not kept before something is said in it."""
    rows = Thread.objects.with_sides().filter(submission=None)
    kept = rows.filter(task=task, worker=worker).first()
    return kept or Thread(task=task, worker=worker, employer=task.employer)


def about_submission(submission: Submission) -> Thread:
    """As ``about_task``, of one submission."""
    kept = Thread.objects.with_sides().filter(submission=submission).first()
    task = submission.task
    return kept or Thread(task=task, worker=submission.worker, employer=task.employer, submission=submission)


def why_not(thread: Thread, by: User) -> str:
    """Why this side cannot write now, in words; empty where they can."""
    is_worker = by.pk == thread.worker_id
    if is_worker and Block.objects.filter(employer=thread.employer_id, worker=thread.worker_id).exists():
        return _("You cannot write to this employer any more. For what concerns your work here, ask support.")
    is_open = thread.submission is not None and thread.submission.state in OPEN
    if not is_open and (silent := standing.why_silent(by)):
        return silent
    if not thread.is_kept and thread.submission is None and thread.task.state not in ASKED_ABOUT:
        return _("This task is over, so there is nothing to ask about it any more.")
    return ""


def write(
    thread: Thread, *, by: User, words: str, pictures: Sequence[UploadedFile[Any]] = (), now: datetime
) -> Message:
    """Say something to the other side, who is told once until they read it.

    Raises NotNow, Empty, HeldBack, TooOften, TooManyPictures or BadPicture.
    """
    words = words.strip()
    if not words:
        raise Empty(_("Write what you have to say."))
    if refusal := why_not(thread, by):
        raise NotNow(refusal)
    also = "\n".join(thread.submission.words.steps) if thread.submission else ""
    outside.check(words, about=thread.task, also=also)
    kept = _checked(pictures)
    pace = _("You wrote very many messages. You can write again at %(time)s; nothing is lost meanwhile.")
    with transaction.atomic():
        rates.check(by.pk, "message", most=WRITTEN_AN_HOUR, within=rates.HOUR, now=now, words=pace)
        locked = _locked(thread, now)
        message = Message.objects.create(thread=locked, author=by, words=words, said_at=now)
        for picture in kept:
            _store(message, picture)
        _count(locked, by, words, now)
        # Who answers has read what they answer to.
        repeats.read(by, url=locked.get_absolute_url(), now=now)
        _tell(locked, by, words, now)
    return message


def read(thread: Thread, *, by: User, now: datetime) -> None:
    """This side has seen all of it."""
    if thread.unread(by):
        mark = "unread_worker" if by.pk == thread.worker_id else "unread_employer"
        Thread.objects.filter(pk=thread.pk).update(**{mark: 0})
        repeats.read(by, url=thread.get_absolute_url(), now=now)


def _checked(pictures: Sequence[UploadedFile[Any]]) -> list[images.Picture]:
    if len(pictures) > MOST_PICTURES:
        words = ngettext(
            "Send at most %(most)s picture at once.", "Send at most %(most)s pictures at once.", MOST_PICTURES
        )
        raise TooManyPictures(words % {"most": MOST_PICTURES})
    return [images.clean(one, size=one.size or 0) for one in pictures]


def _store(message: Message, picture: images.Picture) -> None:
    row = MessagePicture(message=message)
    row.small.save(f"{row.public_id}-small.webp", picture.small, save=False)
    row.picture.save(f"{row.public_id}.webp", picture.content)


def _locked(thread: Thread, now: datetime) -> Thread:
    """The kept row of a thread, which is made where this is the first message in it."""
    if not thread.is_kept:
        named = {"submission": thread.submission} if thread.submission else {"submission": None}
        first = {"employer": thread.employer, "started_at": now, "last_at": now}
        thread, _made = Thread.objects.get_or_create(task=thread.task, worker=thread.worker, **named, defaults=first)
    rows = Thread.objects.with_sides().select_for_update(no_key=True, of=("self",))
    return rows.get(pk=thread.pk)


def _count(thread: Thread, by: User, words: str, now: datetime) -> None:
    thread.last_at, thread.last_words, thread.last_by_worker = now, words[:BEGINNING], by.pk == thread.worker_id
    if thread.last_by_worker:
        thread.unread_employer, thread.unread_worker = thread.unread_employer + 1, 0
    else:
        thread.unread_worker, thread.unread_employer = thread.unread_worker + 1, 0
    thread.save(update_fields=["last_at", "last_words", "last_by_worker", "unread_worker", "unread_employer"])


def _tell(thread: Thread, by: User, words: str, now: datetime) -> None:
    """By public name, and by mail without the words."""
    other = thread.other(by)
    count = thread.unread(other)
    subject = format_lazy(gettext_lazy("{name} wrote to you: {title}"), name=by.public_name, title=thread.title)
    if count > 1:
        several = ngettext_lazy("{count} new message: {title}", "{count} new messages: {title}", count)
        subject = format_lazy(several, count=figure(count), title=thread.title)
    url = thread.get_absolute_url()
    repeats.tell(other, subject=subject, aside=words[:BEGINNING], url=url, topic=Topic.MESSAGES, now=now)
