"""What threads hear from accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.items import Item
from accounts.leaving.parts import Part
from accounts.models import User
from accounts.signals import data_asked, forgetting, items_named

from . import leaving, naming


@receiver(data_asked)
def give_what_was_said(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(forgetting)
def forget_tickets(person: User, now: datetime, **_kwargs: Any) -> None:
    leaving.forget(person, now=now)


@receiver(items_named)
def name_messages(ids: Sequence[str], person: User, **_kwargs: Any) -> dict[str, Item]:
    return naming.items(ids, person=person)
