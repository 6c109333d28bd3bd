"""Shows what others say of somebody, on pages of apps that do not know submissions."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import User
from submissions import ratings
from submissions.models import Grade, Submission

register = template.Library()


@register.inclusion_tag("submissions/_rated.html")
def rated(person: User) -> dict[str, Any]:
    """A person's marks as an employer and grades as a worker; nothing before there are enough."""
    return {"marks": ratings.of_employer(person), "grades": ratings.grades_of(person)}


@register.inclusion_tag("submissions/_marks.html")
def marks_of(employer: User) -> dict[str, Any]:
    """One line about an employer's marks; nothing before there are enough."""
    return {"marks": ratings.of_employer(employer)}


@register.inclusion_tag("submissions/_grade.html", takes_context=True)
def grade_work(context: dict[str, Any], submission: Submission) -> dict[str, Any]:
    """The three good words an employer can have for approved work."""
    said = Grade.objects.filter(submission=submission).first()
    return {
        "submission": submission,
        "words": [(word.value, word.label, said is not None and said.word == word) for word in Grade.Word],
        "csrf_token": context["csrf_token"],
    }
