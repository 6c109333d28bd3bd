"""The second step that is asked of the staff before the desk opens."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_step(person: User | AnonymousUser) -> bool:
    return bool(person.pk) and Authenticator.objects.filter(user_id=person.pk, type__in=STEPS).exists()


def used_second_step(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a code or a key, and not too long ago."""
    since = time.time() - settings.STAFF_SECOND_STEP_LASTS.total_seconds()
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] > since for record in records)


def desk_is_open(request: HttpRequest) -> bool:
    """Whether this session may go to the support desk, as far as second steps are concerned."""
    return not settings.STAFF_SECOND_STEP or (used_second_step(request) and has_second_step(request.user))


def second_step_url(person: User) -> str:
    """Where this person confirms with the second step they have; empty where they have none."""
    if not has_second_step(person):
        return ""
    methods = get_adapter().get_reauthentication_methods(person)
    return str(next(way["url"] for way in methods if way["id"] != "reauthenticate"))
