"""Measures: what stands on a card because it was counted. Who counts calls these; the feed reads the columns.

Times are medians, which a worker who fell asleep over a task does not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum

from accounts.models import User
from picomarket.lib import statements
from picomarket.lib.money import Money

from .models import EmployerRecord, Task

# Nobody opens, does and hands in a task in less; what says so was not work.
SHORTEST_SECONDS = 10


def tasks_to_time(*, most: int) -> list[int]:
    """Tasks with enough approved work whose time was never measured, or from a tenth less work than there is now."""
    more = Q(measured_from=0) | Q(paid__gt=F("measured_from") * 1.1)
    running = Task.objects.filter(state__in=[Task.State.PUBLISHED, Task.State.PAUSED])
    due = running.filter(more, paid__gte=settings.RULES.measured_after)
    return list(due.order_by("pk").values_list("pk", flat=True)[:most])


def note_times(seconds: Mapping[int, float | None]) -> int:
    """Keep the median time of each of these tasks, by key (None: too few were approved in whole); how many."""
    with transaction.atomic():
        rows = list(Task.objects.filter(pk__in=seconds).order_by("pk").select_for_update(no_key=True))
        for task in rows:
            median = seconds[task.pk]
            task.measured_seconds = None if median is None else max(round(median), SHORTEST_SECONDS)
            task.measured_from = task.paid
        statements.save_all(rows, "measured_seconds", "measured_from")
    return len(rows)


def employers_to_measure(*, most: int) -> list[int]:
    """Employers who gave verdicts since their record was measured."""
    judged = F("judged_approved") + F("judged_rejected")
    known = User.objects.filter(Q(judged_approved__gt=0) | Q(judged_rejected__gt=0)).alias(judged=judged)
    due = known.filter(Q(employer_record=None) | ~Q(employer_record__judged=F("judged")))
    return list(due.order_by("pk").values_list("pk", flat=True)[:most])


def note_reviews(minutes: Mapping[int, float | None], *, now: datetime) -> int:
    """Keep how long each of these employers takes to review (None: too few verdicts), and what their workers got."""
    paid = _paid_by(minutes)
    judged = {one.pk: one.judged_approved + one.judged_rejected for one in User.objects.filter(pk__in=minutes)}
    rows = [
        EmployerRecord(
            employer_id=key,
            review_minutes=None if minutes[key] is None else round(minutes[key] or 0),
            judged=judged[key],
            paid=paid.get(key, 0),
            measured_at=now,
        )
        for key in sorted(judged)
    ]
    measured = ["review_minutes", "judged", "paid", "measured_at"]
    EmployerRecord.objects.bulk_create(rows, update_conflicts=True, unique_fields=["employer"], update_fields=measured)
    return len(rows)


def _paid_by(employers: Mapping[int, object]) -> dict[int, Money]:
    """What workers received for each employer's tasks, to the whole slot."""
    tasks = Task.objects.filter(employer__in=employers).order_by()
    return dict(tasks.values_list("employer").annotate(sum=Sum((F("reward") - F("worker_commission")) * F("paid"))))


def hold_record(employer_id: int) -> None:
    """Hold an employer's record, so that what is summed up for it is summed up one after the other. Runs in the
    caller's transaction."""
    EmployerRecord.objects.bulk_create([EmployerRecord(employer_id=employer_id)], ignore_conflicts=True)
    EmployerRecord.objects.select_for_update(no_key=True).get(employer=employer_id)


def note_rating(employer_id: int, *, rating: int, raters: int) -> None:
    """Keep an employer's mean mark, in tenths, and of how many workers it is. Runs in the caller's transaction, which
    holds the record."""
    EmployerRecord.objects.filter(employer=employer_id).update(rating=rating, raters=raters)


def note_dispute(employer_id: int, *, lost: bool) -> None:
    """Count one decided dispute on an employer's record. Runs in the caller's transaction."""
    EmployerRecord.objects.bulk_create([EmployerRecord(employer_id=employer_id)], ignore_conflicts=True)
    EmployerRecord.objects.filter(employer=employer_id).update(
        disputes_decided=F("disputes_decided") + 1, disputes_lost=F("disputes_lost") + int(lost)
    )


def correct_dispute(employer_id: int, *, lost: int) -> None:
    """A dispute that was counted ended otherwise on appeal: 1 more lost, 1 less, or 0.

    Runs in the caller's transaction.
    """
    EmployerRecord.objects.filter(employer=employer_id).update(disputes_lost=F("disputes_lost") + lost)
