"""A task of Ann's that takes longer than she thought: measured, it pays too little an hour and pauses itself.

Before most of it was approved, Ann had rejected much for how little she had judged: one rejection waits for a co-sign.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from picomarket.lib.money import CENT, Money
from submissions import claims, cosigns, proofs, review
from submissions.models import Submission
from tasks import publishing
from tasks.models import Task
from wallet.commission import price_of

from . import batches
from .town import Employer, Town, Worker

REWARD, ROWS, DONE, APPROVED_FIRST = Money(12 * CENT), 44, 36, 12
COST = price_of(REWARD).cost * ROWS
COMMENT = "Only the first page is shown, and the step asks for both."
KINDS = ("Bakery", "Bookshop", "Flower shop", "Tea house")


def scenes(town: Town, ann: Employer) -> None:
    """Most rows are done, in eight minutes or so, and approved; the next measuring pauses the task."""
    town.agenda.at(town.ago(days=5), partial(_post, town, ann))
    town.agenda.at(town.ago(hours=20), partial(_propose, ann))


def _post(town: Town, ann: Employer, now: datetime) -> None:
    shops = [f"{KINDS[number % 4]} {number},Porto,https://hours.example/{number}" for number in range(1, ROWS + 1)]
    words = {
        "title": "Copy the opening hours of {{shop}}, {{town}}",
        "steps": ["Open {{page}} and look for the opening hours.", "Copy the hours of {{shop}} for each day."],
        "reward": REWARD,
    }
    file = "\n".join(["shop,town,page", *shops])
    draft = batches.draft(ann, file, now, asked="The hours of {{shop}}", **words)
    task = publishing.publish(draft, by=ann.user, now=now)
    for number in range(DONE):
        town.agenda.at(town.ago(hours=60 - 0.8 * number), partial(_do, town, task, town.actors[number % 6]))
    town.agenda.at(town.ago(hours=30), partial(_approve, ann, task, APPROVED_FIRST))
    town.agenda.at(town.ago(hours=18), partial(_approve, ann, task, DONE))


def _do(town: Town, task: Task, worker: Worker, now: datetime) -> None:
    held = claims.claim(task, by=worker.user, now=now)
    took = timedelta(minutes=town.chance.uniform(5, 11))
    town.agenda.at(now + took, partial(_hand_in, held, worker))


def _hand_in(held: Submission, worker: Worker, now: datetime) -> None:
    proofs.keep(
        held, by=worker.user, texts={"proof-1": "Monday to Friday 9 to 18, Saturday 9 to 13"}, files={}, now=now
    )
    proofs.deliver(held, by=worker.user, now=now)


def _approve(ann: Employer, task: Task, most: int, now: datetime) -> None:
    done = Submission.objects.to_review().filter(task=task).order_by("pk")
    review.approve_many(list(done.values_list("pk", flat=True)[:most]), by=ann.user, now=now)


def _propose(ann: Employer, now: datetime) -> None:
    """Of what has most time left to be looked at."""
    waiting = Submission.objects.to_review().filter(task__employer=ann.user).latest("review_until", "pk")
    cosigns.reject(waiting, by=ann.user, reason="wrong_result", step=1, comment=COMMENT, now=now)
