"""Naming a rule of the house where a page has only its number."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from accounts import house_rules

register = template.Library()


@register.simple_tag
def house_rule(number: int) -> str:
    rule = house_rules.known(number)
    return _("Rule %(rule)s") % {"rule": rule} if rule else _("Decided before rules had numbers")
