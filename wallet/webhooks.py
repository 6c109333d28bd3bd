"""What rails tell us unasked: each event is kept as it came, then applied once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wallet import rails
from wallet.rails.interface import BadWebhook, Event, Subject

from . import deposits, settling
from .models import RailEvent


def receive(rail: str, *, headers: Mapping[str, str], body: bytes, now: datetime) -> RailEvent:
    """Take in one webhook: money moves as the event says, once, however often and in whatever order it comes.

    Raises BadWebhook, and nothing moves, for a rail not offered, a wrong signature, an old timestamp or a key nobody
    used; of the last the event is kept for staff to see.
    """
    speaker = rails.find(rail)
    if speaker is None:
        raise BadWebhook("There is no such rail.", status=404)
    event = speaker.read_webhook(headers, body, now=now)
    with transaction.atomic():
        row = _keep(rail, event, body, now)
        if row.applied_at is None:
            _apply(row, event, now)
    if row.applied_at is None:
        raise BadWebhook(row.outcome, status=404)
    return row


def _keep(rail: str, event: Event, body: bytes, now: datetime) -> RailEvent:
    row = RailEvent(rail=rail, event_id=event.id[:100], payload=json.loads(body), received_at=now)
    RailEvent.objects.bulk_create([row], ignore_conflicts=True)
    return RailEvent.objects.select_for_update().get(rail=rail, event_id=event.id[:100])


def _apply(row: RailEvent, event: Event, now: datetime) -> None:
    try:
        if event.outcome is None:
            row.outcome = "not about our money"
        elif event.subject == Subject.DEPOSIT:
            row.outcome = deposits.settle(event.outcome, rail=row.rail, now=now).state
        else:
            moved = settling.settle([event.outcome], rail=row.rail, now=now)
            row.outcome = moved[0].state if moved else "unchanged"
        row.applied_at = now
    except (deposits.DepositUnknown, settling.PayoutUnknown) as unknown:
        row.outcome = f"Nobody here knows the key {unknown}."[:200]
    row.save(update_fields=["outcome", "applied_at"])
