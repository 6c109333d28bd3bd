"""What the pages of the steps share by which somebody shows who they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import first_tasks, required
from accounts.models import User
from accounts.verifiers import STEPS

# Where somebody goes on who has done all that is asked.
WAYS = {required.WORK: (_("Find work"), "tasks:feed"), required.HIRE: (_("Post work"), "tasks:post")}


def frame(person: User, code: str, *, now: datetime) -> dict[str, Any]:
    """What ``accounts/step.html`` shows of a step: what is asked here, and what it gives who is new."""
    step = STEPS[code]
    sides = [side for side in required.SIDES if step in required.before(side)]
    sentences = required.sentences(required.both_ends(person.date_joined, now=now), code=code)
    return {
        "step": step,
        "is_asked": bool(sentences),
        "asked": [] if step.is_done(person) else sentences,
        "opens": [WAYS[side] for side in sides if not required.left(person, side)],
        "claims": settings.RULES.newcomer_claims,
        "claims_known": first_tasks.claims_when_known(),
        "rules": settings.RULES,
    }
