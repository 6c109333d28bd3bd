"""A newcomer's first steps, on the pages where they begin."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from picomarket import starting

register = template.Library()


@register.inclusion_tag("accounts/_first_steps.html")
def first_steps(
    person: User | AnonymousUser, side: str, is_open: bool = False, is_kept: bool = False
) -> dict[str, Any]:
    """The steps of one side, "work" or "hire"; nothing for who needs none. ``is_kept`` has them where they stay,
    also for who does not want to see them elsewhere any more."""
    start = starting.of(person, side, now=timezone.now()) if isinstance(person, User) else None
    if start and start.is_hidden and not is_kept:
        start = None
    return {"start": start, "rules": settings.RULES, "is_open": is_open and start and not start.done}
