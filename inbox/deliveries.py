"""Delivering events: those of a minute together, tried for a day, one delivery of each endpoint at a time.

As with pushes, a sweep puts off what it takes by a lease and commits before it calls anybody. It calls several at once,
so a slow endpoint holds up nobody else.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib import outward, pauses
from picomarket.lib.outward import Answer, Call
from picomarket.lib.sweeps import each

from . import notices, webhooks
from .models import Delivery, DeliveryQuerySet, Endpoint, Event
from .topics import Topic

State = Delivery.State

MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=3)
ENDPOINTS_AT_ONCE = 40
# The server says that nobody is there any more.
GONE = 410
# Rows forgotten in one go.
SWEPT = 10_000


def gather_due(*, now: datetime) -> int:
    """Make a delivery of what happened up to a minute ago, for each endpoint something happened to; how many."""
    over = Event.objects.filter(delivery=None, at__lte=now - MINUTE).order_by("endpoint")
    keys = list(over.values_list("endpoint", flat=True).distinct())
    return each(keys, partial(_gather, now=now))


def _gather(endpoint: int, *, now: datetime) -> int:
    with transaction.atomic():
        fresh = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint).first()
        return int(fresh is not None and webhooks.gather(fresh, now=now))


def send_due(*, now: datetime) -> int:
    """Try what is due, of each endpoint the oldest; how many were delivered."""
    rows = _take(now)
    answers = outward.post_all([_call(row, now) for row in rows])
    heard = dict(zip([row.pk for row in rows], answers, strict=True))
    return each(rows, lambda row: _note(row, heard[row.pk], now))


def _take(now: datetime) -> list[Delivery]:
    """One due delivery of each endpoint, put off by the lease: this sweep's alone."""
    oldest = Delivery.objects.due(now).order_by("endpoint", "pk").distinct("endpoint").values("pk")
    with transaction.atomic():
        due = Delivery.objects.due(now).filter(pk__in=oldest).order_by("try_at").select_related("endpoint")
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:ENDPOINTS_AT_ONCE])
        _these(rows).update(try_at=now + LEASE)
    return rows


def _call(row: Delivery, now: datetime) -> Call:
    body = body_of(row)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Picomarket-Webhooks",
        "Picomarket-Delivery": row.public_id,
        "Picomarket-Signature": webhooks.signature(row.endpoint.secret, body, at=now),
    }
    return Call(url=row.endpoint.url, body=body, headers=headers)


def body_of(row: Delivery) -> bytes:
    """The same at every try, so that a server knows what it has by the ids."""
    events = [
        {"id": one.public_id, "kind": one.kind, "at": one.at.isoformat(timespec="seconds"), "data": one.data}
        for one in row.events.order_by("pk")
    ]
    return json.dumps({"id": row.public_id, "events": events}).encode()


def _note(row: Delivery, answer: Answer, now: datetime) -> bool:
    """Keep what came back; what failed is tried again as long as its time is not over."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=row.endpoint_id).first()
        fresh = Delivery.objects.select_for_update().filter(pk=row.pk, state=State.WAITING).first()
        if endpoint is None or fresh is None:
            return False
        fresh.tries += 1
        fresh.tried_at, fresh.status = now, answer.status
        fresh.seconds, fresh.answer = answer.seconds, answer.text
        fresh.try_at = now + pauses.doubled(MINUTE, tries=fresh.tries, most=LONGEST_PAUSE)
        fresh.save()
        over = fresh.try_at >= fresh.since + timedelta(hours=settings.RULES.webhook_hours)
        if answer.is_good or over:
            fresh.move_to(State.DELIVERED if answer.is_good else State.FAILED)
        _note_endpoint(endpoint, answer, now)
    return answer.is_good


def _note_endpoint(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    """Where it fails for days, or says that it is gone, it is switched off and its owner told."""
    endpoint.failing_since = None if answer.is_good else endpoint.failing_since or now
    endpoint.save(update_fields=["failing_since"])
    since = endpoint.failing_since
    if since and (answer.status == GONE or since <= now - timedelta(days=settings.RULES.webhook_off_days)):
        webhooks.switch_off(endpoint, why=str(answer.status or answer.text), now=now)
        words = _("{url} did not take what we sent it. Mend it, switch the webhook on, and send again what failed.")
        notices.tell(
            endpoint.person,
            subject=_("A webhook of yours is switched off"),
            body=format_lazy(words, url=endpoint.url),
            url=endpoint.get_absolute_url(),
            mail=True,
            topic=Topic.TASKS,
            now=now,
        )


def sweep_old(*, now: datetime) -> int:
    """Forget deliveries made longer ago than they are kept, with their events; how many."""
    old = Delivery.objects.exclude(state=State.WAITING).filter(
        made_at__lt=now - timedelta(days=settings.RULES.webhook_days)
    )
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:SWEPT])
    Delivery.objects.filter(pk__in=keys).delete()
    return len(keys)


def _these(rows: list[Delivery]) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk__in=[row.pk for row in rows])
