"""Calls to a rail: made and stored before anything leaves, carried out, asked about until every item is known.

A call's key always carries the same payouts. What the rail prepares for it is stored before it is sent, and an
unknown outcome is looked up, never guessed. One process at a time has a call in hand, so that what it has looked up
still holds when it sends. Nothing here runs inside a transaction but the short steps that store.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from picomarket.lib.sweeps import sweep
from wallet import rails
from wallet.rails.interface import Call, Fate, Item, Outcome, Rail, RailRefused, RailSilent, Words

from . import contradictions, deposits, event_words, settling
from .models import Payout, PayoutBatch, PayoutCall

log = logging.getLogger(__name__)

SENT = Payout.State.SENT
# How often a rail may be silent before a chase asks it no more; each time may take as long as its timeout.
PATIENCE = 3
# Where the numbers of the advisory locks begin that a process holds on the calls it has in hand.
CALLS_IN_HAND = 4051 << 40


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

    A call the rail refuses as a whole is halved until the item is found that it minds; that one goes back. Nothing
    happens where another process has the call in hand, or all of it is settled.
    """
    with _in_hand(call) as mine:
        halves = _carry(call, rail, now) if mine else []
    for half in halves:
        carry(half, rail=rail, now=now)


def _carry(call: PayoutCall, rail: Rail, now: datetime) -> list[PayoutCall]:
    """Send a call that is in hand; the smaller calls that are to be carried in its stead, where it was refused."""
    asked = read(call)
    if not call.payouts.filter(state=SENT).exists():
        return []
    try:
        outcomes = rail.send(_prepared(call, asked, rail))
    except RailRefused as refusal:
        _warn(asked, rail, refusal)
        return _refused(call, str(refusal), rail, now)
    except RailSilent as silence:
        _warn(asked, rail, silence)
        return []
    _settle(outcomes, asked, rail, now)
    return []


def _warn(asked: Call, rail: Rail, silence: RailSilent) -> None:
    log.warning("call %s, %s payouts by %s: %s", asked.key, len(asked.items), rail.facts.code, silence)


@contextmanager
def _in_hand(call: PayoutCall) -> Generator[bool]:
    """Whether this process may work on the call now. PostgreSQL lets go of it when the process dies.

    The lock is of a transaction on a connection of its own, which stays open as long: a pooler that gives each
    transaction another connection would leave a lock of the session behind on one that is somebody else's by then.
    """
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CALLS_IN_HAND + call.pk])
            (mine,) = cursor.fetchone()
        yield bool(mine)
    finally:
        other.rollback()
        other.close()


def read(call: PayoutCall) -> Call:
    """The call as its rail is given it: every payout it was made with, whatever became of them since."""
    # Whoever had it in hand before may have prepared it.
    call.refresh_from_db(fields=["prepared"])
    rows = call.payouts.select_related("deposit").order_by("pk")
    return Call(key=call.public_id, items=tuple(_item(payout) for payout in rows), prepared=call.prepared)


def _item(payout: Payout) -> Item:
    return Item(
        key=payout.public_id,
        amount=payout.amount - payout.fee,
        destination=payout.destination,
        refund_of=deposits.bill(payout.deposit) if payout.deposit else None,
        reference=payout.reference,
        closed=payout.state != SENT,
    )


def sent_as(payout: Payout) -> Words:
    """How a payout left, in its rail's words; nothing where its amount says it all."""
    rail, left = rails.find(payout.rail), payout.state in (SENT, Payout.State.PAID, Payout.State.REVERSED)
    if rail is None or payout.call is None or not left or not payout.call.prepared:
        return ""
    return rail.sent_as(_item(payout), payout.call.prepared)


def _prepared(call: PayoutCall, asked: Call, rail: Rail) -> Call:
    """The call with what its rail prepared for it, prepared and committed now where it was not yet."""
    if not asked.prepared:
        PayoutCall.objects.filter(pk=call.pk, prepared={}).update(prepared=rail.prepare(asked))
        call.refresh_from_db(fields=["prepared"])
    return Call(key=asked.key, items=asked.items, prepared=call.prepared)


