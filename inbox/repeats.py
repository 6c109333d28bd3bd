"""Telling of what is said again and again in one place: one notice until it is read, and one mail."""

from __future__ import annotations

from collections.abc import Iterable
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
    (newest,) = tell_each([(person, subject, url)], aside=aside, topic=topic, mail=mail, now=now)
    return newest


def tell_each(
    people: Iterable[tuple[AbstractBaseUser, notices.Words, str]],
    *,
    aside: str,
    topic: Topic,
    mail: bool = True,
    now: datetime,
) -> list[Notice]:
    """``tell`` of one thing to many people, one (person, subject, url) each, by as many statements as to one."""
    told = [(person, subject, "", url) for person, subject, url in people]
    places = {(person.pk, url) for person, _subject, _body, url in told}
    with transaction.atomic():
        # Others about the same place, as of a broken promise, say something of their own: they stay, and are mailed.
        unread = Notice.objects.unread().filter(topic=topic, person__in={key for key, _url in places})
        unread = unread.filter(url__in={url for _key, url in places}).exclude(aside="").order_by("pk")
        earlier = [one for one in unread.select_for_update() if (one.person_id, one.url) in places]
        Notice.objects.filter(pk__in=[one.pk for one in earlier]).delete()
        mailed = {(one.person_id, one.url): one.mailed_at for one in earlier if one.mailed_at}
        newest = notices.tell_each(told, mail=mail, topic=topic, now=now)
        for one in newest:
            one.aside, one.mailed_at = aside, mailed.get((one.person_id, one.url))
        Notice.objects.bulk_update(newest, ["aside", "mailed_at"])
    return newest


def read(person: AbstractBaseUser, *, url: str, now: datetime) -> None:
    """Who opened the place itself has read what they were told of it."""
    _unread(person, url).update(read_at=now)


def _unread(person: AbstractBaseUser, url: str) -> NoticeQuerySet:
    return Notice.objects.of(person).unread().filter(url=url).order_by()
