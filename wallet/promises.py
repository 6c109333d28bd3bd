"""The promise of each payout and refund: whether it was kept, and who is told when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q

from .models import Payout

State = Payout.State


@dataclass(frozen=True)
class Kept:
    """Of the payouts and refunds that were due or done: how many in time. ``oldest`` is the oldest still pending."""

    due: int
    in_time: int
    pending: int
    oldest: datetime | None

    @property
    def percent(self) -> int | None:
        """Whole percent in time, rounded down; None where nothing was due."""
        return self.in_time * 100 // self.due if self.due else None


def kept(*, since: datetime, now: datetime) -> Kept:
    """How the promises stand: of what was closed since then, paid or returned, and of what is overdue now.

    What its person cancelled counts for neither; what is pending and not yet due counts when it is.
    """
    done = Q(state__in=[State.PAID, State.RETURNED], closed_at__gte=since)
    pending = Q(state__in=[State.REQUESTED, State.GATHERED, State.SENT])
    found = Payout.objects.filter(done | pending).aggregate(
        due=Count("pk", filter=done | Q(promised_for__lte=now)),
        in_time=Count("pk", filter=done & Q(closed_at__lte=F("promised_for"))),
        pending=Count("pk", filter=pending),
        oldest=Min("requested_at", filter=pending),
    )
    return Kept(**found)
