"""Calls to a rail: made and stored before anything leaves, carried out, asked about until every item is known.

A call's key always carries the same payouts. What the rail prepares for it is stored before it is sent, and an
unknown outcome is looked up, never guessed. Nothing here runs inside a transaction but the short steps that store.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from picomarket.lib.sweeps import sweep
from wallet import rails
from wallet.rails.interface import Call, Fate, Item, Outcome, Rail, RailRefused, RailSilent

from . import deposits, settling
from .models import Payout, PayoutBatch, PayoutCall

log = logging.getLogger(__name__)

SENT = Payout.State.SENT


def split(batch: PayoutBatch, *, most: int, now: datetime) -> None:
    """Share a batch's payouts among calls of at most this many. Runs in the caller's transaction."""
    keys = list(batch.payouts.filter(state=SENT).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), most):
        _make(batch, keys[start : start + most], now)


def _make(batch: PayoutBatch, keys: Sequence[int], now: datetime) -> PayoutCall:
    call = PayoutCall.objects.create(batch=batch, made_at=now)
    Payout.objects.filter(pk__in=keys).update(call=call)
    return call


def carry(call: PayoutCall, *, rail: Rail, now: datetime) -> None:
    """Carry a call out and settle what the rail answers; what it leaves unsaid stays sent. Safe to repeat.

    A call the rail refuses as a whole is halved until the item is found that it minds; that one goes back.
    """
    asked = read(call)
    if not asked.items:
        return
    try:
        outcomes = rail.send(_prepared(call, asked, rail))
    except RailRefused as refusal:
        log.warning("call %s, %s payouts by %s: %s", call.public_id, len(asked.items), rail.facts.code, refusal)
        _refused(call, asked, str(refusal), rail=rail, now=now)
    except RailSilent as silence:
        log.warning("call %s, %s payouts by %s: %s", call.public_id, len(asked.items), rail.facts.code, silence)
    else:
        _settle(outcomes, rail, now)


def read(call: PayoutCall) -> Call:
    """The call as its rail is given it: every payout it was made with, whatever became of them since."""
    rows = call.payouts.select_related("deposit").order_by("pk")
    return Call(key=call.public_id, items=tuple(_item(payout) for payout in rows), prepared=call.prepared)


def _item(payout: Payout) -> Item:
    return Item(
        key=payout.public_id,
        amount=payout.amount - payout.fee,
        destination=payout.destination,
        refund_of=deposits.bill(payout.deposit) if payout.deposit else None,
        reference=payout.reference,
    )


def _prepared(call: PayoutCall, asked: Call, rail: Rail) -> Call:
    """The call with what its rail prepared for it, prepared and committed now where it was not yet.

    Nothing leaves while the row is locked; the lock keeps two processes from preparing the same call.
    """
    with transaction.atomic():
        locked = PayoutCall.objects.select_for_update(no_key=True).get(pk=call.pk)
        if not locked.prepared:
            locked.prepared = rail.prepare(asked)
            locked.save(update_fields=["prepared"])
    return Call(key=asked.key, items=asked.items, prepared=locked.prepared)


def _refused(call: PayoutCall, asked: Call, reason: str, *, rail: Rail, now: datetime) -> None:
    if call.payouts.exclude(state=SENT).exists():
        log.error("call %s was refused as a whole, though items of it are settled: left for people", call.public_id)
        return
    if len(asked.items) > 1:
        for half in _halve(call, now):
            carry(half, rail=rail, now=now)
        return
    # A rail also refuses a key it has seen before; only one it has never seen goes back.
    known = rail.look_up(asked)
    unseen = [outcome for outcome in known if outcome.fate == Fate.UNSEEN]
    given_up = [Outcome(key=one.key, fate=Fate.FAILED, reason=reason) for one in unseen]
    _settle([outcome for outcome in known if outcome.fate != Fate.UNSEEN] + given_up, rail, now)


def _halve(call: PayoutCall, now: datetime) -> list[PayoutCall]:
    with transaction.atomic():
        PayoutCall.objects.select_for_update(no_key=True).get(pk=call.pk)
        keys = list(call.payouts.order_by("pk").values_list("pk", flat=True))
        middle = (len(keys) + 1) // 2
        return [_make(call.batch, half, now) for half in (keys[:middle], keys[middle:]) if half]


def chase(*, sent_before: datetime, now: datetime) -> int:
    """Ask the rails about calls with payouts whose outcome is not known; how many such payouts there are.

    A call with an item its rail has never seen was lost on the way and is sent again, the same under the same key.
    """
    asked = 0
    for rail in rails.offered().values():
        unknown: Any = Payout.objects.filter(rail=rail.facts.code, state=SENT, sent_at__lte=sent_before)
        asked += unknown.count()
        for call in PayoutCall.objects.filter(pk__in=unknown.values("call")).order_by("pk"):
            try:
                _chase(call, rail, now)
            except RailSilent as silence:
                log.warning("call %s by %s: the rail is silent: %s", call.public_id, rail.facts.code, silence)
            except Exception:
                log.exception("call %s by %s could not be chased", call.public_id, rail.facts.code)
    return asked


def _chase(call: PayoutCall, rail: Rail, now: datetime) -> None:
    outcomes = rail.look_up(read(call))
    _settle(outcomes, rail, now)
    if any(outcome.fate == Fate.UNSEEN for outcome in outcomes):
        carry(call, rail=rail, now=now)


def _settle(outcomes: Sequence[Outcome], rail: Rail, now: datetime) -> None:
    """Settle them all at once; one that cannot be settled is left out and logged, and asked for again."""
    settling.remember(outcomes, rail=rail.facts.code)
    sweep(outcomes, lambda some: len(settling.settle(some, rail=rail.facts.code, now=now)))
