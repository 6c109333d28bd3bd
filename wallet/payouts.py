"""Money out, step by step and restartable at every line: request, gather, send, settle.

The money is held in flight from the request on. A payout's ``public_id`` is the key its rail is given; it is stored
and committed before the rail is called, and an unknown outcome is looked up by it, never guessed.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.states import came_from
from wallet import rails

from . import ledger, methods, runs, sending, settling
from .models import Payout, PayoutBatch

log = logging.getLogger(__name__)

# A call may still be under way for this long; asking sooner would find nothing yet.
CHASE_AFTER = timedelta(minutes=1)

State = Payout.State


class PayoutRefused(Refused):
    """A payout below the least, a second one at a time, or one that has already left."""


def least(rail: str) -> Money:
    """The least payout by a rail: the market's own minimum or the rail's, whichever is more."""
    return max(settings.RULES.minimum_payout, rails.facts(rail).minimum_payout)


def request(person: User, *, amount: Money, rail: str, now: datetime) -> Payout:
    """Ask for a payout: earned → in flight, in the same transaction as the row. ``amount`` is cut to whole cents.

    Raises MethodUnknown or MethodWaits, PayoutRefused below the minimum or while another waits, InsufficientFunds.
    """
    method = methods.ready(person, rail=rail, now=now)
    amount = amount.floor_to_cents()
    if amount < least(rail):
        raise PayoutRefused(_("The least payout is %(least)s.") % {"least": least(rail)})
    try:
        with transaction.atomic():
            payout = Payout.objects.create(
                person=person,
                rail=rail,
                destination=method.destination,
                amount=amount,
                requested_at=now,
                promised_for=runs.promised_for(now),
            )
            ledger.post([settling.hold(payout)], now=now)
    except IntegrityError as error:
        if "wallet_one_request_at_a_time" not in str(error):
            raise
        raise PayoutRefused(_("You have a payout waiting already; you can cancel it first.")) from error
    return payout


def cancel(payout: Payout, *, by: User, now: datetime) -> Payout:
    """Take a request back before its run: in flight → earned. Raises PayoutRefused once it is in a batch."""
    with transaction.atomic():
        payout = Payout.objects.select_for_update().get(pk=payout.pk)
        if not payout.can_become(State.CANCELLED):
            raise PayoutRefused(_("This payout has left already and cannot be cancelled."))
        log.info("payout %s cancelled by %s", payout.public_id, by.pk)
        payout.closed_at = now
        payout.move_to(State.CANCELLED, "closed_at")
        ledger.post(settling.legs(payout), now=now)
    return payout


def run(*, now: datetime) -> list[PayoutBatch]:
    """The payout run: gather what waits, send every batch not yet sent, those a stopped run left behind included."""
    gather(now=now)
    return _send_gathered(before=now, now=now)


def _send_gathered(*, before: datetime, now: datetime) -> list[PayoutBatch]:
    batches = PayoutBatch.objects.filter(state=PayoutBatch.State.GATHERED, gathered_at__lte=before)
    waiting = list(batches.order_by("pk"))
    for batch in waiting:
        try:
            send(batch, now=now)
        except Exception:
            log.exception("batch %s could not be sent", batch.public_id)
    return waiting


def gather(*, now: datetime) -> list[PayoutBatch]:
    """Put the payouts that wait into one batch per rail that is offered. No money moves."""
    return [batch for code in rails.offered() if (batch := _gather(code, now))]


def _gather(rail: str, now: datetime) -> PayoutBatch | None:
    with transaction.atomic():
        waiting = Payout.objects.waiting().filter(rail=rail).order_by("pk")
        keys = list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
        if not keys:
            return None
        batch = PayoutBatch.objects.create(rail=rail, gathered_at=now, goes_at=now)
        Payout.objects.filter(pk__in=keys).update(state=State.GATHERED, batch=batch, gathered_at=now)
    return batch


def send(batch: PayoutBatch, *, now: datetime) -> None:
    """Send a gathered batch through its rail and settle what the rail answers; a batch goes once.

    The payouts are marked as sent and committed before the rail is called; must not run inside a transaction.
    What the rail leaves unsaid stays sent, and ``chase`` asks by its key.
    """
    rail = rails.find(batch.rail)
    if rail is not None and _mark_sent(batch, now):
        for call in batch.calls.order_by("pk"):
            sending.carry(call, rail=rail, now=now)


def _mark_sent(batch: PayoutBatch, now: datetime) -> bool:
    with transaction.atomic():
        locked = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
        if not locked.can_become(PayoutBatch.State.SENT):
            return False
        locked.sent_at = now
        locked.move_to(PayoutBatch.State.SENT, "sent_at")
        locked.payouts.filter(state__in=came_from(Payout, State.SENT)).update(state=State.SENT, sent_at=now)
        sending.split(locked, most=rails.facts(batch.rail).items_per_call, now=now)
    return True


def chase(*, now: datetime) -> int:
    """Ask the rails by key for payouts whose outcome is unknown; how many were asked for.

    A batch that a stopped run gathered and never sent is sent first. A payout its rail has never seen was lost on the
    way and goes again under the same key. Must not run inside a transaction.
    """
    _send_gathered(before=now - CHASE_AFTER, now=now)
    return sending.chase(sent_before=now - CHASE_AFTER, now=now)
