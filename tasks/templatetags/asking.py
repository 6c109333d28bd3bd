"""What a task asks for, in words."""

from __future__ import annotations

from django import template

from tasks import hints
from tasks.models import ProofField

register = template.Library()


@register.filter
def hint(asked: ProofField) -> str:
    """What a proof must be like."""
    return hints.of(asked)
