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
from picomarket.lib.states import came_from
from wallet import escrow

from . import rows, throttles
from .models import Task
from .throttles import Held


class TaskFull(Refused):
    """No slot is left, or the task is no longer published."""


class TaskShut(Refused):
    """There are slots, and none for this worker now; the message says when there is one again."""


class NoRowLeft(Refused):
    """This worker did every row of the batch that is free."""


def take(task: Task, *, country: str, now: datetime) -> None:
    """Take one slot for somebody of a country. Raises TaskFull or TaskShut when there is none to give.

    SQL of the apps outside calls ``tasks_take`` too.
    """
    (said,) = statements.answer("SELECT tasks_take(%s::bigint, %s::text, %s::timestamptz)", [task.pk, country, now])
    check_taken(said, task, now=now)


def check_taken(said: str, task: Task, *, now: datetime) -> None:
    """Raises TaskFull, TaskShut or NoRowLeft with the reason, unless ``said`` is that a slot was taken."""
    if said == "full":
        raise TaskFull(_("All slots of this task are taken. Pick another task."))
    if said == "closed":
        raise TaskFull(_("This task gives no slots now: it is paused or over. Pick another task."))
    if said == "rows":
        raise NoRowLeft(_("You did every row of this task that is free. Others do the rest."))
    if said in ("shut", "share"):
        fresh = Task.objects.get(pk=task.pk)
        lock = throttles.lock_of(fresh, now=now, full_for_country=said == "share")
        raise TaskShut(str(lock or _("Somebody was quicker just now. Try again.")))


def free(freed: Iterable[Held], *, now: datetime, final: bool = False) -> None:
    """Give slots back: to the next worker, or, where nobody is to have them any more, their money from escrow to the
    employer. So it is in a stopped task, and where a row whose answer is rejected for good, ``final``, was run again.
    Runs in the caller's transaction."""
    freed = list(freed)
    counts = Counter(one.task_id for one in freed)
    tasks = locked(counts)
    throttles.give_back(freed, tasks)
    add(Task.objects.all(), "taken", {task_id: -count for task_id, count in counts.items()})
    held = {one.submission_id: one.row_id for one in freed if one.row_id is not None}
    settled = rows.free(held, final=final) if held else set()
    over = [one for one in freed if tasks[one.task_id].state == Task.State.STOPPED or one.submission_id in settled]
    add(Task.objects.all(), "slots", {pk: -count for pk, count in Counter(one.task_id for one in over).items()})
    escrow.refund_slots(
        (
            escrow.SlotReturned(
                one.submission_id, one.task_id, tasks[one.task_id].employer_id, tasks[one.task_id].price.cost
            )
            for one in over
        ),
        now=now,
    )
    if settled:
        _finish_paid(tasks, now=now)


def _finish_paid(tasks: Iterable[int], *, now: datetime) -> None:
    """A task of which every slot that is left is paid is finished."""
    running = Task.objects.filter(pk__in=list(tasks), state__in=came_from(Task, Task.State.FINISHED))
    running.filter(slots=F("paid")).update(state=Task.State.FINISHED, closed_at=now)


def pay_part(task_id: int, *, returned: Money, now: datetime) -> None:
    """Count a slot as paid though it gave back ``returned``. Money is the caller's, in the same transaction."""
    statements.answer("SELECT count(*) FROM tasks_count_paid(%s::bigint[], %s)", [[task_id], now])
    Task.objects.filter(pk=task_id).update(returned=F("returned") + returned)


def locked(task_ids: Iterable[int]) -> dict[int, Task]:
    """These tasks' rows, locked in key order so that no two calls wait for each other."""
    rows = Task.objects.filter(pk__in=set(task_ids)).order_by("pk").select_for_update(no_key=True)
    return {task.pk: task for task in rows}
