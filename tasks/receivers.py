"""What tasks hear from the wallet."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from wallet.signals import deposit_reversed

from . import publishing


@receiver(deposit_reversed)
def give_no_new_slots(person: User, **_kwargs: Any) -> None:
    publishing.pause_all(person)
