"""Work that its completion code approves: the employer's own site has said that it is done."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from picomarket.lib.sweeps import sweep
from tasks.models import ProofField

from . import review
from .models import Submission


def approve_coded(*, now: datetime, most: int = 1000) -> int:
    """Approve what was handed in with a right code where that is enough; how many.

    Nothing is handed in without a right code where one is asked for, so it need not be looked at again.
    """
    tasks = ProofField.objects.filter(approves=True, task__taken__gt=F("task__paid")).values("task")
    due = Submission.objects.to_review().filter(task__in=tasks).order_by("submitted_at").values_list("pk", flat=True)
    return sweep(list(due[:most]), lambda some: review.approve_free(some, by=None, now=now))
