"""What referrals hear from the apps within and from sign-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from submissions.signals import approved
from wallet.commission import Share
from wallet.escrow import SlotPaid

from . import arrivals, rewards


@receiver(approved)
def share_the_commission(slots: Sequence[SlotPaid], now: datetime, **_kwargs: Any) -> list[Share]:
    return rewards.shares(slots, now=now)


@receiver(user_signed_up)
def remember_who_brought_them(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    referrer = arrivals.referrer_of(request)
    if referrer:
        rewards.attribute(user, referrer=referrer, now=timezone.now())
