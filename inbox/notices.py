"""Telling people things: a row now, mail by the sweep. The row is written with the change it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from picomarket.lib import sweeps

from . import letters, post, wording
from .models import Notice, one_line
from .topics import Topic

Words = str | Promise

WORTH_SENDING = timedelta(days=3)
# Rows forgotten in one go.
SWEPT = 10_000

# How many notices one ``person`` has not read: a part of a larger statement.
UNREAD_OF = "SELECT count(*) FROM inbox_notice WHERE person_id = %(person)s::bigint AND read_at IS NULL"


def tell(  # noqa: PLR0913 - each names one thing about the notice
    person: AbstractBaseUser,
    *,
    subject: Words,
    body: Words = "",
    url: str = "",
    mail: bool = False,
    mail_to: str = "",
    topic: Topic = Topic.NEWS,
    now: datetime | None = None,
) -> Notice:
    """Tell one person one thing about a topic, in their language. ``mail_to`` sends to another address than today's."""
    now = now or timezone.now()
    return Notice.objects.create(
        **_in_their_words(person, subject, body),
        person_id=person.pk,
        topic=topic,
        url=url,
        by_mail=mail or bool(mail_to),
        mail_to=mail_to,
        mail_from=now,
        told_at=now,
    )


def tell_each(
    people: Iterable[tuple[AbstractBaseUser, Words, Words, str]],
    *,
    mail: bool = False,
    topic: Topic = Topic.NEWS,
    now: datetime,
) -> list[Notice]:
    """Tell many people about one topic, one (person, subject, body, url) each, with one INSERT."""
    return Notice.objects.bulk_create(
        Notice(
            **_in_their_words(person, subject, body),
            person_id=person.pk,
            topic=topic,
            url=url,
            by_mail=mail,
            mail_from=now,
            told_at=now,
        )
        for person, subject, body, url in people
    )


def _in_their_words(person: AbstractBaseUser, subject: Words, body: Words) -> dict[str, Any]:
    """In their language, and what the words are made of, where they can be said in another one."""
    language, recipe = getattr(person, "language", settings.LANGUAGE_CODE), None
    if isinstance(subject, Promise) or isinstance(body, Promise):
        made_of = {"subject": wording.taken_apart(subject), "body": wording.taken_apart(body)}
        recipe = {"language": language, **made_of}
    with translation.override(language):
        return {"subject": one_line(str(subject)), "body": str(body), "recipe": recipe}


def mark_read(person: AbstractBaseUser, *, topic: Topic | None = None, now: datetime) -> int:
    """Mark all this person's notices read, or those about one topic; how many were not."""
    mine = Notice.objects.of(person).unread().order_by()
    return (mine.filter(topic=topic) if topic else mine).update(read_at=now)


def mark_one_read(notice: Notice, *, now: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=now)


def follow(notice: Notice, *, now: datetime) -> str:
    """Mark one notice read and say where it leads: a path of this market, or nothing."""
    mark_one_read(notice, now=now)
    return notice.url if url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None) else ""


def send_mail_due(*, now: datetime, most: int = 200) -> int:
    """Send what waits to be mailed, each row in its own transaction; how many went.

    Where no mail server answers, all rows stay as they are. A letter the server refuses is tried again later,
    and the others go on. Mail older than three days is not worth sending. In a person's
    quiet hours it waits, but what goes to an address they left.
    """
    due = list(Notice.objects.to_mail(now).values_list("pk", flat=True)[:most])
    if not due:
        return 0
    connection = get_connection()
    sent = 0
    for pk in due:
        if not post.reached(connection):
            break
        sent += sweeps.each([pk], partial(_send_one, connection=connection, now=now))
    connection.close()
    return sent


def _send_one(pk: int, *, connection: BaseEmailBackend, now: datetime) -> int:
    with transaction.atomic():
        row = Notice.objects.to_mail(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return 0
        if row.told_at <= now - WORTH_SENDING:
            row.by_mail = False
        elif not row.mail_to and (over := row.person.quiet_over(now)) > now:
            row.mail_from = over
        elif post.taken(partial(letters.of_notice, row), connection, key=row.pk):
            row.mailed_at = now
        else:
            row.mail_tries += 1
            row.mail_from = now + post.pause(row.mail_tries)
        row.save(update_fields=["by_mail", "mailed_at", "mail_tries", "mail_from"])
    return int(row.mailed_at is not None)


def sweep_old(*, now: datetime) -> int:
    """Forget what was told longer ago than notices are kept, the oldest first; how many rows went."""
    oldest = Notice.objects.order_by("pk").values_list("pk", "told_at")[:SWEPT]
    before = now - timedelta(days=settings.RULES.notice_days)
    gone, _by_model = Notice.objects.filter(pk__in=[pk for pk, told_at in oldest if told_at < before]).delete()
    return gone
