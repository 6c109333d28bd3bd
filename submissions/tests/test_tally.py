from __future__ import annotations

from accounts.models import User
from submissions import tally
from tasks.models import Task
from tests import holding, make


def test_every_state_of_a_submission_fits_the_tasks_counters(ann: User, ben: User, cleo: User, dina: User) -> None:
    task = make.task(ann)

    make.approved(task, ben)
    make.rejected(task, cleo)
    make.given_back(task, dina)

    assert (make.fresh(task).taken, make.fresh(task).paid) == (2, 1)
    assert list(holding.faults([tally.COUNTERS])) == []


def test_a_task_that_is_miscounted_is_named(ann: User, ben: User) -> None:
    task = make.task(ann)
    make.claim(task, ben)
    Task.objects.filter(pk=task.pk).update(taken=3)

    found = list(holding.faults([tally.COUNTERS]))

    assert found == [f"Task {task.pk} counts 3 slots taken and 0 paid, its submissions 1 and 0."]
    Task.objects.filter(pk=task.pk).update(taken=1)
