"""What the desk says of accounts that may be one person's."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from accounts import links
from accounts.models import Household, Travel, User

register = template.Library()


@register.inclusion_tag("admin/accounts/user/_linked.html")
def linked_accounts(person: User) -> dict[str, Any]:
    """The links of one person with their reasons, what they say of sharing, and of travelling."""
    rows = [
        {
            "who": link.to(person.pk),
            "link": link,
            "reasons": links.reasons(links.shares(link)),
            "closes": link.counted >= settings.RULES.link_closes,
        }
        for link in links.of(person)
    ]
    said = Household.objects.of(person.pk).select_related("asked_by", "other").order_by("-pk")
    return {"person": person, "rows": rows, "said": said, "travels": Travel.objects.filter(person=person)}
