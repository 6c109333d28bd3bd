"""Hiding: a worker leaves a task, an employer or a category out of their feed, and takes it in again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User

from .models import Category, Hidden, Task

Kind = Hidden.Kind


def hide(what: Task | User | Category, *, by: User, now: datetime) -> Hidden:
    """Leave it out of this worker's feed, alerts and feeds; twice is once. Nobody else is told."""
    kind = Kind.TASK if isinstance(what, Task) else Kind.EMPLOYER if isinstance(what, User) else Kind.CATEGORY
    row, _is_new = Hidden.objects.get_or_create(
        worker=by, kind=kind, **{str(kind.value): what}, defaults={"hidden_at": now}
    )
    return row


def show_again(hidden: Hidden, *, by: User) -> None:
    """Take it into the feed again; a second press finds nothing to do."""
    Hidden.objects.filter(worker=by, pk=hidden.pk).delete()


def hidden_by(worker: User) -> Q:
    """Which tasks this worker has hidden: few things, and PostgreSQL plans better when it is told them."""
    rows = list(Hidden.objects.filter(worker=worker).values_list("task", "employer", "category"))
    tasks, employers, categories = ([row[place] for row in rows if row[place]] for place in range(3))
    kinds = {"pk__in": tasks, "employer__in": employers, "category__in": categories}
    return Q(*((name, keys) for name, keys in kinds.items() if keys), _connector=Q.OR)
