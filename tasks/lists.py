"""Worker lists: an employer makes them, puts people on them by hand, from a file or by a rule, and takes them out.

No money moves by any of it, and nobody on a list is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.counting import figure
from picomarket.lib.refusals import Refused
from picomarket.lib.sweeps import sweep

from .models import Listing, Task, WorkerList


class NameTaken(Refused):
    """The employer has a list of this name already."""


class TooStrict(Refused):
    """The rule asks for a rate that one mistake would end, of people who did little."""


class ListFull(Refused):
    """More people than one list can hold."""


def make(employer: User, *, name: str, now: datetime) -> WorkerList:
    """A new empty list. Raises NameTaken."""
    with _named_once(name):
        return WorkerList.objects.create(employer=employer, name=name, made_at=now)


def rename(row: WorkerList, *, name: str, by: User) -> None:
    """Raises NameTaken."""
    with _named_once(name):
        WorkerList.objects.of(by).filter(pk=row.pk).update(name=name)


def discard(row: WorkerList, *, by: User, now: datetime) -> None:
    """Put a list away. Tasks that use it go on using it."""
    WorkerList.objects.of(by).kept().filter(pk=row.pk).update(deleted_at=now)


def restore(row: WorkerList, *, by: User) -> None:
    """Bring a deleted list back with everybody on it. Raises NameTaken."""
    with _named_once(row.name):
        WorkerList.objects.of(by).filter(pk=row.pk).update(deleted_at=None)


@contextmanager
def _named_once(name: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        words = _("You have a list named “%(name)s” already. Choose another name.")
        raise NameTaken(words % {"name": name}) from error


def tasks_using(row: WorkerList) -> int:
    """How many tasks that still give slots, or may again, ask for this list or leave it out."""
    ended = [Task.State.DRAFTED, Task.State.DISCARDED, Task.State.STOPPED, Task.State.FINISHED]
    running = Task.objects.filter(employer_id=row.employer_id).exclude(state__in=ended)
    return running.filter(Q(only_lists__contains=[row.pk]) | Q(not_lists__contains=[row.pk])).count()


_PUT = """
    WITH wanted AS (SELECT DISTINCT key FROM unnest(%s::bigint[]) AS key WHERE key <> %s),
         pinned AS (UPDATE tasks_listing SET why = %s FROM wanted
                     WHERE list_id = %s AND worker_id = key AND out_at IS NULL AND why = 'rule'),
         back AS (UPDATE tasks_listing SET why = %s, since = %s, out_at = NULL FROM wanted
                   WHERE list_id = %s AND worker_id = key AND out_at IS NOT NULL RETURNING 1),
         new AS (INSERT INTO tasks_listing (list_id, worker_id, why, since) SELECT %s, key, %s, %s FROM wanted
                     ON CONFLICT DO NOTHING RETURNING 1)
    SELECT (SELECT count(*) FROM back) + (SELECT count(*) FROM new)
"""


def put(row: WorkerList, workers: Collection[int], *, by: User, why: str, now: datetime) -> int:
    """Put people on a list by their keys, also those who were taken out; how many are new on it. Raises ListFull.

    Whom the rule had put on it stays from now on when the rule would let go.
    """
    with transaction.atomic():
        key = _locked(row, by).pk
        given = [list(workers), by.pk, why, key, why, now, key, key, why, now]
        (added,) = statements.answer(_PUT, given)
        _check_fits(row)
    return int(added)


def take_out(row: WorkerList, worker: User, *, by: User, now: datetime) -> None:
    """Take somebody from a list; its rule does not bring them back."""
    with transaction.atomic():
        _locked(row, by).listings.present().filter(worker=worker).update(out_at=now)


def set_rule(row: WorkerList, *, approved: int, rate: int, by: User, now: datetime) -> None:
    """Let a rule keep the list, and look at once who meets it; ``approved`` 0 ends the rule and leaves its people.

    Raises TooStrict.
    """
    rules = settings.RULES
    if approved and rate >= rules.strict_rate and approved < rules.strict_approved:
        words = _(
            "%(strict)s%% or more asks for at least %(least)s approved: before that a single mistake shuts good "
            "people out. Ask for a lower rate."
        )
        raise TooStrict(words % {"strict": rules.strict_rate, "least": rules.strict_approved})
    with transaction.atomic():
        row = _locked(row, by)
        row.rule_approved, row.rule_rate = approved, rate if approved else 0
        row.save(update_fields=["rule_approved", "rule_rate"])
        if approved:
            _follow_rule(row, now=now)
        else:
            row.listings.present().filter(why=Listing.Why.RULE).update(why=Listing.Why.HAND)


def follow_rules(*, now: datetime, most: int = 10_000) -> int:
    """Look anew who meets the rules of all lists, those first that were looked at longest ago; how many lists."""
    due = WorkerList.objects.ruled().order_by(F("ruled_at").asc(nulls_first=True), "pk")
    return sweep(list(due.values_list("pk", flat=True)[:most]), lambda keys: _follow(keys, now=now))


@transaction.atomic
def _follow(keys: Sequence[int], *, now: datetime) -> int:
    due = WorkerList.objects.ruled().filter(pk__in=keys).order_by("pk")
    rows = list(due.select_for_update(no_key=True, skip_locked=True))
    for row in rows:
        _follow_rule(row, now=now)
    return len(rows)


def _follow_rule(row: WorkerList, *, now: datetime) -> None:
    """Put on whoever meets the rule, let go whom the rule put on and who no longer does."""
    meets = set(_meeting(row))
    ruled = Listing.objects.filter(list=row, why=Listing.Why.RULE).present()
    gone = [pk for pk, worker in ruled.values_list("pk", "worker") if worker not in meets]
    ruled.filter(pk__in=gone).delete()
    known = set(row.listings.values_list("worker", flat=True))
    new = sorted(meets - known)[: settings.RULES.list_people - len(known) + len(gone)]
    Listing.objects.bulk_create(Listing(list=row, worker_id=key, why=Listing.Why.RULE, since=now) for key in new)
    WorkerList.objects.filter(pk=row.pk).update(ruled_at=now)


def _meeting(row: WorkerList) -> Iterable[int]:
    # An outer app's rows, reached by name: a rejection counts once it is final.
    judged = Task.objects.filter(employer=row.employer_id, submissions__state__in=["approved", "confirmed"])
    by_worker = (
        judged.order_by()
        .values("submissions__worker")
        .annotate(approved=Count("pk", filter=Q(submissions__state="approved")), judged=Count("pk"))
    )
    over = by_worker.annotate(over=F("approved") * 100 - F("judged") * row.rule_rate)
    meets = over.filter(approved__gte=row.rule_approved, over__gte=0)
    return meets.values_list("submissions__worker", flat=True)


def _check_fits(row: WorkerList) -> None:
    if row.listings.count() > (most := settings.RULES.list_people):
        raise ListFull(_("A list holds %(most)s people. Make another one for the rest.") % {"most": figure(most)})


def _locked(row: WorkerList, by: User) -> WorkerList:
    return WorkerList.objects.of(by).select_for_update(no_key=True).get(pk=row.pk)
