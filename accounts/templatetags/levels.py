"""What templates say about levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from accounts import levels
from accounts.first_tasks import of as first_tasks_of
from accounts.models import User, Verdict

register = template.Library()


@register.inclusion_tag("accounts/_next_level.html")
def next_level(person: User, verdicts: Sequence[Verdict] | None = None) -> dict[str, Any]:
    """One line: how far it is to the next level. For the pages where a level shows."""
    return {"person": person, "next": levels.next_level(person, verdicts=verdicts)}


@register.inclusion_tag("accounts/_first_tasks.html")
def first_tasks(person: User, *, short: bool = False) -> dict[str, Any]:
    """A newcomer's list, and what is different for them; nothing for others. ``short``: only how far they are."""
    return {"found": first_tasks_of(person), "short": short}
