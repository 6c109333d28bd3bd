"""Hiding: a worker leaves a task, an employer or a category out of their feed, and takes it in again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from accounts.models import User
from picomarket.lib import statements

from .models import Category, Hidden, Task, ties

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


@dataclass(frozen=True, slots=True)
class Known:
    """What is asked of a worker before their tasks: what they hide, by keys, what could tie them to employers, and what
    could pause them."""

    tasks: tuple[int, ...] = ()
    employers: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    held: ties.Held = ties.ANYTHING
    # When their last claims ran out, the latest first: as many as bring a pause.
    ran_out: tuple[datetime, ...] = ()


# Of lists, blocks and passes also what is over counts: then it is asked for in vain.
_KNOWN = """
SELECT ARRAY(SELECT task_id FROM tasks_hidden WHERE worker_id = %(worker)s AND task_id IS NOT NULL ORDER BY 1),
       ARRAY(SELECT employer_id FROM tasks_hidden WHERE worker_id = %(worker)s AND employer_id IS NOT NULL ORDER BY 1),
       ARRAY(SELECT category_id FROM tasks_hidden WHERE worker_id = %(worker)s AND category_id IS NOT NULL ORDER BY 1),
       EXISTS (SELECT FROM tasks_listing WHERE worker_id = %(worker)s),
       EXISTS (SELECT FROM tasks_block WHERE worker_id = %(worker)s),
       EXISTS (SELECT FROM tasks_pass WHERE worker_id = %(worker)s),
       ARRAY(SELECT claim_until FROM submissions_submission WHERE worker_id = %(worker)s AND state = 'expired'
              ORDER BY claim_until DESC LIMIT %(expiries)s)
"""


def known_of(worker: User) -> Known:
    """One look, by indexes."""
    asked = {"worker": worker.pk, "expiries": settings.RULES.expiries_a_day}
    ((*hidden, lists, blocks, passes, ran_out),) = statements.rows(_KNOWN, asked)
    tasks, employers, categories = map(tuple, hidden)
    return Known(tasks, employers, categories, ties.Held(lists, blocks, passes), tuple(ran_out))


_OWN = """
SELECT (SELECT count(*) FROM (SELECT FROM submissions_submission WHERE worker_id = %(worker)s LIMIT %(most)s) AS done)
     + (SELECT count(*) FROM (SELECT FROM tasks_task WHERE employer_id = %(worker)s LIMIT %(most)s) AS published)
"""


def count_own(worker: User, *, most: int) -> int:
    """How many tasks at most are left out for this worker alone: what they took and what they give, each counted to
    ``most``."""
    ((count,),) = statements.rows(_OWN, {"worker": worker.pk, "most": most})
    return int(count)


def hidden_by(worker: User) -> Q:
    """Which tasks this worker has hidden: few things, and PostgreSQL plans better when it is told them."""
    known = known_of(worker)
    kinds = {"pk__in": known.tasks, "employer__in": known.employers, "category__in": known.categories}
    return Q(*((name, keys) for name, keys in kinds.items() if keys), _connector=Q.OR)
