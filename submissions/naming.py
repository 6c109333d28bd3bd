"""Naming submissions where the staff says what a decision about a person is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.items import Item
from accounts.models import User

from .models import Submission


def items(ids: Sequence[str], *, person: User) -> dict[str, Item]:
    """The submissions of these ids that this person handed in or has to judge, with the page they know them by."""
    theirs = Q(worker=person) | Q(task__employer=person, submitted_at__isnull=False)
    rows = Submission.objects.filter(theirs, public_id__in=ids).select_related("task__batch", "row")
    return {row.public_id: _item(row, person) for row in rows}


def _item(row: Submission, person: User) -> Item:
    is_worker = row.worker_id == person.pk
    url = row.get_absolute_url() if is_worker else reverse("submissions:review", args=[row.public_id])
    words = gettext_noop("Submission: %(title)s")
    return Item(row.public_id, row.words.title, url, (row.worker_id, row.task.employer_id), words)
