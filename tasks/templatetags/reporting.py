"""Shows the way to report a person, on pages of apps that do not know reports."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import User

register = template.Library()


@register.inclusion_tag("tasks/_report_link.html", takes_context=True)
def report_link(context: dict[str, Any], person: User) -> dict[str, Any]:
    """Nothing for a visitor and on one's own page."""
    reader = context["request"].user
    return {"shown": isinstance(reader, User) and reader != person, "person": person}
