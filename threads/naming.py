"""Naming threads and messages where the staff says what a decision about a person is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from accounts.items import Item
from accounts.models import User

from .models import Message, Thread


def items(ids: Sequence[str], *, person: User) -> dict[str, Item]:
    """The threads of these ids that this person is a side of, and what they said in one of theirs."""
    threads = Thread.objects.with_sides().seen_by(person).filter(public_id__in=ids)
    said = Message.objects.filter(author=person, public_id__in=ids)
    messages = said.select_related("thread__task__batch", "thread__submission__task__batch", "thread__submission__row")
    return {
        **{one.public_id: _item(one.public_id, one, gettext_noop("Messages: %(title)s")) for one in threads},
        **{one.public_id: _item(one.public_id, one.thread, gettext_noop("A message: %(title)s")) for one in messages},
    }


def _item(public_id: str, thread: Thread, words: str) -> Item:
    sides = (thread.worker_id, thread.employer_id)
    return Item(public_id, thread.title, thread.get_absolute_url(), sides, words)
