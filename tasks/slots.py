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

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.counters import add
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.states import came_from
from wallet import deposits, escrow

from . import rows, throttles
from .models import Row, Task, TopUp
from .throttles import Held


class TaskFull(Refused):
    """No slot is left, or the task is no longer published."""


class TaskShut(Refused):
    """There are slots, and none for this worker now; the message says when there is one again."""


class CannotAdd(Refused):
    """The employer owes for a deposit that was taken back."""


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


def cost_of_another(task: Task, row_id: int | None) -> Money:
    """What taking one more slot, of a batch for this row, asks of the employer: nothing where one is free."""
    task = Task.objects.get(pk=task.pk)
    return Money(0) if _has_free(task, row_id) else task.price.cost


def _has_free(task: Task, row_id: int | None) -> bool:
    free = task.slots > task.taken
    if row_id is not None:
        free = free and Row.objects.filter(pk=row_id, held__lt=F("wanted")).exists()
    return free


def take_again(held: Held, *, by: User, most: Money, now: datetime) -> Money:
    """Take a slot for a submission whose own was freed: a free one or, where there is none, one that is added, whatever
    became of the task; what was charged. Its cost goes from spendable to escrow.

    Runs in the caller's transaction. Where it costs more than ``most`` nothing is done. Raises CannotAdd or
    InsufficientFunds.
    """
    task = locked([held.task_id])[held.task_id]
    cost = Money(0) if _has_free(task, held.row_id) else task.price.cost
    if cost > most:
        return cost
    if cost:
        if debt := deposits.owes(by):
            words = _("You still owe %(sum)s for a deposit that was taken back. Deposit that much first.")
            raise CannotAdd(words % {"sum": debt})
        key = f"{task.pk}:again:{held.submission_id}"
        added = TopUp.objects.create(task=task, key=key[:40], slots=1, amount=cost, added_at=now)
        escrow.top_up(added.pk, task_id=task.pk, employer_id=by.pk, amount=cost, now=now)
    more = 1 if cost else 0
    Task.objects.filter(pk=task.pk).update(taken=F("taken") + 1, slots=F("slots") + more)
    if held.row_id is not None:
        Row.objects.filter(pk=held.row_id).update(held=F("held") + 1, wanted=F("wanted") + more)
    throttles.count_again(task, held.country)
    return cost


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
