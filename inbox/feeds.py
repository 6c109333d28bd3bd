"""A person's notices as a feed: opened and closed by them, read by whoever knows its secret address."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser

from .models import Choice, Feed, Notice

IN_A_FEED = 50


def of(person: AbstractBaseUser) -> Feed | None:
    return Feed.objects.filter(person_id=person.pk).first()


def open_new(person: AbstractBaseUser) -> Feed:
    """Give the feed a new secret address; the one it had leads nowhere from now on."""
    feed, _made = Feed.objects.update_or_create(person_id=person.pk, defaults={"key": secrets.token_urlsafe(32)})
    return feed


def close(person: AbstractBaseUser) -> bool:
    """Take the address back. False where there was none."""
    gone, _by_model = Feed.objects.filter(person_id=person.pk).delete()
    return bool(gone)


def notices_in(feed: Feed) -> Sequence[Notice]:
    """The newest of those topics that its person did not take out."""
    out = Choice.objects.filter(person=feed.person_id, feed=False).values("topic")
    return list(Notice.objects.of(feed.person_id).exclude(topic__in=out)[:IN_A_FEED])
