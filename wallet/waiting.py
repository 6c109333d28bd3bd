"""What in the wallet waits for somebody, for the front page of the support desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from picomarket.lib.queues import Waiting, waiting
from wallet import rails

from . import contradictions, deadlines, deposits
from .models import Adjustment, Deposit, Payout, PayoutBatch


def payouts_late(now: datetime) -> Waiting:
    """Payouts and refunds past their promise, wherever they are."""
    return waiting(Payout.objects.late(now), since="requested_at", due="promised_for")


def payouts_held() -> Waiting:
    """Payouts and refunds the staff keeps back."""
    return waiting(Payout.objects.held(), since="held_at", due="promised_for")


def batches_gathered() -> Waiting:
    """Batches that have not left: they wait for their time, for approvals or for their rail."""
    return waiting(PayoutBatch.objects.filter(state=PayoutBatch.State.GATHERED), since="gathered_at", due="goes_at")


def payouts_requested() -> Waiting:
    """Payouts and refunds that the next run takes."""
    return waiting(Payout.objects.to_gather(), since="requested_at", due="promised_for")


def payouts_sent() -> Waiting:
    """Payouts whose rail has not said yet what became of them."""
    return waiting(Payout.objects.filter(state=Payout.State.SENT), since="sent_at", due="promised_for")


def contradictions_noted() -> Waiting:
    """What rails said that nobody could apply: money may be missing somewhere, so a day is long."""
    due = F("received_at") + timedelta(days=1)
    return waiting(contradictions.waiting(), since="received_at", due=ExpressionWrapper(due, DateTimeField()))


def adjustments_proposed() -> Waiting:
    """Adjustments that wait for a second person: somebody waits for their money, so a day is long."""
    rows = Adjustment.objects.filter(state=Adjustment.State.PROPOSED)
    due = F("proposed_at") + timedelta(days=1)
    return waiting(rows, since="proposed_at", due=ExpressionWrapper(due, DateTimeField()))


def deposits_by_hand() -> Waiting:
    """Deposits whose money somebody must look for and mark as received."""
    rows = Deposit.objects.filter(state=Deposit.State.STARTED, rail__in=rails_by_hand())
    return waiting(rows, since="started_at", due=_arrives_by())


def deposits_for_second() -> Waiting:
    """Deposits whose money one person saw, of two that must; part of it may be booked already."""
    return waiting(seen_by_one(), since="started_at", due=_arrives_by())


def seen_by_one() -> QuerySet[Deposit]:
    """All these deposits."""
    begun = Q(state=Deposit.State.STARTED, seen__gt=0)
    return Deposit.objects.filter(begun | Q(state__in=deposits.ARRIVED, seen__gt=F("amount")))


def _arrives_by() -> Combinable:
    due = F("started_at") + deadlines.time_to_arrive(by_hand=True)
    return ExpressionWrapper(due, DateTimeField())


def rails_by_hand() -> list[str]:
    return [code for code, facts in rails.FACTS.items() if facts.by_hand]
