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
    words = _("A question about your task at work is answered: {title}")
    repeats.tell_each(
        (
            (held.worker, format_lazy(words, title=held.words.title), held.get_absolute_url())
            for held in rows.select_related("worker", "task__batch", "row").order_by("pk")
        ),
        aside=question.answer[:BEGINNING],
        topic=Topic.CLAIMS,
        mail=False,
        now=now,
    )
