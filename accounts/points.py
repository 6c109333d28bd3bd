"""Points: recognition for approved work. They open and close nothing, and what was given is never taken back.

``accounts_record_verdicts`` gives them with the approval, in the row of its verdict: so approving writes no row more,
and each line of the ledger has its cause.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from .models import Level, User, Verdict

# OK, good, excellent.
GRADES = (1, 2, 3)


def ledger(person: User) -> models.QuerySet[Verdict]:
    """Every line, the latest first."""
    return Verdict.objects.filter(worker=person, approved=True).order_by("-given_at", "-pk")


@transaction.atomic
def praise(submission: int, *, grade: int) -> None:
    """Give points for an employer's good word about approved work, more for a better one. A later word gives what it is
    better by, and takes nothing back."""
    line = Verdict.objects.filter(submission_id=submission, approved=True).first()
    if line is None:
        return
    # Whoever writes a line holds the lock of its person.
    User.objects.select_for_update(no_key=True).get(pk=line.worker_id)
    line.refresh_from_db(fields=["praise"])
    more = settings.RULES.praise_points * grade - line.praise
    if more > 0:
        Verdict.objects.filter(pk=line.pk).update(points=F("points") + more, praise=F("praise") + more)
        User.objects.filter(pk=line.worker_id).update(points=F("points") + more)


def examples() -> list[tuple[Level, int]]:
    """What an approved task of each level gives besides what is earned."""
    return [(level, settings.RULES.task_points * level) for level in Level]


def good_words() -> list[int]:
    """What each word of an employer gives, the best last."""
    return [settings.RULES.praise_points * grade for grade in GRADES]
