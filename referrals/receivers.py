"""What referrals hear from sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

from . import arrivals, rewards


@receiver(user_signed_up)
def remember_who_brought_them(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    referrer = arrivals.referrer_of(request)
    if referrer:
        rewards.attribute(user, referrer=referrer, now=timezone.now())
