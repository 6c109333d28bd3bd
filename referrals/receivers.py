"""What referrals hear from the apps within."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from submissions.signals import approved
from wallet.escrow import SlotPaid

from . import rewards


@receiver(approved)
def share_the_commission(slots: Sequence[SlotPaid], now: datetime, **_kwargs: Any) -> None:
    rewards.share(slots, now=now)
