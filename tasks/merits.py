"""Merits: what the best match sorts by, worked out once and kept in an index instead of anew for every reader.

How hard a task is, and facets of it that depend on other rows, are kept by the same sweeps.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q

from picomarket.lib import statements

from . import difficulty, facets, ranking
from .models import Task, TaskQuerySet

AT_ONCE = 2000
# Less than this moves nobody's place by more than a few hours' age does.
WORTH_WRITING = 0.5


def weigh_new() -> int:
    """Give published tasks that have no merit theirs; how many."""
    return _weigh(Task.objects.published().filter(merit=None))


def weigh_again() -> int:
    """Give tasks theirs anew whose pay, time, steps or employer's record moved it; how many."""
    moved = Q(merit__lt=F("fresh") - WORTH_WRITING) | Q(merit__gt=F("fresh") + WORTH_WRITING)
    other = ~Q(difficulty=F("level")) | Q(difficulty=None)
    judged = ~Q(kept__startswith=F("judged"))
    weighed = Task.objects.published().alias(fresh=ranking.merit(), level=difficulty.column())
    return _weigh(weighed.alias(judged=facets.judged()).filter(moved | other | judged))


def _weigh(due: TaskQuerySet) -> int:
    """Tasks somebody works on at this moment wait for the next time, so that nobody waits for this."""
    with transaction.atomic():
        # Any of them: in an order of their own PostgreSQL would go through all that were weighed before.
        keys = list(due.order_by().values_list("pk", flat=True)[:AT_ONCE])
        found = {"fresh": ranking.merit(), "level": difficulty.column(), "known": facets.kept()}
        free = Task.objects.filter(pk__in=keys).annotate(**found).order_by("pk")
        rows: list[Any] = list(free.select_for_update(no_key=True, skip_locked=True, of=("self",)))
        for task in rows:
            task.merit, task.difficulty, task.kept = task.fresh, task.level, task.known
        statements.save_all(rows, "merit", "difficulty", "kept")
    return len(rows)
