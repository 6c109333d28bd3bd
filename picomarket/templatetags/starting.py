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
def first_steps(context: Context, person: User | AnonymousUser, side: str) -> dict[str, Any]:
    """The steps of one side, "work" or "hire", for the reader themselves; nothing for who needs none."""
    if not isinstance(person, User):
        return {}
    start = starting.of(person, side, bar=context["bar"], now=timezone.now())
    return {"start": start, "rules": settings.RULES, "zone": person.time_zone}
