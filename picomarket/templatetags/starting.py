"""A newcomer's first steps, on the pages where they begin."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.utils import timezone

from accounts.models import User
from picomarket import starting

register = template.Library()


@register.inclusion_tag("accounts/_first_steps.html", takes_context=True)
def first_steps(
    context: Context, person: User | AnonymousUser, side: str, is_open: bool = False, is_kept: bool = False
) -> dict[str, Any]:
    """The steps of one side, "work" or "hire", for the reader themselves; nothing for who needs none. ``is_kept`` has
    them where they stay, also for who does not want to see them elsewhere any more."""
    if not isinstance(person, User):
        return {}
    start = starting.of(person, side, bar=context["bar"], now=timezone.now())
    if start is None or (start.is_hidden and not is_kept):
        return {}
    is_open = is_open and not start.done
    return {"start": start, "rules": settings.RULES, "zone": person.time_zone, "is_open": is_open}
