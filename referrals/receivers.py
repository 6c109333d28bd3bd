"""What referrals hear from sign-up and from accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.leaving.parts import Part
from accounts.models import User
from accounts.signals import data_asked, forgetting

from . import arrivals, leaving, rewards


@receiver(user_signed_up)
def remember_who_brought_them(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    referrer = arrivals.referrer_of(request)
    if referrer:
        rewards.attribute(user, referrer=referrer, now=timezone.now())


@receiver(data_asked)
def give_referrals(person: User, **_kwargs: Any) -> Iterable[Part]:
    return leaving.parts(person)


@receiver(forgetting)
def end_what_it_earns(person: User, now: datetime, **_kwargs: Any) -> None:
    leaving.forget(person, now=now)
