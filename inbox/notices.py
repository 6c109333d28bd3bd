"""Telling people things: a row now, mail by the sweep. The row is written with the change it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .models import Notice

Words = str | Promise


def tell(
    person: AbstractBaseUser,
    *,
    subject: Words,
    body: Words = "",
    url: str = "",
    mail: bool = False,
    mail_to: str = "",
    now: datetime | None = None,
) -> Notice:
    """Tell one person one thing, in their language. ``mail_to`` sends to another address than today's."""
    return Notice.objects.create(
        **_in_their_words(person, subject, body),
        person_id=person.pk,
        url=url,
        by_mail=mail or bool(mail_to),
        mail_to=mail_to,
        told_at=now or timezone.now(),
    )


def tell_each(
    people: Iterable[tuple[AbstractBaseUser, Words, Words, str]], *, mail: bool = False, now: datetime
) -> None:
    """Tell many people, one (person, subject, body, url) each, with one INSERT."""
    Notice.objects.bulk_create(
        Notice(**_in_their_words(person, subject, body), person_id=person.pk, url=url, by_mail=mail, told_at=now)
        for person, subject, body, url in people
    )


def _in_their_words(person: AbstractBaseUser, subject: Words, body: Words) -> dict[str, str]:
    with translation.override(getattr(person, "language", settings.LANGUAGE_CODE)):
        return {"subject": str(subject)[:200], "body": str(body)}


def mark_read(person: AbstractBaseUser, *, now: datetime) -> int:
    """Mark all this person's notices read; how many were not."""
    return Notice.objects.of(person).unread().order_by().update(read_at=now)


def send_mail_due(*, now: datetime, most: int = 200) -> int:
    """Send what waits to be mailed, each row in its own transaction; how many went.

    A mail server that fails leaves the row for the next sweep. Mail older than three days is not worth sending.
    """
    sent = 0
    for pk in list(Notice.objects.to_mail().values_list("pk", flat=True)[:most]):
        sent += _send_one(pk, now=now, send=_send)
    return sent


def _send_one(pk: int, *, now: datetime, send: Callable[[Notice], None]) -> int:
    with transaction.atomic():
        row = Notice.objects.to_mail().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return 0
        if row.told_at > now - timedelta(days=3):
            send(row)
        row.mailed_at = now
        row.save(update_fields=["mailed_at"])
        return 1


def _send(notice: Notice) -> None:
    person = notice.person
    with translation.override(getattr(person, "language", settings.LANGUAGE_CODE)):
        link = f"{settings.SITE_URL}{notice.url}" if notice.url else ""
        settings_link = _("All your notices: %(url)s") % {"url": f"{settings.SITE_URL}/notices/"}
    text = "\n\n".join(part for part in (notice.body, link, settings_link) if part)
    to = notice.mail_to or person.email
    EmailMessage(subject=notice.subject, body=text, to=[to]).send()
