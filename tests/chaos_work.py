"""Tasks, work and quarrels, done at random."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from accounts.models import User
from disputes import appeals, cases
from disputes.models import Appeal, Dispute
from picomarket.lib.money import Money, usd
from submissions import bonuses, claims, proofs, review
from submissions.models import Reason, Submission
from tasks import publishing
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from tests.chaos_world import WORDS, Deed, key, one_of, some_staff


def post(person: User, dice: random.Random, now: datetime) -> Any:
    wanted = [Wanted("text", "What did you see?", 10)]
    reward = usd(dice.choice(["6.07", "0.55", "0.1701"]))
    fields = {"reward": reward, "screen_out": usd("0.0777"), "slots": dice.randrange(1, 6), "review_days": 1}
    return make.task(person, now=now, proofs=wanted, **fields)


def add_slots(_person: User, dice: random.Random, now: datetime) -> Any:
    task, slots = one_of(Task.objects.published()), dice.randrange(1, 4)
    publishing.add_slots(task, slots=slots, key=key(dice), agreed=task.price.cost * slots, by=task.employer, now=now)
    return task


def pause(_person: User, _dice: random.Random, _now: datetime) -> Any:
    task = one_of(Task.objects.published())
    return publishing.pause(task, by=task.employer)


def resume(_person: User, _dice: random.Random, _now: datetime) -> Any:
    task = one_of(Task.objects.filter(state=Task.State.PAUSED))
    return publishing.resume(task, by=task.employer)


def stop(_person: User, _dice: random.Random, now: datetime) -> Any:
    task = one_of(Task.objects.ever_published())
    return publishing.stop(task, by=task.employer, now=now)


def claim(person: User, _dice: random.Random, now: datetime) -> Any:
    return claims.claim(one_of(Task.objects.live()), by=person, now=now)


def give_back(_person: User, _dice: random.Random, now: datetime) -> Any:
    held = one_of(Submission.objects.claimed())
    return claims.give_back(held, by=held.worker, now=now)


def hand_in(_person: User, _dice: random.Random, now: datetime) -> Any:
    held = one_of(Submission.objects.claimed())
    return proofs.hand_in(held, by=held.worker, texts={"proof-1": WORDS}, files={}, now=min(now, held.claimed_at))


def approve(_person: User, _dice: random.Random, now: datetime) -> Any:
    done = one_of(Submission.objects.to_review())
    review.approve(done, by=done.task.employer, now=now)
    return done


def approve_some(_person: User, _dice: random.Random, now: datetime) -> Any:
    return review.approve_many(
        list(Submission.objects.order_by("?").values_list("pk", flat=True)[:20]), by=None, now=now
    )


def reject(_person: User, _dice: random.Random, now: datetime) -> Any:
    done = one_of(Submission.objects.to_review())
    return review.reject(done, by=done.task.employer, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=now)


def screen_out(_person: User, _dice: random.Random, now: datetime) -> Any:
    done = one_of(Submission.objects.to_review())
    return make.screen_out(done, by=done.task.employer, comment=WORDS, now=now)


def overturn(_person: User, _dice: random.Random, now: datetime) -> Any:
    row = one_of(Submission.objects.filter(state=Submission.State.REJECTED))
    return review.overturn(row, by=row.task.employer, now=now)


def give_bonus(_person: User, dice: random.Random, now: datetime) -> Any:
    done, amount = one_of(Submission.objects.filter(state=Submission.State.APPROVED)), Money(dice.randrange(1, 90))
    return bonuses.give(done, amount=amount * 10_000, key=key(dice), by=done.task.employer, now=now)


def dispute(_person: User, _dice: random.Random, now: datetime) -> Any:
    row = one_of(Submission.objects.filter(state=Submission.State.REJECTED))
    return cases.open_case(row, by=row.worker, words=WORDS, now=now)


def concede(_person: User, _dice: random.Random, now: datetime) -> Any:
    case = one_of(Dispute.objects.all())
    return cases.concede(case, by=case.submission.task.employer, now=now)


def uphold(_person: User, dice: random.Random, now: datetime) -> Any:
    return cases.uphold(one_of(Dispute.objects.open()), by=some_staff(dice), reason=WORDS, now=now)


def dismiss(_person: User, dice: random.Random, now: datetime) -> Any:
    return cases.dismiss(one_of(Dispute.objects.open()), by=some_staff(dice), reason=WORDS, early=True, now=now)


def award(_person: User, dice: random.Random, now: datetime) -> Any:
    case, part = one_of(Dispute.objects.open()), dice.choice(cases.PARTS)
    return cases.award(case, percent=part, by=some_staff(dice), reason=WORDS, early=True, now=now)


def accept(_person: User, _dice: random.Random, now: datetime) -> Any:
    case = one_of(Dispute.objects.unsettled())
    return appeals.accept(case, by=case.submission.worker, now=now)


def appeal(_person: User, _dice: random.Random, now: datetime) -> Any:
    case = one_of(Dispute.objects.unsettled())
    return appeals.file(case, by=case.submission.worker, words=WORDS, now=now)


def judge(_person: User, dice: random.Random, now: datetime) -> Any:
    row = one_of(Appeal.objects.filed())
    outcome = dice.choice([Dispute.State.UPHELD, Dispute.State.PARTLY, Dispute.State.DISMISSED])
    given: dict[str, Any] = {"by": some_staff(dice), "reason": WORDS, "now": now}
    return appeals.change(row, outcome=outcome, percent=dice.choice(cases.PARTS), **given)


DEEDS: list[Deed] = [
    *[claim] * 9,
    *[hand_in] * 11,
    *[approve] * 4,
    *(approve_some, reject, reject, reject, screen_out, post, post, add_slots, pause, resume, resume, stop),
    *(give_back, overturn, give_bonus, dispute, dispute, concede, uphold, dismiss, award),
    *(accept, appeal, judge),
]
