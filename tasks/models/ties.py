"""The conditions by which lists, blocks and passes open tasks to a worker.

Their subqueries do not depend on the task, so PostgreSQL asks each of them once per statement; what is not aimed
``by_name`` comes before what costs more to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q

from .askers import Asker
from .lists import Block, Listing
from .qualifications import Pass


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a worker stands on any list, is blocked by anybody, passed any test: most are and did not, and what is
    not there need not be asked for task by task."""

    lists: bool = True
    blocks: bool = True
    passes: bool = True


# Nothing is known of the worker: all is asked.
ANYTHING = Held()


def invites(who: Asker, held: Held = ANYTHING) -> Q:
    """Tasks whose employers do not keep this worker out: by invitation, by leaving a list out, or by a block."""
    invited = Q(only_lists=[])
    if held.lists:
        mine = ArraySubquery(Listing.objects.present().filter(worker=who.pk).values("list_id"))
        listed = (invited | Q(only_lists__overlap=mine)) & ~Q(not_lists__overlap=mine)
        invited = Q(by_name=False) | listed
    if held.blocks:
        invited &= ~Q(employer_id__in=Block.objects.filter(worker=who.pk).values("employer_id"))
    return invited


def qualifies(who: Asker, held: Held = ANYTHING) -> Q:
    """Tasks whose level and tests this worker meets; a test may stand in for the level."""
    level = Q(minimum_level__lte=who.level)
    if not held.passes:
        return level & (Q(tests=[]) | Q(test_instead=True))
    mine = ArraySubquery(Pass.objects.valid().filter(worker=who.pk).values("qualification_id"))
    passed = Q(tests=[]) | Q(tests__contained_by=mine)
    return (Q(by_name=False) & level) | (level & passed) | (Q(test_instead=True) & (level | passed))
