"""What came of bringing others, in figures: all of it, and month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from picomarket.lib.money import Money, total

from .models import Clicks, Month, Referral

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One month, by UTC. ``active`` are those who earned the referrer something, or would if it were not held."""

    month: date
    clicks: int
    joined: int
    active: int
    earned: Money
    held: Money

    @property
    def is_empty(self) -> bool:
        return not (self.clicks or self.joined or self.active or self.earned or self.held)


@dataclass(frozen=True, slots=True)
class Figures:
    """``to_come`` is the share of deposits that are not spent yet, ``held`` what is kept aside."""

    months: list[Row]
    clicks: int
    joined: int
    active: int
    earned: Money
    to_come: Money
    held: Money


def of(person: User, *, now: datetime) -> Figures:
    """Five questions, however many they brought."""
    brought = Referral.objects.filter(referrer=person)
    sums = brought.aggregate(joined=Count("pk"), earned=Sum("earned"))
    # What is to come is worked out one by one, of those alone who deposited.
    waiting = brought.filter(deposited__gt=0, state=Referral.State.EARNING, ends_at__gt=now)
    held = brought.held().aggregate(sum=Sum("held"))["sum"]
    months = _months(person, now.astimezone(UTC).date())
    return Figures(
        months=[row for row in months if not row.is_empty],
        clicks=sum(row.clicks for row in months),
        joined=sums["joined"],
        active=months[0].active,
        earned=Money(sums["earned"] or 0),
        to_come=total(one.to_come for one in waiting.only("deposited", "from_deposits")),
        held=Money(held or 0),
    )


def _months(person: User, today: date) -> list[Row]:
    """The last twelve, the newest first."""
    first = [date(today.year - (n + 12 - today.month) // 12, (today.month - 1 - n) % 12 + 1, 1) for n in range(MONTHS)]
    since, mine = first[-1], Referral.objects.filter(referrer=person)
    clicks = Clicks.objects.filter(person=person, day__gte=since).annotate(month=TruncMonth("day"))
    clicked = dict(clicks.values_list("month").annotate(Sum("count")))
    begins = datetime.combine(since, time(), UTC)
    joined_at = mine.filter(joined_at__gte=begins).annotate(month=TruncMonth("joined_at", tzinfo=UTC))
    joined = {at.date(): count for at, count in joined_at.values_list("month").annotate(Count("pk"))}
    earned = Month.objects.filter(referral__referrer=person, month__gte=since).values_list("month")
    sums = {month: more for month, *more in earned.annotate(Count("pk"), Sum("earned"), Sum("held"))}
    rows = []
    for month in first:
        active, paid, held = sums.get(month, (0, 0, 0))
        rows.append(Row(month, clicked.get(month, 0), joined.get(month, 0), active, Money(paid), Money(held)))
    return rows
