"""Slots are taken, freed and paid by counting in the database."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from picomarket.lib.money import usd
from tasks import publishing, slots
from tasks.models import Task
from tests import make
from wallet import escrow, ledger


def test_the_last_slot_is_given_once(ann: User, ben: User, cleo: User) -> None:
    task = make.task(ann, slots=2)
    make.claim(task, ben)
    make.claim(task, cleo)

    with pytest.raises(slots.TaskFull):
        slots.take(task)

    assert make.fresh(task).taken == 2


def test_a_paused_task_gives_no_slot(ann: User) -> None:
    task = publishing.pause(make.task(ann), by=ann)

    with pytest.raises(slots.TaskFull):
        slots.take(task)


def test_a_freed_slot_goes_to_the_next_worker(ann: User) -> None:
    task = make.task(ann, slots=1)
    slots.take(task)

    slots.free([slots.Freed(1, task.pk)], now=timezone.now())

    assert make.fresh(task).slots_left == 1


def test_a_slot_freed_in_a_stopped_task_returns_its_money(ann: User) -> None:
    task = make.task(ann, reward=usd("1"), slots=2)
    slots.take(task)
    publishing.stop(task, by=ann, now=timezone.now())

    slots.free([slots.Freed(1, task.pk)], now=timezone.now())

    assert ledger.balance_of(ledger.spendable(ann.pk)) == usd("100")
    assert escrow.held(task.pk) == 0


def test_a_task_whose_every_slot_is_paid_is_finished(ann: User, ben: User) -> None:
    task = make.task(ann, slots=1)

    make.approved(task, ben)

    finished = make.fresh(task)
    assert finished.state == Task.State.FINISHED
    assert finished.closed_at is not None
    assert escrow.held(task.pk) == 0
