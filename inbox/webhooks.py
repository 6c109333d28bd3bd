"""Webhooks: addresses of people's own servers that are told what happens to their tasks and their money."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picomarket.lib import outward
from picomarket.lib.refusals import Refused

from .happenings import TEST
from .models import Delivery, Endpoint, Event

Person = Any  # a row of accounts.User, which this app does not import

MOST = 5
MOST_EVENTS = 500
State = Delivery.State


class EndpointRefused(Refused):
    """It cannot be done with this endpoint."""


def add(person: Person, *, url: str, kinds: Sequence[str], now: datetime) -> Endpoint:
    """Tell this address of these kinds of events from now on. Raises EndpointRefused or outward.NotAllowed."""
    outward.check(url)
    with transaction.atomic():
        # Whoever adds two at once waits for the other.
        get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
        if Endpoint.objects.filter(person=person).count() >= MOST:
            words = ngettext("You can have %(most)s webhook.", "You can have %(most)s webhooks.", MOST)
            raise EndpointRefused(words % {"most": MOST})
        return Endpoint.objects.create(person=person, url=url, kinds=list(kinds), secret=_new_secret(), made_at=now)


def change(endpoint: Endpoint, *, url: str, kinds: Sequence[str]) -> None:
    """Tell another address, or of other kinds; what waits goes to the new address. Raises outward.NotAllowed."""
    outward.check(url)
    Endpoint.objects.filter(pk=endpoint.pk).update(url=url, kinds=list(kinds))


def renew_secret(endpoint: Endpoint) -> None:
    """Sign with a new secret from the next try on; the old one is worth nothing then."""
    Endpoint.objects.filter(pk=endpoint.pk).update(secret=_new_secret())


def remove(endpoint: Endpoint) -> None:
    """Tell it nothing more; its log is gone with it."""
    endpoint.delete()


def switch_off(endpoint: Endpoint, *, why: str = "", now: datetime) -> None:
    """What happens from now on is not told, and what waits is not delivered; it can be sent again by hand."""
    with transaction.atomic():
        fresh = _locked(endpoint)
        if fresh.off_at is None:
            fresh.off_at, fresh.off_why = now, why[:200]
            fresh.save(update_fields=["off_at", "off_why"])
        while gather(fresh, now=now):
            pass
        for row in fresh.deliveries.filter(state=State.WAITING).order_by("pk").select_for_update():
            row.move_to(State.FAILED)


def switch_off_all(person: Person, *, now: datetime) -> bool:
    """All of one person's. False where none was on."""
    on = list(Endpoint.objects.filter(person=person, off_at=None))
    for endpoint in on:
        switch_off(endpoint, now=now)
    return bool(on)


def gather(endpoint: Endpoint, *, now: datetime) -> bool:
    """Make a delivery of what happened for this locked endpoint, given up where it is off; whether anything had.

    So nothing of before is sent by itself when it is switched on, also what was written while it was switched off.
    """
    waiting = Event.objects.filter(endpoint=endpoint, delivery=None).order_by("pk")
    events = list(waiting.values_list("pk", flat=True)[:MOST_EVENTS])
    if events:
        state = State.FAILED if endpoint.off_at else State.WAITING
        row = Delivery.objects.create(endpoint=endpoint, state=state, made_at=now, since=now, try_at=now)
        Event.objects.filter(pk__in=events).update(delivery=row)
    return bool(events)


def switch_on(endpoint: Endpoint) -> None:
    """What happens from now on is told again."""
    Endpoint.objects.filter(pk=endpoint.pk).update(off_at=None, off_why="", failing_since=None)


def try_out(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """Send an event that means nothing, at once. Raises EndpointRefused where it is switched off."""
    with transaction.atomic():
        _check_on(_locked(endpoint))
        row = Delivery.objects.create(endpoint=endpoint, made_at=now, since=now, try_at=now)
        Event.objects.create(endpoint=endpoint, kind=TEST, data={"hello": "world"}, at=now, delivery=row)
    return row


def replay(delivery: Delivery, *, now: datetime) -> None:
    """Send what was sent or given up once more, with the same events. Raises EndpointRefused."""
    with transaction.atomic():
        _check_on(_locked(delivery.endpoint))
        _send_again(Delivery.objects.select_for_update().get(pk=delivery.pk), now)


def replay_failed(endpoint: Endpoint, *, now: datetime) -> int:
    """Send all once more that was given up; how many deliveries. Raises EndpointRefused."""
    with transaction.atomic():
        _check_on(_locked(endpoint))
        rows = endpoint.deliveries.filter(state=State.FAILED).order_by("pk").select_for_update()
        return sum(_send_again(row, now) for row in rows)


def _send_again(row: Delivery, now: datetime) -> bool:
    if row.state == State.WAITING:
        return False
    row.since = row.try_at = now
    row.tries = 0
    row.move_to(State.WAITING, "since", "try_at", "tries")
    return True


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """What goes into the header: the time, and HMAC-SHA256 over the time, a full stop and the body."""
    seconds = int(at.timestamp())
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={mac.hexdigest()}"


def _new_secret() -> str:
    return secrets.token_hex(32)


def _locked(endpoint: Endpoint) -> Endpoint:
    """Without its key, so that nobody who writes an event waits."""
    return Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)


def _check_on(endpoint: Endpoint) -> None:
    if endpoint.off_at:
        raise EndpointRefused(_("This webhook is switched off. Switch it on first."))
