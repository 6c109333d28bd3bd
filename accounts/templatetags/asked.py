"""What is asked of everybody before they work or hire, where it is said before anybody joins."""

from __future__ import annotations

from django import template
from django.utils import timezone

from accounts import required

register = template.Library()


@register.simple_tag
def asked_before() -> list[str]:
    """A sentence for each side; none where nothing is asked."""
    now = timezone.now()
    return required.sentences(required.both_ends(now, now=now))
