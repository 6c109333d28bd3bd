"""What a form says that asks for a password, to whoever has none."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import SignedIn
from picomarket.lib.confirming import can_confirm

register = template.Library()


@register.inclusion_tag("accounts/_no_password.html", takes_context=True)
def no_password(context: Context, words: str = "") -> dict[str, Any]:
    """What to do first, and the way there and back, for who signs in by another site; nothing for everybody else."""
    request: SignedIn = context["request"]
    if request.user.has_usable_password() or can_confirm(request.user):
        return {}
    # What was sent stands in the form then, where scripts run.
    back = f"{request.path}#unsent" if request.method == "POST" else request.get_full_path()
    return {
        "words": words,
        "set_password": f"{reverse('account_set_password')}?{urlencode({REDIRECT_FIELD_NAME: back})}",
    }
