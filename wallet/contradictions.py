"""Where a rail and the books do not agree: kept for the staff, once each, until somebody has looked into it.

They stand among the rail's events that nobody could apply, together with authentic news of money nobody here knows.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet.rails.interface import Outcome

from . import event_words
from .models import Payout, PayoutBatch, RailEvent

log = logging.getLogger(__name__)

LONGEST_ID = 100
LONGEST_WORDS = 200
SHORTEST_REASON = 10


class Unruled(Refused):
    """A ruling without a reason, or by the one whose own payout it is about."""


def note(outcome: Outcome, *, rail: str, books: str, now: datetime) -> None:
    """Keep what a rail says against the books. No money moves; the same said again is not kept again."""
    amount = "" if outcome.amount is None else outcome.amount.plain()
    said = {"key": outcome.key, "fate": outcome.fate, "amount": amount, "reason": outcome.reason}
    more = {"reference": outcome.reference, "cost": outcome.cost.plain(), "books": books}
    words = event_words.CONTRADICTS.format(**{**said, "amount": outcome.amount or "", "books": books})
    log.error("%s says of %s: %s %s; the books say: %s", rail, outcome.key, outcome.fate, amount, books)
    row = RailEvent(
        rail=rail,
        event_id=event_id(f"contradiction:{outcome.key}:{outcome.fate}:{amount}"),
        payload={**said, **more},
        received_at=now,
        outcome=words[:LONGEST_WORDS],
    )
    RailEvent.objects.bulk_create([row], ignore_conflicts=True)


def event_id(name: str) -> str:
    """A name short enough for its column, and still no other's."""
    return name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def waiting() -> QuerySet[RailEvent]:
    """What the rails said that nobody could apply and nobody has looked into."""
    return RailEvent.objects.filter(applied_at=None, refused="")


def about(batch: PayoutBatch) -> QuerySet[RailEvent]:
    """What waits to be looked into of what was said of a batch's payouts."""
    keys = list(batch.payouts.values_list("public_id", flat=True))
    return waiting().filter(rail=batch.rail, payload__key__in=keys)


def looked_into(event: RailEvent, *, reason: str, by: User, now: datetime) -> RailEvent:
    """One of the staff has looked into what a rail said, and writes what they found; it waits no more. No money moves.

    Raises Unruled without a reason, and where it speaks of their own payout.
    """
    reason = checked(reason)
    with transaction.atomic():
        event = RailEvent.objects.select_for_update().get(pk=event.pk)
        if Payout.objects.filter(rail=event.rail, public_id=key_of(event), person=by).exists():
            raise Unruled(_("This is about your own payout: somebody else must look into it."))
        if event.waits:
            event.applied_at = now
            event.outcome = event_words.LOOKED.format(before=event.outcome, name=by.public_name)[-LONGEST_WORDS:]
            keep_reason(event, reason, by=by)
            event.save(update_fields=["applied_at", "outcome", "reasons"])
    return event


def checked(reason: str) -> str:
    """The reason as it is kept. Raises Unruled where it says too little."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Unruled(_("Write in a sentence what you found out: who asks later reads it."))
    return reason


def keep_reason(event: RailEvent, reason: str, *, by: User) -> None:
    """Add what one of the staff wrote to a locked event; the caller saves it."""
    event.reasons = "\n".join(filter(None, [event.reasons, f"{by.public_name}: {reason}"]))


def key_of(event: RailEvent) -> str:
    """The key of the payout or deposit that a noted contradiction is about; empty where it is none."""
    return str(event.payload.get("key", "")) if isinstance(event.payload, dict) else ""