def _refused(call: PayoutCall, reason: str, rail: Rail, now: datetime) -> list[PayoutCall]:
    """A call of which the rail says it took nothing: a payout alone goes back, of more each half goes again.

    A rail may also refuse a key it has seen before: only what it has never seen goes back or again. What it once gave a
    name of its own it has seen, whatever it says now: that stays sent, for people to look into.
    """
    asked = read(call)
    try:
        known = rail.look_up(asked)
    except RailSilent as silence:
        _warn(asked, rail, silence)
        return []
    _settle([outcome for outcome in known if outcome.fate != Fate.UNSEEN], asked, rail, now)
    named = {item.key for item in asked.items if item.reference}
    unseen = [outcome.key for outcome in known if outcome.fate == Fate.UNSEEN and outcome.key not in named]
    if len(asked.items) == 1:
        _settle([Outcome(key=key, fate=Fate.FAILED, reason=reason) for key in unseen], asked, rail, now)
        return []
    return _halve(call, unseen, now)


def _halve(call: PayoutCall, keys: Sequence[str], now: datetime) -> list[PayoutCall]:
    """Share these payouts of a call between two new ones; the others stay with the call they were made with."""
    with transaction.atomic():
        rows = call.payouts.filter(public_id__in=keys, state=SENT).order_by("pk").select_for_update(no_key=True)
        found = [payout.pk for payout in rows]
        middle = (len(found) + 1) // 2
        return [_make(call.batch, half, now) for half in (found[:middle], found[middle:]) if half]


def chase(*, sent_before: datetime, now: datetime) -> int:
    """Ask the rails about calls with payouts whose outcome is not known; how many such payouts there are.

    A call with an open item its rail has never seen was lost on the way and is sent again, the same under the same
    key. A rail that is silent is left in peace until the next time.
    """
    asked = 0
    for rail in rails.offered().values():
        unknown = Payout.objects.filter(rail=rail.facts.code, state=SENT, sent_at__lte=sent_before)
        asked += unknown.count()
        silences = 0
        # In any order: where a rail never answers about some, the others have their turn.
        for call in PayoutCall.objects.filter(pk__in=unknown.values("call")).order_by("?"):
            if silences == PATIENCE:
                break
            silences += not _chased(call, rail, now)
    return asked


def _chased(call: PayoutCall, rail: Rail, now: datetime) -> bool:
    """Whether the rail spoke when asked about a call."""
    try:
        with _in_hand(call) as mine:
            halves = _chase(call, rail, now) if mine else []
        for half in halves:
            carry(half, rail=rail, now=now)
    except RailSilent as silence:
        _warn(read(call), rail, silence)
        return False
    except Exception:
        log.exception("call %s by %s could not be chased", call.public_id, rail.facts.code)
    return True


def _chase(call: PayoutCall, rail: Rail, now: datetime) -> list[PayoutCall]:
    asked = read(call)
    outcomes = rail.look_up(asked)
    _settle(outcomes, asked, rail, now)
    lost = {outcome.key for outcome in outcomes if outcome.fate == Fate.UNSEEN}
    if any(item.key in lost for item in asked.open):
        return _carry(call, rail, now)
    return []


def _settle(outcomes: Sequence[Outcome], asked: Call, rail: Rail, now: datetime) -> None:
    """Settle them all at once; one that cannot be settled is left out and logged, and asked for again.

    What a rail says of a key it was not asked about, or says in two ways, moves nothing and is noted.
    """
    code, keys = rail.facts.code, {item.key for item in asked.items}
    heard: dict[str, Outcome] = {}
    doubtful = set[str]()
    for outcome in outcomes:
        if outcome.key not in keys:
            contradictions.note(outcome, rail=code, books=event_words.NOT_ASKED, now=now)
        elif heard.setdefault(outcome.key, outcome).fate != outcome.fate:
            doubtful.add(outcome.key)
            contradictions.note(outcome, rail=code, books=event_words.OTHERWISE, now=now)
    clear = [outcome for key, outcome in heard.items() if key not in doubtful]
    settling.remember(clear, rail=code)
    sweep(clear, lambda some: len(settling.settle(some, rail=code, now=now)))
