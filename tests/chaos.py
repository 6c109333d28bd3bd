"""People and jobs that do everything at random, in any order and at any time: one trader is one process."""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from disputes import cases
from disputes.models import Dispute
from picomarket.lib.money import usd
from picomarket.lib.refusals import Refused
from submissions import claims, proofs, review
from submissions.models import Reason, Submission
from tasks import publishing
from tasks.drafts import Wanted
from tasks.models import Task
from tests import make
from wallet import batches, deposits, holds, ledger, methods, payouts, pockets, refunds
from wallet.models import Deposit, Payout

WORDS = "The page shows a picture and a form, as it was asked."
PEOPLE = 6


class Nothing(Exception):
    """There is no row to do this to just now."""


def open_market(*, now: datetime) -> None:
    """Six people with $200 who all hire and work, each but the first brought by the one before; and support."""
    before = None
    for number in range(PEOPLE):
        before = make.person(f"trader{number}", referrer=before)
        make.deposit(before, "200", now=now)
        methods.choose(before, rail="demo_bank", destination=f"1000000{number}", by=before, now=now)
        post(before, random.Random(number), now)
    make.person("sam", staff=True)


def trade(seed: int, *, log: Path, now: datetime) -> None:
    """Do things until killed; each leaves a line in the log, a bug its traceback."""
    dice = random.Random(seed)
    with log.open("a", buffering=1) as lines:
        while True:
            deed = dice.choice(DEEDS)
            try:
                deed(anybody(dice), dice, now + timedelta(minutes=dice.randrange(60)))
                lines.write(f"done {deed.__name__}\n")
            except (Refused, Nothing) as no:
                lines.write(f"no {deed.__name__} {type(no).__name__}\n")
            except Exception:  # noqa: BLE001
                lines.write(f"BUG {deed.__name__} {traceback.format_exc()}\n")


def anybody(dice: random.Random) -> User:
    return User.objects.get(email=f"trader{dice.randrange(PEOPLE)}@example.org")


def one_of(rows: Any) -> Any:
    found = rows.order_by("?").first()
    if found is None:
        raise Nothing
    return found


# -- what people do


def post(person: User, dice: random.Random, now: datetime) -> None:
    wanted = [Wanted("text", "What did you see?", 10)]
    make.task(person, now=now, proofs=wanted, reward=usd("6.07"), slots=dice.randrange(1, 6), review_days=1)


def pause(_person: User, _dice: random.Random, _now: datetime) -> None:
    task = one_of(Task.objects.published())
    publishing.pause(task, by=task.employer)


def resume(_person: User, _dice: random.Random, _now: datetime) -> None:
    task = one_of(Task.objects.filter(state=Task.State.PAUSED))
    publishing.resume(task, by=task.employer)


def stop(_person: User, _dice: random.Random, now: datetime) -> None:
    task = one_of(Task.objects.ever_published())
    publishing.stop(task, by=task.employer, now=now)


def claim(person: User, _dice: random.Random, now: datetime) -> None:
    claims.claim(one_of(Task.objects.live()), by=person, now=now)


def give_back(_person: User, _dice: random.Random, now: datetime) -> None:
    held = one_of(Submission.objects.claimed())
    claims.give_back(held, by=held.worker, now=now)


def hand_in(_person: User, _dice: random.Random, now: datetime) -> None:
    held = one_of(Submission.objects.claimed())
    proofs.hand_in(held, by=held.worker, texts={"proof-1": WORDS}, pictures={}, now=min(now, held.claimed_at))


def approve(_person: User, _dice: random.Random, now: datetime) -> None:
    done = one_of(Submission.objects.to_review())
    review.approve(done, by=done.task.employer, now=now)


def approve_some(_person: User, _dice: random.Random, now: datetime) -> None:
    review.approve_many(list(Submission.objects.order_by("?").values_list("pk", flat=True)[:20]), by=None, now=now)


