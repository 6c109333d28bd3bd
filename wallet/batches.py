"""Payout batches, restartable at every line: gathered at the published time, looked at by the staff, sent.

A batch goes by itself when its time has come; a large one when two of the staff have approved it too. A payout's
``public_id`` is the key its rail is given; it is stored and committed before the rail is called, and an unknown outcome
is looked up by it, never guessed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import models, transaction
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import statements
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.states import came_from
from wallet import rails

from . import sending
from .models import BatchApproval, Payout, PayoutBatch

log = logging.getLogger(__name__)

# A call may still be under way for this long; asking sooner would find nothing yet.
CHASE_AFTER = timedelta(minutes=1)
EYES = 2
# Where the numbers of the advisory locks begin under which batches of one rail are marked as sent.
SENDING = 4053 << 40
# What left on a rail within this counts together, or many small batches would pass where a large one does not.
TOGETHER = timedelta(days=1)

State = Payout.State


class BatchRefused(Refused):
    """A batch that has left, lacks an approval or a rail, or is approved by one who is paid by it."""


@dataclass(frozen=True)
class Weight:
    """What a batch would move, and how many of the staff must approve it before it goes.

    ``alone`` is what left on its rail in the day before, or since, without two approvals.
    """

    count: int
    amount: Money
    fees: Money
    largest: Money
    approvals: int
    alone: Money

    @property
    def needs_approval(self) -> bool:
        rules = settings.RULES
        return self.largest > rules.four_eyes_payout or self.amount + self.alone > rules.four_eyes_batch

    @property
    def missing(self) -> int:
        """How many approvals are still wanted."""
        return max(0, EYES - self.approvals) if self.needs_approval else 0


def weigh(batch: PayoutBatch) -> Weight:
    found = batch.payouts.aggregate(Count("pk"), Sum("amount"), Sum("fee"), Max("amount"))
    return Weight(
        count=found["pk__count"],
        amount=found["amount__sum"] or Money(0),
        fees=found["fee__sum"] or Money(0),
        largest=found["amount__max"] or Money(0),
        # Of who is not of the staff any more it counts no more.
        approvals=batch.approvals.filter(by__is_active=True, by__is_staff=True).count(),
        alone=_went_alone(batch),
    )


def _went_alone(batch: PayoutBatch) -> Money:
    lately = PayoutBatch.objects.filter(rail=batch.rail, sent_at__gt=batch.gathered_at - TOGETHER).exclude(pk=batch.pk)
    alone = lately.annotate(eyes=Count("approvals")).filter(eyes__lt=EYES)
    return Money(Payout.objects.filter(batch__in=alone.values("pk")).aggregate(sum=Sum("amount"))["sum"] or 0)


def gather(*, now: datetime) -> list[PayoutBatch]:
    """The payout run: put what waits and is not held into one batch per rail that is offered. No money moves.

    Rails that only take deposits carry the refunds of these. A batch can be looked at for ``payout_look_minutes``.
    """
    return [batch for code in rails.offered() if (batch := _gather(code, now))]


def _gather(rail: str, now: datetime) -> PayoutBatch | None:
    with transaction.atomic():
        waiting = Payout.objects.to_gather().filter(rail=rail).order_by("pk")
        keys = list(waiting.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
        if not keys:
            return None
        goes_at = now + timedelta(minutes=settings.RULES.payout_look_minutes)
        batch = PayoutBatch.objects.create(rail=rail, gathered_at=now, goes_at=goes_at)
        Payout.objects.filter(pk__in=keys).update(state=State.GATHERED, batch=batch, gathered_at=now)
        if weigh(batch).missing:
            notices.tell_each(_asked_to_approve(batch), mail=True, topic=Topic.DESK, now=now)
    return batch


def _asked_to_approve(batch: PayoutBatch) -> Iterator[tuple[User, Any, Any, str]]:
    subject = format_lazy(gettext_lazy("A payout batch waits for two approvals: {batch}"), batch=str(batch))
    body = gettext_lazy("It is large, so it goes only when two of you have looked at it and agreed.")
    url = reverse("admin:wallet_payoutbatch_change", args=[batch.pk])
    return ((person, subject, body, url) for person in payers())


def payers() -> models.QuerySet[User]:
    """The staff who may let money leave, or keep it back."""
    may: models.QuerySet[User] = ModelBackend().with_perm("wallet.change_payoutbatch")
    return may.filter(is_staff=True)


def approve(batch: PayoutBatch, *, by: User, now: datetime) -> bool:
    """One of the staff agrees that a batch goes, once each; whether they had not before. No money moves.

    A batch only ever shrinks, so an approval holds for whatever is left in it. Raises BatchRefused once it has left,
    and for somebody who is paid by it.
    """
    with transaction.atomic():
        batch = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != PayoutBatch.State.GATHERED:
            raise BatchRefused(_("This batch has left already."))
        if batch.payouts.filter(person=by).exists():
            raise BatchRefused(_("You are paid by this batch: somebody else must approve it."))
        return BatchApproval.objects.get_or_create(batch=batch, by=by, defaults={"at": now})[1]


def send_now(batch: PayoutBatch, *, by: User, now: datetime) -> None:
    """Approve a batch and send it before its time. Must not run inside a transaction.

    Raises BatchRefused as ``approve`` does, where another approval is wanted (this one is kept), and where its rail is
    not offered just now.
    """
    approve(batch, by=by, now=now)
    if weigh(batch).missing:
        raise BatchRefused(_("Your approval is kept. Somebody else must approve this batch too before it goes."))
    if rails.find(batch.rail) is None:
        raise BatchRefused(_("This rail is not offered just now. The batch waits until it is."))
    log.info("batch %s sent by %s", batch.public_id, by.pk)
    send(batch, now=now)


def send_due(*, now: datetime) -> list[PayoutBatch]:
    """Send every batch whose time has come and that may go; the batches sent. Must not run inside a transaction.

    One whose rail is gone or whose approvals are missing waits, in sight of the staff.
    """
    due = PayoutBatch.objects.filter(state=PayoutBatch.State.GATHERED, goes_at__lte=now).order_by("pk")
    return [batch for batch in list(due) if _went(batch, now)]


def _went(batch: PayoutBatch, now: datetime) -> bool:
    try:
        return send(batch, now=now)
    except Exception:
        log.exception("batch %s could not be sent", batch.public_id)
        return False


def send(batch: PayoutBatch, *, now: datetime) -> bool:
    """Send a gathered batch through its rail and settle what the rail answers; a batch goes once.

    The payouts are marked as sent and committed before the rail is called; must not run inside a transaction.
    What the rail leaves unsaid stays sent, and ``chase`` asks by its key. False where it went already, lacks an
    approval or its rail is not offered: then nothing happens.
    """
    rail = rails.find(batch.rail)
    if rail is None or not _mark_sent(batch, now):
        return False
    for call in batch.calls.order_by("pk"):
        sending.carry(call, rail=rail, now=now)
    return True


def _mark_sent(batch: PayoutBatch, now: datetime) -> bool:
    with transaction.atomic():
        # One batch of a rail at a time: what left without two approvals counts together.
        statements.take_turns(SENDING + rails.account_number(batch.rail))
        locked = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
        if not locked.can_become(PayoutBatch.State.SENT) or weigh(locked).missing:
            return False
        locked.sent_at = now
        locked.move_to(PayoutBatch.State.SENT, "sent_at")
        locked.payouts.filter(state__in=came_from(Payout, State.SENT)).update(state=State.SENT, sent_at=now)
        if not locked.payouts.exists():
            # All that was in it is held.
            locked.settled_at = now
            locked.move_to(PayoutBatch.State.SETTLED, "settled_at")
        sending.split(locked, most=rails.facts(batch.rail).items_per_call, now=now)
    return True


def chase(*, now: datetime) -> int:
    """Ask the rails by key for payouts whose outcome is unknown; how many were asked for.

    A payout its rail has never seen was lost on the way and goes again under the same key. Must not run inside a
    transaction.
    """
    return sending.chase(sent_before=now - CHASE_AFTER, now=now)
