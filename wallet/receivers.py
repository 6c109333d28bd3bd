"""What the wallet hears from accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import Sanction, User
from accounts.signals import lifted

from . import adjustments


@receiver(lifted)
def give_back_what_was_taken(sanction: Sanction, by: User, now: datetime, **_kwargs: Any) -> None:
    adjustments.give_back(sanction, by=by, now=now)
