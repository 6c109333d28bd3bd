"""What accounts hear from sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from . import addresses, staff_log
from .models import User


@receiver(email_changed)
def remember_the_old_address(user: User, from_email_address: EmailAddress | None, **_kwargs: Any) -> None:
    if from_email_address is not None:
        addresses.leave(user, email=from_email_address.email, now=timezone.now())


@receiver(user_logged_in)
def note_who_may_do_all(user: User, **_kwargs: Any) -> None:
    if user.is_superuser:
        staff_log.write(by=user, what="Signed in", now=timezone.now())
