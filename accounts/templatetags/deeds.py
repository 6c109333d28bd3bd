"""What the page says that asks somebody to confirm that it is them."""

from __future__ import annotations

from django import template
from django.template.context import Context

from accounts.security import suspending

register = template.Library()


@register.simple_tag(takes_context=True)
def deed(context: Context) -> str:
    """What is done once it is confirmed, in words; empty where nobody said."""
    return suspending.deed(context["request"])


@register.simple_tag(takes_context=True)
def typed(context: Context) -> bool:
    """Whether something that was filled in waits for it."""
    return suspending.typed(context["request"])
