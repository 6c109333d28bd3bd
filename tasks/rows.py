"""Rows of a published batch: given out by ``tasks_take_row`` in PostgreSQL, freed, and run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.counters import add
from picomarket.lib.money import Money

from . import publishing
from .models import Row, Task


def free(held: Mapping[int, int], *, final: bool) -> set[int]:
    """Free the rows of submissions that came to nothing, by submission key, for somebody else.

    Of a rejection that is ``final`` a row that was run again in the meantime is not given out once more: answers with
    these submissions. Runs in the caller's transaction, which holds the tasks' rows locked.
    """
    counts = Counter(held.values())
    add(Row.objects.all(), "held", {row: -count for row, count in counts.items()})
    if not final:
        return set()
    again = dict(Row.objects.filter(pk__in=counts, again__gt=0).values_list("pk", "again"))
    settled = set()
    for submission, row in sorted(held.items()):
        if again.get(row, 0) > 0:
            again[row] -= 1
            settled.add(submission)
    fewer = Counter(held[submission] for submission in settled)
    for row, count in fewer.items():
        Row.objects.filter(pk=row).update(wanted=F("wanted") - count, again=F("again") - count)
    return settled


def run_again(rows: Iterable[int], task: Task, *, key: str, agreed: Money, by: User, now: datetime) -> bool:
    """Offer one more slot for each of these rows: its cost goes from spendable to the task's escrow, once per key.

    Where a first answer is rejected for good later, its slot's money comes back. ``agreed`` is the cost the employer
    was shown. False when this key added slots before. Raises NotNow for no row, and as ``publishing.add_slots``.
    """
    keys = set(rows)
    if not keys:
        raise publishing.NotNow(_("These rows run again already, or none of them failed. Nothing was charged."))
    with transaction.atomic():
        added = publishing.add_slots(task, slots=len(keys), key=key, agreed=agreed, by=by, now=now, for_rows=True)
        if added:
            Row.objects.filter(task=task, pk__in=keys).update(wanted=F("wanted") + 1, again=F("again") + 1)
    return added
