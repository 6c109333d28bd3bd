"""What was paid for work whose task pays more since."""

from __future__ import annotations

from tasks.models import Task

from .models import Submission


def keep(task: Task) -> None:
    """Note the price of a task on its paid submissions that have none of their own, before it is raised."""
    paid = Submission.objects.filter(
        task=task, state__in=[Submission.State.APPROVED, Submission.State.AWARDED], own_reward=0
    )
    paid.update(
        own_reward=task.reward,
        own_employer_commission=task.employer_commission,
        own_worker_commission=task.worker_commission,
    )
