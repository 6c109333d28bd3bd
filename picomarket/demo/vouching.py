"""Ann's batch of reviews to sort: three answers to each row, two that are the same enough, one row whose answer she
knows, which one worker missed and contests.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from picomarket.lib.money import CENT, Money
from submissions import claims, proofs, vouching
from tasks import drafts, gold, importing, publishing
from tasks.models import Category, GoldAnswer, Task
from wallet.commission import price_of

from .town import Employer, Town, Worker
from .work.blueprint import choice

REWARD, ANSWERS = Money(10 * CENT), 3
GOOD, BAD, BOTH = "Praise", "Complaint", "A bit of both"
# What somebody wrote, what most think of it, and what Ann knows of it.
SAID = (
    ("Warm bread at seven in the morning.", GOOD, ""),
    ("The bread is fine, the queue is not.", BOTH, BOTH),
    ("Twice the wrong cake. Never again.", BAD, ""),
    ("Friendly people, small portions.", BOTH, ""),
    ("My children ask for it every Saturday.", GOOD, ""),
    ("Closed, although the door says open.", BAD, ""),
    ("I have had better, and I have had worse.", BOTH, ""),
    ("They fixed the order at once.", GOOD, ""),
    ("Cold soup for nine euros.", BAD, ""),
    ("The best rye in town.", GOOD, ""),
    ("Loud music, good coffee.", BOTH, ""),
    ("Nobody answered the phone.", BAD, ""),
)
WHY = "It praises the bread and complains about the queue."
COST = price_of(REWARD).cost * (len(SAID) * ANSWERS)
CONTEST = "A queue is no fault of the bread, so I read it as praise."


def scenes(town: Town, ann: Employer, ben: Worker) -> None:
    town.agenda.at(town.ago(days=2, hours=6), partial(_post, town, ann, ben))


def _post(town: Town, ann: Employer, ben: Worker, now: datetime) -> None:
    task = publishing.publish(_draft(ann, now), by=ann.user, now=now)
    sure, hasty = town.actors[:2], town.actors[2]
    for number, (_words, kind, _known) in enumerate(SAID[:6]):
        for turn, worker in enumerate(sure):
            town.agenda.at(town.ago(hours=50 - 5 * number - turn), partial(_say, task, worker, kind))
        said = GOOD if number == 1 else kind if number else BAD
        town.agenda.at(town.ago(hours=48 - 5 * number), partial(_say, task, hasty, said))
    town.agenda.at(town.ago(hours=20), partial(_contest, task, hasty))
    town.agenda.at(town.ago(hours=19), partial(_say, task, ben, GOOD))


def _draft(ann: Employer, now: datetime) -> Task:
    lines = "\n".join(f'"{words}","{known}","{WHY if known else ""}"' for words, _kind, known in SAID)
    words = {
        "title": "Say what “{{review}}” is",
        "category": Category.objects.get(slug="web-research"),
        "steps": [
            "Read what a guest wrote: {{review}}",
            "Choose what it is, as most people would.",
            "Where it is both, say so.",
        ],
        "minutes": 1,
        "reward": REWARD,
        "answers": ANSWERS,
        "agreeing": 2,
        "gold_columns": ["known"],
        "gold_because": "why",
        "gold_least": 50,
        "review_days": 5,
    }
    asked = [choice("What is it?", GOOD, BAD, BOTH)]
    draft = drafts.write(drafts.start(ann.user, now=now), by=ann.user, fields=words, proofs=asked)
    file = SimpleUploadedFile("reviews.csv", f"review,known,why\n{lines}\n".encode())
    importing.upload(draft, file=file, by=ann.user, now=now)
    importing.check_due()
    return Task.objects.get(pk=draft.pk)


def _say(task: Task, worker: Worker, kind: str, now: datetime) -> None:
    """The next row, answered at once; what is vouched for is approved."""
    held = claims.claim(task, by=worker.user, now=now)
    proofs.keep(held, by=worker.user, texts={"proof-1": kind}, files={}, now=now)
    proofs.deliver(held, by=worker.user, now=now)
    vouching.check_due(now=now)


def _contest(task: Task, worker: Worker, now: datetime) -> None:
    scored = GoldAnswer.objects.get(task=task, worker=worker.user)
    gold.contest(scored, words=CONTEST, by=worker.user, now=now)
