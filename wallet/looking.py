"""What the staff looks at before a batch goes: each payout with what may be odd about it. Hints, never a block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from picomarket.lib.queues import Clock, clock

from .models import Payout, PayoutMethod


@dataclass(frozen=True)
class Seen:
    """One payout of a batch. ``set_at`` is when its destination was last changed, ``others`` who else is paid there."""

    payout: Payout
    clock: Clock
    set_at: datetime | None
    others: int


def look(payouts: Iterable[Payout], *, now: datetime) -> list[Seen]:
    """Each with its promise, the age of its destination and how many other people use the same. Two queries."""
    rows = list(payouts)
    people, places = {row.person_id for row in rows}, {row.destination for row in rows if row.destination}
    methods = PayoutMethod.objects.filter(person__in=people)
    set_at = {(one.person_id, one.rail, one.destination): one.changed_at for one in methods}
    shared = dict(
        Payout.objects.filter(destination__in=places)
        .order_by()
        .values_list("destination")
        .annotate(Count("person", distinct=True))
    )
    return [
        Seen(
            payout=row,
            clock=clock(row.promised_for, now=now),
            set_at=set_at.get((row.person_id, row.rail, row.destination)),
            others=max(0, shared.get(row.destination, 1) - 1),
        )
        for row in rows
    ]
