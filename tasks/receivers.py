"""What tasks hear from the wallet and from accounts."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.items import Item
from accounts.models import User
from accounts.signals import items_named, suspended
from wallet.signals import deposit_reversed

from . import naming, publishing


@receiver([deposit_reversed, suspended])
def give_no_new_slots(person: User, **_kwargs: Any) -> None:
    publishing.pause_all(person)


@receiver(items_named)
def name_tasks(ids: list[str], person: User, **_kwargs: Any) -> dict[str, Item]:
    return naming.items(ids, person=person)
