"""What the staff does, and what the jobs do, at random: at another time and beside themselves."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from picomarket.lib.money import Money
from submissions import claims, review
from tests import holding
from tests.chaos_world import WORDS, Deed, one_of, some_staff
from wallet import (
    adjustments,
    batches,
    debts,
    deposits,
    funds,
    holds,
    promises,
    promo,
    results,
    rollups,
    rulings,
    seals,
)
from wallet.models import Adjustment, Payout, PayoutBatch, RailEvent

Kind = Adjustment.Kind
KINDS = [Kind.PROMO] * 3 + [Kind.GOODWILL, Kind.ADD_EARNED, Kind.ADD_SPENDABLE, Kind.TAKE_EARNED, Kind.TAKE_SPENDABLE]
ENDS = ["paid,", "paid,", "failed,No such account", "reversed,The account was closed", "pending,"]
# Some promo credit is about to expire while it is being spent. What a clock two days behind gives and another does not
# take back must not have ended more than a day ago: so long the law waits for the sweep.
PROMO_HOURS = (26, 50, 2000)
WAITING = Adjustment.objects.filter(state=Adjustment.State.PROPOSED)


# -- the staff's hand


def propose(person: User, dice: random.Random, now: datetime) -> Any:
    kind, amount = dice.choice(KINDS), Money(dice.randrange(1, 3_000_000))
    until = now + timedelta(hours=dice.choice(PROMO_HOURS)) if kind == Kind.PROMO else None
    by = some_staff(dice)
    return adjustments.propose(person, kind=kind, amount=amount, reason=WORDS, expires_at=until, by=by, now=now)


def agree(_person: User, dice: random.Random, now: datetime) -> Any:
    return adjustments.approve(one_of(WAITING.all()), by=some_staff(dice), now=now)


def decline(_person: User, dice: random.Random, now: datetime) -> Any:
    return adjustments.decline(one_of(WAITING.all()), by=some_staff(dice), now=now)


def hold(_person: User, dice: random.Random, now: datetime) -> Any:
    return holds.hold(one_of(Payout.objects.unsent()), reason=WORDS, by=some_staff(dice), now=now)


def release(_person: User, dice: random.Random, now: datetime) -> Any:
    return holds.release(one_of(Payout.objects.held()), reason=WORDS, by=some_staff(dice), now=now)


def give_money_back(_person: User, dice: random.Random, now: datetime) -> Any:
    return holds.give_back(one_of(Payout.objects.held()), reason=WORDS, by=some_staff(dice), now=now)


def approve_batch(_person: User, dice: random.Random, now: datetime) -> Any:
    batches.approve(one_of(PayoutBatch.objects.filter(state="gathered")), by=some_staff(dice), now=now)


def send_now(_person: User, dice: random.Random, now: datetime) -> Any:
    batches.send_now(one_of(PayoutBatch.objects.filter(state="gathered")), by=some_staff(dice), now=now)


def accept(_person: User, dice: random.Random, now: datetime) -> Any:
    event = one_of(RailEvent.objects.filter(applied_at=None))
    return rulings.accept(event, reason=WORDS, by=some_staff(dice), now=now)


def pay_by_hand(_person: User, dice: random.Random, now: datetime) -> Any:
    """What the staff paid by hand, or could not, or had come back, in a file that may come again."""
    batch = one_of(PayoutBatch.objects.filter(rail="manual").exclude(state="gathered"))
    keys = batch.payouts.values_list("public_id", flat=True)
    text = "\n".join(["key,state,reason", *(f"{key},{dice.choice(ENDS)}" for key in keys)])
    results.import_results(batch, text=text, by=some_staff(dice), now=now)


# -- what the jobs do


def expire_claims(_person: User, _dice: random.Random, now: datetime) -> Any:
    claims.expire_due(now=now + timedelta(minutes=30), most=5)


def approve_unreviewed(_person: User, _dice: random.Random, now: datetime) -> Any:
    review.approve_unreviewed(now=now + timedelta(days=2), most=5)


def confirm(_person: User, _dice: random.Random, now: datetime) -> Any:
    review.confirm_uncontested(now=now + timedelta(days=8), most=5)


def gather(_person: User, _dice: random.Random, now: datetime) -> Any:
    batches.gather(now=now)


def send_due(_person: User, _dice: random.Random, now: datetime) -> Any:
    batches.send_due(now=now + timedelta(hours=1))


def chase_payouts(_person: User, _dice: random.Random, now: datetime) -> Any:
    batches.chase(now=now + timedelta(hours=2))


def chase_deposits(_person: User, _dice: random.Random, now: datetime) -> Any:
    deposits.chase(now=now)


def recover_losses(_person: User, _dice: random.Random, now: datetime) -> Any:
    debts.recover(now=now)


def expire_promo(_person: User, _dice: random.Random, now: datetime) -> Any:
    promo.expire(now=now)


def tell_late(_person: User, _dice: random.Random, now: datetime) -> Any:
    promises.tell_late(now=now)


def refresh_rollups(_person: User, _dice: random.Random, _now: datetime) -> Any:
    rollups.refresh()


def seal(_person: User, _dice: random.Random, now: datetime) -> Any:
    seals.seal(now=now)


def ask_funds(_person: User, _dice: random.Random, now: datetime) -> Any:
    funds.ask_rails(now=now)


def prove(_person: User, _dice: random.Random, _now: datetime) -> Any:
    """All of the books, at one moment, while everybody else goes on."""
    found = [*holding.discrepancies(thorough=True), *(fault for _seal, fault in seals.walk(last=3) if fault)]
    assert found == []


DEEDS: list[Deed] = [
    *(propose, propose, agree, agree, agree, decline, hold, release, release, give_money_back),
    *(
        approve_batch,
        approve_batch,
        send_now,
        pay_by_hand,
        expire_claims,
        approve_unreviewed,
        confirm,
        gather,
        gather,
        send_due,
    ),
    *(send_due, chase_payouts, chase_payouts, chase_deposits, recover_losses, recover_losses, expire_promo),
    *(tell_late, refresh_rollups, seal, ask_funds, prove),
]
