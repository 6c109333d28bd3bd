"""What an employer knows of a worker, for pages of apps outside."""

from __future__ import annotations

from django import template

from accounts import facts
from accounts.models import User

register = template.Library()


@register.filter
def facts_of(worker: User) -> facts.Facts:
    """As the template of them takes it."""
    return facts.of(worker)
