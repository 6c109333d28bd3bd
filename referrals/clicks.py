"""Clicks on people's links: how many visitors a day, counted once each. Who they were is kept nowhere."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis import RedisError

from accounts import devices
from accounts.models import User

from .models import Clicks

log = logging.getLogger(__name__)
TWO_DAYS = 2 * 24 * 3600


def count(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Count this visitor, once a day. That they were here is in the cache as a hash until the day is over."""
    day = now.date()
    visitor = f"{devices.address_of(request)} {request.headers.get('User-Agent', '')}"
    mark = salted_hmac(f"referrals.clicks.{day}.{person.pk}", visitor, algorithm="sha256").hexdigest()
    try:
        is_new = cache.add(f"click:{mark}", 1, timeout=TWO_DAYS)
    except RedisError:
        log.warning("The cache does not answer: nobody counts clicks.")
        return
    if is_new:
        row, is_first = Clicks.objects.get_or_create(person=person, day=day, defaults={"count": 1})
        if not is_first:
            Clicks.objects.filter(pk=row.pk).update(count=F("count") + 1)
