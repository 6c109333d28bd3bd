"""Points: recognition for approved work. They open and close nothing, and what was given is never taken back.

``accounts_record_verdicts`` gives them with the approval, in the row of its verdict: so approving writes no row more,
and each line of the ledger has its cause.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .models import Level, User, Verdict


def ledger(person: User) -> models.QuerySet[Verdict]:
    """Every line, the latest first."""
    return Verdict.objects.filter(worker=person, approved=True).order_by("-given_at", "-pk")


def examples() -> list[tuple[Level, int]]:
    """What an approved task of each level gives besides what is earned."""
    return [(level, settings.RULES.task_points * level) for level in Level]
