"""What was taken from somebody's wallet because of a sanction, for the page of it."""

from __future__ import annotations

from django import template

from accounts.models import Sanction
from wallet import adjustments
from wallet.models import Adjustment

register = template.Library()


@register.simple_tag
def taken_back(sanction: Sanction) -> list[Adjustment]:
    """What was taken and given back, in this order."""
    return list(adjustments.of_sanction(sanction))
