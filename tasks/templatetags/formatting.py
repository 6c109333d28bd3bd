"""Shows a step with its formatting."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tasks import formatting

register = template.Library()


@register.filter
def formatted(step: str) -> SafeString:
    """As HTML that is safe whatever was typed."""
    return formatting.html(step)


@register.inclusion_tag("tasks/_formatting.html")
def how_to_format() -> dict[str, Any]:
    """Each way there is, as it is typed."""
    listed = "\n".join(f"- {words}" for words in (_("the name"), _("the price")))
    bold, slanted, typed, link = _("bold"), _("slanted"), _("as it is typed"), _("the menu")
    linked = f"[{link}](https://example.org/menu)"
    return {"formats": [f"**{bold}**", f"*{slanted}*", f"`{typed}`", linked, listed]}
