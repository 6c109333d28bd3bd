"""What accounts hear from sign-in, and from the workers that do jobs."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_changed
from celery.signals import task_prerun, worker_init, worker_process_init
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from . import addresses, rule_changes, staff_log
from .models import User


@receiver(email_changed)
def remember_the_old_address(user: User, from_email_address: EmailAddress | None, **_kwargs: Any) -> None:
    if from_email_address is not None:
        addresses.leave(user, email=from_email_address.email, now=timezone.now())


@receiver(email_added)
def tell_of_another_address(user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    addresses.tell_added(user, email=email_address.email, now=timezone.now())


@receiver(user_logged_in)
def note_who_may_do_all(user: User, **_kwargs: Any) -> None:
    if user.is_superuser:
        staff_log.write(by=user, what="Signed in", now=timezone.now())


@worker_init.connect
@worker_process_init.connect
def follow_the_rules(**_kwargs: Any) -> None:
    rule_changes.follow()


@task_prerun.connect
def have_the_rules_of_now(**_kwargs: Any) -> None:
    rule_changes.look()
