"""What an employer's tasks came to so far, for who looks at the next one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User

from .models import Look, Report, Task


@dataclass(frozen=True, slots=True)
class History:
    """Of one employer: tasks that were published, and how looks at them ended."""

    published: int
    approved: int
    declined: int
    stopped: int
    reports_right: int
    last_no: Look | None


def of_employer(employer: User) -> History:
    looked = Look.objects.filter(task__employer=employer)
    counts = looked.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in ("approved", "declined", "stopped")}
    )
    return History(
        published=Task.objects.of(employer).ever_published().count(),
        reports_right=Report.objects.filter(task__employer=employer, state=Report.State.RIGHT).count(),
        last_no=looked.filter(state__in=["declined", "stopped"]).select_related("task").order_by("-decided_at").first(),
        **counts,
    )