def reject(_person: User, _dice: random.Random, now: datetime) -> None:
    done = one_of(Submission.objects.to_review())
    review.reject(done, by=done.task.employer, reason=Reason.OTHER, step=1, comment=make.COMMENT, now=now)


def overturn(_person: User, _dice: random.Random, now: datetime) -> None:
    row = one_of(Submission.objects.filter(state=Submission.State.REJECTED))
    review.overturn(row, by=row.task.employer, now=now)


def dispute(_person: User, _dice: random.Random, now: datetime) -> None:
    row = one_of(Submission.objects.filter(state=Submission.State.REJECTED))
    cases.open_case(row, by=row.worker, words=WORDS, now=now)


def concede(_person: User, _dice: random.Random, now: datetime) -> None:
    case = one_of(Dispute.objects.all())
    cases.concede(case, by=case.submission.task.employer, now=now)


def decide(_person: User, dice: random.Random, now: datetime) -> None:
    verb = dice.choice([cases.uphold, cases.dismiss])
    verb(one_of(Dispute.objects.open()), by=User.objects.get(is_staff=True), reason=WORDS, now=now)


def deposit(person: User, _dice: random.Random, now: datetime) -> None:
    make.deposit(person, "5", now=now)


def move(person: User, dice: random.Random, now: datetime) -> None:
    pockets.move(person, amount=usd("0.50"), key=str(dice.randrange(100)), now=now)


def pay_out(person: User, _dice: random.Random, now: datetime) -> None:
    payouts.request(person, amount=ledger.balance_of(ledger.earned(person.pk)), rail="demo_bank", now=now)


def ask_back(_person: User, dice: random.Random, now: datetime) -> None:
    paper = one_of(Deposit.objects.filter(state=Deposit.State.SETTLED))
    amount = usd(f"{dice.randrange(1, 9)}")
    refunds.request(paper, amount=amount, destination="Account 10203040, Trader", by=paper.person, now=now)


def cancel(_person: User, _dice: random.Random, now: datetime) -> None:
    asked = one_of(Payout.objects.all())
    payouts.cancel(asked, by=asked.person, now=now)


# -- what the jobs do, at another time and beside themselves


def expire(_person: User, _dice: random.Random, now: datetime) -> None:
    claims.expire_due(now=now + timedelta(minutes=30), most=5)


def approve_unreviewed(_person: User, _dice: random.Random, now: datetime) -> None:
    review.approve_unreviewed(now=now + timedelta(days=2), most=5)


def confirm(_person: User, _dice: random.Random, now: datetime) -> None:
    review.confirm_uncontested(now=now + timedelta(days=8), most=5)


def pay_everybody(_person: User, _dice: random.Random, now: datetime) -> None:
    batches.gather(now=now)


def send(_person: User, _dice: random.Random, now: datetime) -> None:
    batches.send_due(now=now + timedelta(hours=1))


def hold(_person: User, _dice: random.Random, now: datetime) -> None:
    holds.hold(one_of(Payout.objects.on_the_way()), reason=WORDS, by=User.objects.get(is_staff=True), now=now)


def release(_person: User, _dice: random.Random, now: datetime) -> None:
    holds.release(one_of(Payout.objects.held()), by=User.objects.get(is_staff=True), now=now)


def give_money_back(_person: User, _dice: random.Random, now: datetime) -> None:
    holds.give_back(one_of(Payout.objects.held()), reason=WORDS, by=User.objects.get(is_staff=True), now=now)


def chase(_person: User, _dice: random.Random, now: datetime) -> None:
    batches.chase(now=now + timedelta(hours=2))
    deposits.chase(now=now)


WORK = [claim] * 6 + [hand_in] * 8 + [approve] * 2 + [approve_some, reject, reject]
DEEDS: list[Callable[[User, random.Random, datetime], None]] = [
    *WORK,
    *(post, pause, resume, stop, give_back, overturn, dispute, concede, decide),
    *(deposit, move, pay_out, ask_back, cancel, expire, approve_unreviewed, confirm, pay_everybody, chase),
    *(send, hold, release, give_money_back),
]
