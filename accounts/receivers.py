"""What accounts hear from sign-in, and from the workers that do jobs."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_changed
from celery.signals import task_prerun, worker_init, worker_process_init
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from . import addresses, devices, rule_changes, staff_log
from .models import User
from .security import sessions

log = logging.getLogger(__name__)


@receiver(email_changed)
def remember_the_old_address(user: User, from_email_address: EmailAddress | None, **_kwargs: Any) -> None:
    if from_email_address is not None:
        addresses.leave(user, email=from_email_address.email, now=timezone.now())


@receiver(email_added)
def tell_of_another_address(user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    addresses.tell_added(user, email=email_address.email, now=timezone.now())


@receiver(user_logged_in)
def note_who_may_do_all(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    log.info("person %s signed in from %s by %s", user.pk, devices.address_of(request), sessions.ways_in(request, user))
    if user.is_superuser:
        staff_log.write(by=user, what=gettext_noop("Signed in"), now=timezone.now())


@receiver(user_login_failed)
def note_who_was_not_let_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """By the person's key: what was typed may be somebody's password in the wrong field."""
    person = User.objects.filter(email__iexact=str(credentials.get("email", ""))).values_list("pk", flat=True).first()
    address = devices.address_of(request) if request else ""
    log.warning("signing in as person %s from %s failed", person or "nobody here", address)


@receiver(user_logged_out)
def note_who_went(user: User | None, **_kwargs: Any) -> None:
    log.info("person %s signed out", user.pk if user else "nobody")


@worker_init.connect
@worker_process_init.connect
def follow_the_rules(**_kwargs: Any) -> None:
    rule_changes.follow()


@task_prerun.connect
def have_the_rules_of_now(**_kwargs: Any) -> None:
    rule_changes.look()
