"""When payouts go and when they arrive: the published schedule, the promise, the place in the queue."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wallet import rails

from .models import Payout, Transfer, TransferKind

Words = str | Promise

SATURDAY = 6


@dataclass(frozen=True)
class Place:
    """A payout's place among those that wait: number ``place`` of ``waiting``."""

    place: int
    waiting: int


def next_run(now: datetime) -> datetime:
    """When the next payout run starts, strictly after ``now``; Celery refuses a schedule that never comes."""
    schedule: Any = crontab.from_string(settings.RULES.payout_runs)
    today = now.astimezone(UTC).date()
    for day in (today + timedelta(days=ahead) for ahead in itertools.count()):
        if _runs_on(schedule, day):
            for hour in sorted(schedule.hour):
                for minute in sorted(schedule.minute):
                    start = datetime.combine(day, time(hour, minute), UTC)
                    if start > now:
                        return start
    raise AssertionError("days do not end")


def _runs_on(schedule: Any, day: date) -> bool:
    return (
        day.isoweekday() % 7 in schedule.day_of_week
        and day.day in schedule.day_of_month
        and day.month in schedule.month_of_year
    )


def promised_for(requested_at: datetime, *, rail: str) -> datetime:
    """The day by which a payout asked for now is promised to arrive: within the market's business days, or, where the
    rail is slower, as many business days after the next run as the rail takes."""
    by_rule = _business_days_after(requested_at, settings.RULES.payout_days)
    return max(by_rule, _business_days_after(next_run(requested_at), rails.facts(rail).payout_days))


def _business_days_after(day: datetime, left: int) -> datetime:
    while left:
        day += timedelta(days=1)
        left -= day.astimezone(UTC).isoweekday() < SATURDAY
    return day


def place_of(payout: Payout) -> Place | None:
    """Where a payout or refund stands in the one queue of both; None once it has left the queue."""
    if payout.state != Payout.State.REQUESTED:
        return None
    # Who is held keeps their place; who is not stands before none of them.
    waiting = Payout.objects.waiting() if payout.held_at else Payout.objects.to_gather()
    return Place(place=waiting.filter(pk__lte=payout.pk).count(), waiting=waiting.count())


@dataclass(frozen=True)
class Step:
    """One step a payout has made."""

    what: Words
    at: datetime
    tone: str = ""


def steps(payout: Payout) -> list[Step]:
    """A payout's way so far, from the request on, each step with its date."""
    ends = {
        Payout.State.PAID: (_("Paid"), "good"),
        Payout.State.RETURNED: (_("Failed, the money is back in your balance"), "bad"),
        Payout.State.CANCELLED: (_("Cancelled, the money is back in your balance"), ""),
        Payout.State.REVERSED: (_("Came back, the money is in your balance"), "bad"),
    }
    words, tone = ends.get(Payout.State(payout.state), ("", ""))
    if payout.state == Payout.State.CANCELLED and payout.failure:
        words, tone = _("Taken out of the queue, the money is back in your balance"), "wait"
    paid_at = _paid_before_it_came_back(payout)
    way = [
        (_("Asked for, the money is set aside"), payout.requested_at, ""),
        (_("Held by our staff"), payout.held_at, "wait"),
        (_("Put into a payout run"), payout.gathered_at, ""),
        (_("Sent"), payout.sent_at, ""),
        (_("Paid"), paid_at, "good"),
        (words, payout.closed_at, tone),
    ]
    return [Step(what, at, tone) for what, at, tone in way if at]


def _paid_before_it_came_back(payout: Payout) -> datetime | None:
    """When a payout that came back was paid: its row has but one end, its lines both."""
    if payout.state != Payout.State.REVERSED:
        return None
    paid = Transfer.objects.filter(ref=payout.pk, kind__in=[TransferKind.PAYOUT_PAID, TransferKind.REFUND_PAID])
    return paid.values_list("at", flat=True).first()
