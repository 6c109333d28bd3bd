"""The tally: a task's counters asked of the submissions again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q

from tasks.models import Task

from .models import Submission

# Submissions in these states have given their slot back.
WITHOUT_SLOT = (*Submission.ENDED_UNDONE, Submission.State.CONFIRMED)


def miscounts() -> Iterator[str]:
    """One sentence for each task whose counters are not what its submissions say."""
    tasks = Task.objects.annotate(
        holding=Count("submissions", filter=~Q(submissions__state__in=WITHOUT_SLOT)),
        approved=Count("submissions", filter=Q(submissions__state=Submission.State.APPROVED)),
    )
    wrong = tasks.exclude(taken=F("holding"), paid=F("approved")).order_by("pk")
    for task_id, taken, paid, holding, approved in wrong.values_list("pk", "taken", "paid", "holding", "approved"):
        yield (f"task {task_id} counts {taken} slots taken and {paid} paid, its submissions {holding} and {approved}")
