"""Ann's survey for people with a dog: who has none is told so, and paid for finding out."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from picomarket.lib.money import CENT, Money
from submissions import claims, proofs, review, verdicts
from submissions.models import Submission
from tasks import drafts, publishing
from tasks.drafts import Wanted
from tasks.models import Category, Task
from wallet.commission import price_of

from .town import Employer, Town, Worker

REWARD, SCREEN_OUT, SLOTS = Money(60 * CENT), Money(12 * CENT), 12
COST = price_of(REWARD).cost * SLOTS
NO_DOG = "I have a cat, no dog. I stopped at the first question."
SAID = "A mixed breed, four years old. Twice a day, mostly along the river."
WHY = "This survey is for people who live with a dog. Thank you for saying so."


def scenes(town: Town, ann: Employer) -> None:
    town.agenda.at(town.ago(days=3, hours=4), partial(_post, town, ann))


def _post(town: Town, ann: Employer, now: datetime) -> None:
    words = {
        "title": "Tell us how you walk your dog",
        "category": Category.objects.get(slug="surveys"),
        "steps": [
            "Say whether a dog lives with you. If none does, say so and hand in.",
            "Write which breed it is and how old.",
            "Write how often and where you walk it.",
        ],
        "minutes": 4,
        "reward": REWARD,
        "screen_out": SCREEN_OUT,
        "slots": SLOTS,
    }
    asked = [Wanted("text", "Your dog and your walks", 30)]
    draft = drafts.write(drafts.start(ann.user, now=now), by=ann.user, fields=words, proofs=asked)
    task = publishing.publish(draft, by=ann.user, now=now)
    for number, worker in enumerate(town.actors[:3]):
        said = NO_DOG if number == 1 else SAID
        town.agenda.at(town.ago(hours=60 - 4 * number), partial(_do, town, task, worker, said))


def _do(town: Town, task: Task, worker: Worker, said: str, now: datetime) -> None:
    """Handed in, and judged a day later."""
    held = claims.claim(task, by=worker.user, now=now)
    proofs.keep(held, by=worker.user, texts={"proof-1": said}, files={}, now=now)
    done = proofs.deliver(held, by=worker.user, now=now)
    town.agenda.at(town.ago(hours=30), partial(_judge, done, said))


def _judge(done: Submission, said: str, now: datetime) -> None:
    if said == NO_DOG:
        verdicts.screen_out(done, by=done.task.employer, comment=WHY, now=now)
        verdicts.carry_out_due(now=now + timedelta(seconds=settings.RULES.undo_seconds))
    else:
        review.approve(done, by=done.task.employer, now=now)
