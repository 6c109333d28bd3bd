"""What rails tell us unasked: each event is kept as it came, then applied once.

Of what is refused at the door the first of a day are kept, what the rail signed apart from what it did not, and then
only a count: a flood of it costs the market a handful of rows, and hides nothing that the rail said itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction

from picomarket.lib import keepable
from picomarket.lib.money import LARGEST
from wallet import rails
from wallet.rails.interface import BadWebhook, Event, Fate, Subject

from . import contradictions, deposits, event_words, settling
from .models import RailEvent

DAY = timedelta(days=1)
# How many of a rail's refused webhooks are kept in a day, of those it signed and of the others; of each so many bytes.
MOST_KEPT = 20
LONGEST_KEPT = 4096


def receive(rail: str, *, headers: Mapping[str, str], body: bytes, now: datetime) -> RailEvent:
    """Take in one webhook: money moves as the event says, once, however often and in whatever order it comes.

    Raises BadWebhook, and nothing moves, for a rail not offered, a wrong signature, an old timestamp or a key nobody
    used. The staff can see what came in: of the last the event waits for them, the others are kept as refused.
    """
    try:
        event, told = _read(rail, headers, body, now)
    except BadWebhook as bad:
        if rail in rails.FACTS:
            _refuse(rail, bad, body, now)
        raise
    with transaction.atomic():
        row = _keep(rail, event, told, now)
        if row.applied_at is None:
            _apply(row, event, now)
    if row.applied_at is None and event.subject != Subject.LOOK:
        raise BadWebhook(row.outcome, status=404)
    return row


def _read(rail: str, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Event, Any]:
    """The event, and all that came with it as it can be kept."""
    speaker = rails.find(rail)
    if speaker is None:
        raise BadWebhook("There is no such rail.", status=404)
    try:
        event = speaker.read_webhook(headers, body, now=now)
        told = keepable.told(json.loads(body))
    except RecursionError as error:
        raise BadWebhook("The event is nested too deeply.") from error
    _check_amount(event)
    return event, told


def _check_amount(event: Event) -> None:
    """Of a payout the books know the sum; a deposit is believed, as far as it is a sum at all."""
    said = event.outcome
    if event.subject != Subject.DEPOSIT or said is None:
        return
    least = 1 if said.fate == Fate.PAID else 0
    whole = said.amount is None or least <= said.amount <= LARGEST
    if not (whole and 0 <= said.arrived <= LARGEST):
        raise BadWebhook("No deposit is of this amount.")


def _refuse(rail: str, bad: BadWebhook, body: bytes, now: datetime) -> None:
    """Keep the first refused webhooks of a day; of what follows every doubling of their count, with the last."""
    kind = RailEvent.Refused.SIGNED if bad.signed else RailEvent.Refused.UNSIGNED
    name = f"refused:{kind}:{now:%Y-%m-%d}"
    cache.add(f"{rail}:{name}", 0, timeout=int(2 * DAY.total_seconds()))
    count = cache.incr(f"{rail}:{name}")
    more = count - MOST_KEPT
    if more > 0 and more & (more - 1):
        return
    shown = body[:LONGEST_KEPT].decode(errors="replace").replace("\x00", "")
    row: dict[str, Any] = {
        "payload": {"body": shown, "bytes": len(body)},
        "outcome": event_words.REFUSED.format(status=bad.status, why=bad)[:200],
        "refused": kind,
    }
    if more > 0:
        row["outcome"] = event_words.MORE_REFUSED.format(count=count, status=bad.status, why=bad)[:200]
        row["payload"]["at_least"] = count
        RailEvent.objects.update_or_create(
            rail=rail, event_id=name, defaults=row, create_defaults={**row, "received_at": now}
        )
        return
    # The same again is the same.
    name = f"{name}:{hashlib.sha256(body).hexdigest()[:16]}"
    RailEvent.objects.bulk_create([RailEvent(rail=rail, event_id=name, received_at=now, **row)], ignore_conflicts=True)


def _keep(rail: str, event: Event, told: Any, now: datetime) -> RailEvent:
    name = contradictions.event_id(keepable.words(event.id))
    row = RailEvent(rail=rail, event_id=name, payload=told, received_at=now)
    RailEvent.objects.bulk_create([row], ignore_conflicts=True)
    return RailEvent.objects.select_for_update().get(rail=rail, event_id=name)


def _apply(row: RailEvent, event: Event, now: datetime) -> None:
    if event.subject == Subject.LOOK and event.outcome is not None:
        row.outcome = f"{event.outcome.key}: {event.outcome.reason}"[:200]
        row.save(update_fields=["outcome"])
        return
    try:
        # Together or not at all: where the key is unknown, nothing of it stays.
        with transaction.atomic():
            row.outcome = _said(event, row.rail, now)
        row.applied_at = now
    except (deposits.DepositUnknown, settling.PayoutUnknown) as unknown:
        row.outcome = event_words.UNKNOWN.format(key=unknown)[:200]
    row.save(update_fields=["outcome", "applied_at"])


def _said(event: Event, rail: str, now: datetime) -> str:
    """Apply the event; what it did, in a word."""
    if event.outcome is None or event.subject == Subject.OTHER:
        return event_words.NOT_OURS
    if event.subject == Subject.DEPOSIT:
        return deposits.settle(event.outcome, rail=rail, now=now).state
    settling.remember([event.outcome], rail=rail)
    moved = settling.settle([event.outcome], rail=rail, now=now)
    return moved[0].state if moved else event_words.UNCHANGED
