"""What tasks hear from the wallet and from accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.items import Item
from accounts.leaving.parts import OpenEnd, Part
from accounts.models import User
from accounts.signals import data_asked, ends_asked, forgetting, items_named, suspended
from wallet.signals import deposit_reversed

from . import leaving, naming, publishing


@receiver([deposit_reversed, suspended])
def give_no_new_slots(person: User, **_kwargs: Any) -> None:
    publishing.pause_all(person)


@receiver(data_asked)
def give_tasks(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(ends_asked)
def say_what_is_not_over(person: User, now: datetime, **_kwargs: Any) -> Iterable[OpenEnd]:
    return leaving.ends(person, now=now)


@receiver(forgetting)
def forget_what_was_theirs(person: User, **_kwargs: Any) -> None:
    leaving.forget(person)


@receiver(items_named)
def name_tasks(ids: list[str], person: User, **_kwargs: Any) -> dict[str, Item]:
    return naming.items(ids, person=person)
