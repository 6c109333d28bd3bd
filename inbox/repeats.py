"""Telling of what is said again and again in one place: one notice until it is read, and one mail."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from . import notices
from .models import Notice, NoticeQuerySet
from .topics import Topic


def tell(
    person: AbstractBaseUser,
    *,
    subject: notices.Words,
    aside: str,
    url: str,
    topic: Topic,
    mail: bool = True,
    now: datetime,
) -> Notice:
    """Tell of the newest in the place of what this person has not read of the same address.

    They are mailed once until they read it. ``aside`` is shown in the site only.
    """
    with transaction.atomic():
        # Others about the same place, as of a broken promise, say something of their own: they stay, and are mailed.
        earlier = list(_unread(person, url).filter(topic=topic).exclude(aside="").select_for_update())
        Notice.objects.filter(pk__in=[one.pk for one in earlier]).delete()
        mailed_at = next((one.mailed_at for one in earlier if one.mailed_at), None)
        newest = notices.tell(person, subject=subject, url=url, mail=mail, topic=topic, now=now)
        newest.aside, newest.mailed_at = aside, mailed_at
        newest.save(update_fields=["aside", "mailed_at"])
    return newest


def read(person: AbstractBaseUser, *, url: str, now: datetime) -> None:
    """Who opened the place itself has read what they were told of it."""
    _unread(person, url).update(read_at=now)


def _unread(person: AbstractBaseUser, url: str) -> NoticeQuerySet:
    return Notice.objects.of(person).unread().filter(url=url).order_by()
