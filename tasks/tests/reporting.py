"""People who open tasks and report them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from tasks import reports
from tasks.models import Look, Report, Task
from tests import make

NOW = timezone.now()
REASON = "It sends people to a page with malware."


def see(task: Task, people: list[User]) -> None:
    for person in people:
        reports.note_seen(task, person)


def report(task: Task, person: User, reason: str = "broken") -> Report:
    return reports.report(task, by=person, reason=reason, words="Step 2.", now=NOW)


def held(employer: User, crowd: list[User], **fields: Any) -> tuple[Task, Look]:
    task = make.task(employer, **fields)
    see(task, crowd)
    for person in crowd[:3]:
        report(task, person)
    return make.fresh(task), task.looks.get()
