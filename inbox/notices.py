"""Telling people things: a row now, mail by the sweep. The row is written with the change it speaks of."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from picomarket.lib import statements

from .models import Notice, one_line
from .topics import Topic

Words = str | Promise

WORTH_SENDING = timedelta(days=3)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)

_UNREAD = "SELECT count(*) FROM inbox_notice WHERE person_id = %s::bigint AND read_at IS NULL"

logger = logging.getLogger(__name__)


def count_unread(person: AbstractBaseUser) -> int:
    """How many this person was told and has not read."""
    ((count,),) = statements.rows(_UNREAD, [person.pk])
    return int(count)


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
) -> None:
    """Tell many people about one topic, one (person, subject, body, url) each, with one INSERT."""
    Notice.objects.bulk_create(
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


def _in_their_words(person: AbstractBaseUser, subject: Words, body: Words) -> dict[str, str]:
    with translation.override(getattr(person, "language", settings.LANGUAGE_CODE)):
        return {"subject": one_line(str(subject)), "body": str(body)}


def mark_read(person: AbstractBaseUser, *, now: datetime) -> int:
    """Mark all this person's notices read; how many were not."""
    return Notice.objects.of(person).unread().order_by().update(read_at=now)


def follow(notice: Notice, *, now: datetime) -> str:
    """Mark one notice read and say where it leads: a path of this market, or nothing."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=now)
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
    post = get_connection()
    sent = 0
    for pk in due:
        if not _reached(post):
            break
        sent += _send_one(pk, post, now=now)
    post.close()
    return sent


def _reached(post: BaseEmailBackend) -> bool:
    """Open the connection to the mail server where it is not open yet."""
    try:
        post.open()
    except (OSError, SMTPException):
        logger.exception("The mail server cannot be reached; the notices wait.")
        return False
    return True


def _send_one(pk: int, post: BaseEmailBackend, *, now: datetime) -> int:
    with transaction.atomic():
        row = Notice.objects.to_mail(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return 0
        if row.told_at <= now - WORTH_SENDING:
            row.by_mail = False
        elif not row.mail_to and (over := row.person.quiet_over(now)) > now:
            row.mail_from = over
        elif _taken(row, post):
            row.mailed_at = now
        else:
            row.mail_tries += 1
            row.mail_from = now + min(FIRST_PAUSE * 2 ** (row.mail_tries - 1), LONGEST_PAUSE)
        row.save(update_fields=["by_mail", "mailed_at", "mail_tries", "mail_from"])
    return int(row.mailed_at is not None)


def _taken(notice: Notice, post: BaseEmailBackend) -> bool:
    """Whether the server took the letter. Whatever goes wrong with one letter must not stop the others."""
    try:
        return bool(post.send_messages([_letter(notice)]))
    except Exception:
        logger.exception("Notice %s could not be mailed.", notice.pk)
        post.close()
        return False


def _letter(notice: Notice) -> EmailMessage:
    person = notice.person
    with translation.override(getattr(person, "language", settings.LANGUAGE_CODE)):
        link = f"{settings.SITE_URL}{notice.url}" if notice.url else ""
        all_of_them = _("All your notices: %(url)s") % {"url": f"{settings.SITE_URL}{reverse('inbox:notices')}"}
        subject, body = notice.headline, notice.text
    text = "\n\n".join(part for part in (body, link, all_of_them) if part)
    to = notice.mail_to or person.email
    return EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})
