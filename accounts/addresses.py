"""E-mail addresses people had until a short while ago: who takes over an account and its mail must not go unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import LeftAddress, User

LATELY = timedelta(days=30)


def leave(person: User, *, email: str, now: datetime) -> None:
    """Remember that this was the person's main address until now."""
    LeftAddress.objects.create(person=person, email=email, left_at=now)


def left_lately(person: User, *, now: datetime) -> list[str]:
    """The addresses that were this person's main one in the last days and are not now, the latest first."""
    rows = LeftAddress.objects.filter(person=person, left_at__gt=now - LATELY).exclude(email=person.email)
    return list(dict.fromkeys(rows.order_by("-pk").values_list("email", flat=True)))
