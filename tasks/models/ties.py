"""The conditions by which lists, blocks and passes open tasks to a worker.

Their subqueries do not depend on the task, so PostgreSQL asks each of them once per statement; what is not aimed
``by_name`` comes before what costs more to look at.
"""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q

from accounts.models import User

from .lists import Block, Listing
from .qualifications import Pass


def invites(worker: User) -> Q:
    """Tasks whose employers do not keep this worker out: by invitation, by leaving a list out, or by a block."""
    mine = ArraySubquery(Listing.objects.present().filter(worker=worker).values("list_id"))
    blocked = Block.objects.filter(worker=worker).values("employer_id")
    listed = (Q(only_lists=[]) | Q(only_lists__overlap=mine)) & ~Q(not_lists__overlap=mine)
    return (Q(by_name=False) | listed) & ~Q(employer_id__in=blocked)


def qualifies(worker: User) -> Q:
    """Tasks whose level and tests this worker meets; a test may stand in for the level."""
    held = ArraySubquery(Pass.objects.valid().of(worker).values("qualification_id"))
    level, passed = Q(minimum_level__lte=worker.level), Q(tests=[]) | Q(tests__contained_by=held)
    return (Q(by_name=False) & level) | (level & passed) | (Q(test_instead=True) & (level | passed))
