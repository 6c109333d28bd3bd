"""Shows the button that follows an employer, on pages of apps that do not know tasks too."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import User
from tasks.models import Follow

register = template.Library()


@register.inclusion_tag("tasks/_follow.html", takes_context=True)
def follow_button(context: dict[str, Any], employer: User) -> dict[str, Any]:
    """Nothing for a visitor and on one's own page."""
    reader = context["request"].user
    others = isinstance(reader, User) and reader != employer
    follows = others and Follow.objects.filter(worker=reader, employer=employer).exists()
    return {"shown": others, "employer": employer, "follows": follows, "csrf_token": context["csrf_token"]}
