"""The threads of one person, newest first, and the messages of one, page by page from a place on."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import naming
from accounts.models import User

from .models import Message, Thread

THREADS_PER_PAGE = 30
MESSAGES_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A thread as one side reads it in the list."""

    thread: Thread
    other: User
    unread: int
    is_mine: bool

    @property
    def beginning(self) -> str:
        words = self.thread.last_words
        return _("You: %(words)s") % {"words": words} if self.is_mine else words


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the public id after which the next page begins; empty where there is none."""

    rows: list[Any]
    older: str


def tell_apart(thread: Thread, person: User) -> None:
    """The other side of a thread from whoever has the same name in others of this person."""
    other = thread.other(person)
    if not other.name:
        return
    rows = Thread.objects.seen_by(person).filter(
        Q(worker__name__iexact=other.name, employer=person) | Q(employer__name__iexact=other.name, worker=person)
    )
    same = rows.exclude(Q(worker=other) | Q(employer=other)).select_related("worker", "employer").first()
    naming.tell_apart([other, *([same.other(person)] if same else [])])


def threads(person: User, *, after: str = "") -> Page:
    """A page of threads. Each side is read by its own index, and both are put together."""
    last = Thread.objects.seen_by(person).filter(public_id=after).first() if after else None
    older = Q(last_at__lt=last.last_at) | Q(last_at=last.last_at, pk__lt=last.pk) if last else Q()
    sides = [
        Thread.objects.with_sides().filter(older, **{side: person}).order_by("-last_at", "-pk")[: THREADS_PER_PAGE + 1]
        for side in ("worker", "employer")
    ]
    found = list(islice(_merged(sides), THREADS_PER_PAGE + 1))
    rows = [_row(one, person) for one in found[:THREADS_PER_PAGE]]
    naming.tell_apart(row.other for row in rows)
    return Page(rows, rows[-1].thread.public_id if len(found) > THREADS_PER_PAGE else "")


def _merged(sides: list[Any]) -> Iterable[Thread]:
    return heapq.merge(*sides, key=lambda one: (one.last_at, one.pk), reverse=True)


def _row(thread: Thread, person: User) -> Row:
    is_mine = thread.last_by_worker == (thread.worker_id == person.pk)
    return Row(thread, thread.other(person), thread.unread(person), is_mine)


def messages(thread: Thread, *, before: str = "") -> Page:
    """The newest messages, or those before one; the oldest of them first."""
    rows = Message.objects.filter(thread=thread).select_related("author").prefetch_related("pictures")
    first = Message.objects.filter(thread=thread, public_id=before).first() if before else None
    found = list((rows.filter(pk__lt=first.pk) if first else rows).order_by("-pk")[: MESSAGES_PER_PAGE + 1])
    shown = found[:MESSAGES_PER_PAGE]
    return Page(shown[::-1], shown[-1].public_id if len(found) > MESSAGES_PER_PAGE else "")
