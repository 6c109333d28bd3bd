"""What workers and employers of the demo market say of each other."""

from __future__ import annotations

from datetime import datetime

from submissions import ratings
from submissions.models import Grade, Submission

from .town import Town

# How many of the judged say something, and how readily a mark is the best.
TALKATIVE, PLEASED = 0.6, 0.5


def speak(town: Town, now: datetime) -> None:
    """Most workers rate the employers they know, once each; employers have a word for some of the work."""
    judged = Submission.objects.filter(state__in=ratings.JUDGED).select_related("task__employer", "worker")
    newest = judged.order_by("worker", "task__employer", "-submitted_at").distinct("worker", "task__employer")
    for done in newest:
        if town.chance.random() < TALKATIVE:
            marks = {
                aspect: 5 if town.chance.random() < PLEASED else town.chance.randint(2, 5) for aspect in ratings.NAMES
            }
            ratings.rate(done, by=done.worker, marks=marks, now=now)
        if done.state == Submission.State.APPROVED and town.chance.random() < TALKATIVE:
            ratings.grade(done, by=done.task.employer, word=town.chance.choice(Grade.Word.values), now=now)
