"""E-mail addresses people had until a short while ago: who takes over an account and its mail must not go unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import notices
from inbox.topics import Topic

from .models import LeftAddress, User

LATELY = timedelta(days=30)


def leave(person: User, *, email: str, now: datetime) -> None:
    """Remember that this was the person's main address until now."""
    LeftAddress.objects.create(person=person, email=email, left_at=now)


def tell_added(person: User, *, email: str, now: datetime) -> None:
    """Tell the main address that another one is to be theirs too: at once, also in quiet hours."""
    words = _(
        "{email} was added to your account. Once it is confirmed, whoever reads its mail can sign in and set a new"
        " password. If it was you, there is nothing to do. If it was not you, choose a new password now and take that"
        " address out: the page “It was not you?” leads you through."
    )
    notices.tell(
        person,
        subject=_("An e-mail address was added to your account"),
        body=format_lazy(words, email=email),
        url=reverse("accounts:not_me"),
        mail_to=person.email,
        topic=Topic.ACCOUNT,
        now=now,
    )


def left_lately(person: User, *, now: datetime) -> list[str]:
    """The addresses that were this person's main one in the last days and are not now, the latest first."""
    rows = LeftAddress.objects.filter(person=person, left_at__gt=now - LATELY).exclude(email=person.email)
    return list(dict.fromkeys(rows.order_by("-pk").values_list("email", flat=True)))
