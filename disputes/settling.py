"""Settling: the money and the counts follow a decision, at once or when the worker can appeal no more."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from picomarket.lib.money import Money
from submissions import review
from wallet import adjustments
from wallet.commission import Price

from .models import Appeal, Dispute

State = Dispute.State


def settle(case: Dispute, *, by: User, now: datetime) -> None:
    """Carry out the outcome that holds. Runs in the caller's transaction, with the case locked.

    Upheld: escrow → the worker, the house and the referrer. A part: that much, the rest → the employer. Dismissed: no
    money moves, the slot is free again or, in a stopped task, paid back; where the house pays all the same, goodwill
    is proposed in the name of who decided.
    """
    work = case.submission
    if case.is_partly:
        review.award(work, percent=case.part or 0, by=by, now=now)
    else:
        review.settle_dispute(work, approved=case.is_upheld, by=by, now=now)
    if case.kindly and case.state == State.DISMISSED and case.decided_by:
        words = _("The rejection of “%(title)s” stands, and you did the work honestly: we pay you for it.")
        reason = str(words % {"title": work.words.title})
        _propose(case, work.worker, work.price.receives, reason, by=case.decided_by, now=now)
    case.settled_at = now
    case.save(update_fields=["settled_at", "goodwill"])


def make_good(appeal: Appeal, *, by: User, now: datetime) -> None:
    """What an appeal changed after the money had moved, the house pays: who received too little is proposed the
    difference as goodwill, and nothing is taken from who received too much. Runs in the caller's transaction.
    """
    case, work = appeal.dispute, appeal.dispute.submission
    was = _price(work.price, appeal.was, appeal.was_part)
    now_is = _price(work.price, case.state, case.part)
    words = _(
        "On appeal, “%(title)s” was decided otherwise. The money had moved already: the house pays the difference."
    )
    reason = str(words % {"title": work.words.title})
    if now_is.cost < was.cost:
        _propose(appeal, work.task.employer, was.cost - now_is.cost, reason, by=by, now=now)
    elif now_is.receives > was.receives:
        _propose(appeal, work.worker, now_is.receives - was.receives, reason, by=by, now=now)


def _price(whole: Price, state: str, part: int | None) -> Price:
    """What an outcome pays out of a slot's whole price."""
    return whole.part({State.UPHELD: 100, State.PARTLY: part or 0}.get(State(state), 0))


def _propose(row: Dispute | Appeal, person: User, amount: Money, reason: str, *, by: User, now: datetime) -> None:
    kind = adjustments.Kind.GOODWILL
    row.goodwill = adjustments.propose(person, kind=kind, amount=amount, reason=reason, by=by, now=now)
