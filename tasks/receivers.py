"""What tasks hear from the wallet and from accounts."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import suspended
from wallet.signals import deposit_reversed

from . import publishing


@receiver([deposit_reversed, suspended])
def give_no_new_slots(person: User, **_kwargs: Any) -> None:
    publishing.pause_all(person)
