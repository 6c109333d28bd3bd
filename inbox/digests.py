"""The daily digest: one letter with all that a person chose to read of once a day, at the hour they chose.

Due is what was told before that hour last struck by their own clock. So a digest that could not go out goes out later
with the same notices, each of them is in one, and there is never an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import Min

from picomarket.lib import sweeps

from . import choices, letters, post
from .models import Notice

# Asked together for their hour.
PEOPLE_AT_ONCE = 1000
# More in one letter nobody reads; the rest comes the day after.
MOST_IN_ONE = 200
DAY = timedelta(days=1)


def send_due(*, now: datetime) -> int:
    """Send the digests whose hour has struck, each in its own transaction; how many went.

    A letter the server refuses is tried again later. In a person's quiet hours it waits.
    """
    waiting = Notice.objects.undigested().filter(mail_from__lte=now).order_by("person").values_list("person")
    oldest = list(waiting.annotate(told_at=Min("told_at")))
    connection, sent = get_connection(), 0
    for first in range(0, len(oldest), PEOPLE_AT_ONCE):
        for person, struck in _due(dict(oldest[first : first + PEOPLE_AT_ONCE]), now):
            if not post.reached(connection):
                return sent
            sent += sweeps.each([person], partial(_send, connection=connection, struck=struck, now=now))
    connection.close()
    return sent


def last_struck(hour: int, zone: ZoneInfo, *, now: datetime) -> datetime:
    """When that hour struck last by that clock. One that is skipped in spring strikes when the clock was put forward,
    one that comes twice in autumn the first time."""
    day = now.astimezone(zone).date()
    struck = datetime.combine(day, time(hour), zone).astimezone(UTC)
    return struck if struck <= now else datetime.combine(day - DAY, time(hour), zone).astimezone(UTC)


def _due(oldest: Mapping[int, datetime], now: datetime) -> Iterator[tuple[int, datetime]]:
    """Who of these wants mail now and was told something before their hour last struck; and when it did."""
    hours = choices.hours_of(oldest)
    for one in get_user_model().objects.filter(pk__in=oldest, is_active=True).order_by("pk"):
        struck = last_struck(hours[one.pk], one.tz, now=now)
        if oldest[one.pk] <= struck and one.quiet_over(now) <= now:
            yield one.pk, struck


def _send(person: int, *, connection: BaseEmailBackend, struck: datetime, now: datetime) -> int:
    with transaction.atomic():
        due = Notice.objects.undigested().filter(person=person, mail_from__lte=now, told_at__lte=struck)
        rows = list(due.select_related("person").select_for_update(of=("self",))[:MOST_IN_ONE])
        if not rows:
            return 0
        if not post.taken(partial(letters.digest, rows[0].person, rows), connection, key=rows[0].pk):
            tries = rows[0].mail_tries + 1
            _these(rows).update(mail_tries=tries, mail_from=now + post.pause(tries))
            return 0
        _these(rows).update(digested_at=now)
    return 1


def _these(rows: list[Notice]) -> models.QuerySet[Notice]:
    return Notice.objects.filter(pk__in=[row.pk for row in rows])
