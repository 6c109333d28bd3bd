"""An employer's record counts the disputes that were decided, and those that were lost."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from accounts.models import User
from disputes import cases
from tasks.models import EmployerRecord
from tests import make

NOW = timezone.now()


def test_a_dispute_that_was_lost_stands_on_the_card(client: Client, ann: User, ben: User, sam: User) -> None:
    words = "I did every step as it is written there."
    upheld, dismissed = (make.task(ann, title=title) for title in ("Upheld", "Dismissed"))
    for task, decide in ((upheld, cases.uphold), (dismissed, cases.dismiss)):
        case = cases.open_case(make.rejected(task, ben, now=NOW), by=ben, words=words, now=NOW)
        decide(case, by=sam, reason="The proof shows what was done.", now=NOW)

    record = EmployerRecord.objects.get(employer=ann)
    page = client.get("/work/").content.decode()

    assert (record.disputes_decided, record.disputes_lost) == (2, 1)
    assert "lost 1 dispute" in page
