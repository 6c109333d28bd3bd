"""What somebody at work needs to know of their task: an answer that came after they claimed it."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox import repeats
from inbox.topics import Topic
from tasks.models import PublicQuestion

from .models import Submission

BEGINNING = 160
AT_WORK = (Submission.State.CLAIMED, Submission.State.REVISION)


def tell(question: PublicQuestion, *, now: datetime) -> None:
    """Tell whoever works on the task of an answer; who asked it is told already. Runs in the caller's transaction."""
    rows = Submission.objects.filter(task=question.task_id, state__in=AT_WORK).exclude(worker=question.asker_id)
    subject = format_lazy(_("A question about your task at work is answered: {title}"), title=question.task.title)
    for held in rows.select_related("worker").order_by("pk"):
        repeats.tell(
            held.worker,
            subject=subject,
            aside=question.answer[:BEGINNING],
            url=held.get_absolute_url(),
            topic=Topic.CLAIMS,
            mail=False,
            now=now,
        )
