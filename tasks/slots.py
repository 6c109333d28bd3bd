"""Slots: places in a task. Taken by a claim, freed when it comes to nothing, paid when it is approved.

Counters move by compare-and-swap on the task's row: the database says whether there was a slot to give. Paid slots are
counted by ``tasks_count_paid`` in PostgreSQL, as a part of approving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from picomarket.lib import statements
from picomarket.lib.counters import add
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import escrow

from . import throttles
from .models import Task
from .throttles import Held


class TaskFull(Refused):
    """No slot is left, or the task is no longer published."""


class TaskShut(Refused):
    """There are slots, and none for this worker now; the message says when there is one again."""


def take(task: Task, *, country: str, now: datetime) -> None:
    """Take one slot for somebody of a country. Raises TaskFull or TaskShut when there is none to give.

    SQL of the apps outside calls ``tasks_take`` too.
    """
    (said,) = statements.answer("SELECT tasks_take(%s::bigint, %s::text, %s::timestamptz)", [task.pk, country, now])
    check_taken(said, task, now=now)


def check_taken(said: str, task: Task, *, now: datetime) -> None:
    """Raises TaskFull or TaskShut with the reason, unless ``tasks_take`` said that it took a slot."""
    if said == "full":
        raise TaskFull(_("All slots of this task are taken. Pick another task."))
    if said == "closed":
        raise TaskFull(_("This task gives no slots now: it is paused or over. Pick another task."))
    if said in ("shut", "share"):
        fresh = Task.objects.get(pk=task.pk)
        lock = throttles.lock_of(fresh, now=now, full_for_country=said == "share")
        raise TaskShut(str(lock or _("Somebody was quicker just now. Try again.")))


def free(slots: Iterable[Held], *, now: datetime) -> None:
    """Give slots back: to the next worker, or, where the task is stopped, their money from escrow to the employer.
    Runs in the caller's transaction."""
    slots = list(slots)
    counts = Counter(slot.task_id for slot in slots)
    tasks = locked(counts)
    throttles.give_back(slots, tasks)
    add(Task.objects.all(), "taken", {task_id: -count for task_id, count in counts.items()})
    stopped = {pk: count for pk, count in counts.items() if tasks[pk].state == Task.State.STOPPED}
    add(Task.objects.all(), "slots", {pk: -count for pk, count in stopped.items()})
    escrow.refund_slots(
        (
            escrow.SlotReturned(
                slot.submission_id, slot.task_id, tasks[slot.task_id].employer_id, tasks[slot.task_id].price.cost
            )
            for slot in slots
            if slot.task_id in stopped
        ),
        now=now,
    )


def pay_part(task_id: int, *, returned: Money, now: datetime) -> None:
    """Count a slot as paid though it gave back ``returned``. Money is the caller's, in the same transaction."""
    statements.answer("SELECT count(*) FROM tasks_count_paid(%s::bigint[], %s)", [[task_id], now])
    Task.objects.filter(pk=task_id).update(returned=F("returned") + returned)


def locked(task_ids: Iterable[int]) -> dict[int, Task]:
    """These tasks' rows, locked in key order so that no two calls wait for each other."""
    rows = Task.objects.filter(pk__in=set(task_ids)).order_by("pk").select_for_update(no_key=True)
    return {task.pk: task for task in rows}
