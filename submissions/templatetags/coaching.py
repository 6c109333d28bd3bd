"""What a rejection teaches, on the page of the work."""

from __future__ import annotations

from django import template

from submissions import coaching
from submissions.models import Submission

register = template.Library()


@register.simple_tag
def next_time(submission: Submission) -> str:
    """What to do differently next time, in one sentence."""
    return coaching.next_time(submission)
