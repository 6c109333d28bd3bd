"""Pushing notices to devices. Each is tried until a device took it, for an hour.

A sweep puts its notices off by a lease and commits before it calls anybody, so that a slow push service holds no rows.
What a killed sweep held is taken up when the lease is over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from picomarket.lib import outward, webpush
from picomarket.lib.outward import Answer, Call
from picomarket.lib.sweeps import each

from .models import Device, Notice

LEASE = timedelta(minutes=5)
# How long a push service keeps a push for a device that is off; how long one that failed is tried again.
KEPT = timedelta(days=1)
TRIED, PAUSE = timedelta(hours=1), timedelta(minutes=1)
GONE = {404, 410}
# A device that failed so often in a row is forgotten.
MOST_FAILURES = 10
LONGEST_TEXT = 300

Try = tuple[Notice, Device]


def send_due(*, now: datetime, most: int = 50) -> int:
    """Push what waits to be pushed; how many a device took. In quiet hours they wait, after a day they lapse."""
    if not settings.VAPID_PRIVATE_KEY:
        return 0
    rows = _take(now, most)
    calls = _calls(rows, now)
    taken = _note(list(calls), outward.post_all(list(calls.values())), now)
    failed = {notice.pk for notice, _device in calls if notice.told_at > now - TRIED} - taken
    done = {row.pk for row in rows} - failed
    Notice.objects.filter(pk__in=failed).update(push_from=now + PAUSE)
    Notice.objects.filter(pk__in=done).update(push_from=None)
    return len(taken)


def _take(now: datetime, most: int) -> list[Notice]:
    """Those of the notices that wait which go now, put off by the lease for this sweep alone; the others are put off to
    the end of quiet hours, or lapse."""
    with transaction.atomic():
        waiting = Notice.objects.to_push(now).select_related("person")
        rows = list(waiting.select_for_update(skip_locked=True, of=("self",))[:most])
        for row in rows:
            over = row.person.quiet_over(now)
            row.push_from = None if _is_stale(row, now) else over if over > now else now + LEASE
        Notice.objects.bulk_update(rows, ["push_from"])
    return [row for row in rows if row.push_from == now + LEASE]


def _is_stale(row: Notice, now: datetime) -> bool:
    """Told too long ago, or read meanwhile. What does not count as new was read from the start."""
    return row.told_at <= now - KEPT or (row.read_at is not None and row.read_at > row.told_at)


def _calls(rows: Sequence[Notice], now: datetime) -> dict[Try, Call]:
    """What is posted to each device of their people. A notice that cannot be put into words is left out and logged."""
    devices: defaultdict[int, list[Device]] = defaultdict(list)
    for device in Device.objects.filter(person__in={row.person_id for row in rows}).order_by("pk"):
        devices[device.person_id].append(device)
    calls: dict[Try, Call] = {}

    def add(row: Notice) -> int:
        theirs = {(row, device): _call(row, device, now) for device in devices[row.person_id]}
        calls.update(theirs)
        return len(theirs)

    each(rows, add)
    return calls


def _call(notice: Notice, device: Device, now: datetime) -> Call:
    key, contact = settings.VAPID_PRIVATE_KEY, settings.SUPPORT_EMAIL
    headers = {
        "Authorization": webpush.authorization(device.endpoint, key=key, contact=contact, now=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT.total_seconds())),
        # One that comes twice takes the place of the first.
        "Topic": notice.public_id,
    }
    body = webpush.seal(_payload(notice), device_key=device.device_key, secret=device.secret)
    return Call(url=device.endpoint, body=body, headers=headers)


def _payload(notice: Notice) -> bytes:
    with translation.override(getattr(notice.person, "language", settings.LANGUAGE_CODE)):
        said = {"title": notice.headline, "body": notice.text[:LONGEST_TEXT]}
    shown = {**said, "url": reverse("inbox:follow", args=[notice.public_id]), "tag": notice.public_id}
    return json.dumps(shown).encode()


def _note(tries: Sequence[Try], answers: Sequence[Answer], now: datetime) -> set[int]:
    """Keep what each device answered, forget those that are gone; the notices at least one of them took."""
    took: set[int] = set()
    failed: set[int] = set()
    gone: set[int] = set()
    for (_notice, device), answer in zip(tries, answers, strict=True):
        (took if answer.is_good else gone if answer.status in GONE else failed).add(device.pk)
    Device.objects.filter(pk__in=took).update(shown_at=now, failures=0)
    Device.objects.filter(pk__in=failed - took).update(failures=F("failures") + 1)
    Device.objects.filter(pk__in=failed, failures__gte=MOST_FAILURES).delete()
    Device.objects.filter(pk__in=gone).delete()
    return {notice.pk for (notice, _device), answer in zip(tries, answers, strict=True) if answer.is_good}
