"""Payouts the staff keeps back, always with a written reason that their person reads. The money stays in flight."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.refusals import Refused

from . import settling
from .models import Payout

log = logging.getLogger(__name__)

SHORTEST_REASON = 10

State = Payout.State


class HoldRefused(Refused):
    """A hold without a reason, on a payout that has left, or lifted by the one it pays."""


def hold(payout: Payout, *, reason: str, by: User, now: datetime) -> Payout:
    """Keep a payout back: out of its batch, into the queue again at its old place, until it is released.

    The promise goes on. Its person is told the reason by mail. Raises HoldRefused without a reason, and once the payout
    has left or is held.
    """
    reason = _checked(reason)
    with transaction.atomic():
        payout = _locked(payout, by)
        if payout.held_at:
            raise HoldRefused(_("This payout is held already."))
        if payout.state == State.GATHERED:
            settling.unbatch(payout)
        payout.held_at, payout.held_by, payout.held_reason = now, by, reason
        payout.save(update_fields=["held_at", "held_by", "held_reason"])
        words = gettext_lazy("It keeps its place in the queue, and its promised date stands. The reason: {reason}")
        _tell(payout, gettext_lazy("Your payout of {amount} is held"), words, reason, now)
    return payout


def release(payout: Payout, *, reason: str, by: User, now: datetime) -> Payout:
    """Let a held payout go with the next run. Its person is told the reason by mail.

    Raises HoldRefused without a reason, where it is not held, and where it pays the one who asks.
    """
    reason = _checked(reason)
    with transaction.atomic():
        payout = _locked(payout, by)
        if not payout.held_at:
            raise HoldRefused(_("This payout is not held."))
        log.info("payout %s, held by %s, is released by %s", payout.public_id, payout.held_by_id, by.pk)
        payout.held_at = payout.held_by = None
        payout.held_reason = ""
        payout.save(update_fields=["held_at", "held_by", "held_reason"])
        words = gettext_lazy("It is not held any more and goes with the next run. The reason: {reason}")
        _tell(payout, gettext_lazy("Your payout of {amount} goes on"), words, reason, now)
    return payout


def give_back(payout: Payout, *, reason: str, by: User, now: datetime) -> Payout:
    """Give a payout that has not left back to its person: in flight → the pocket it came from.

    Its person is told the reason by mail. Raises HoldRefused without a reason, and once the payout has left.
    """
    reason = _checked(reason)
    with transaction.atomic():
        payout = _locked(payout, by)
        settling.call_off(payout, failure=reason, now=now)
        words = gettext_lazy("The money is back in your balance. The reason: {reason}")
        _tell(payout, gettext_lazy("Your payout of {amount} was taken out of the queue"), words, reason, now)
    return payout


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise HoldRefused(_("Write the reason in a sentence: the person it pays reads it."))
    return reason


def _locked(payout: Payout, by: User) -> Payout:
    payout = Payout.objects.select_for_update(of=("self",)).select_related("person").get(pk=payout.pk)
    if payout.person_id == by.pk:
        raise HoldRefused(_("This payout is your own: somebody else must decide."))
    if payout.state not in (State.REQUESTED, State.GATHERED):
        raise HoldRefused(_("This payout has left already."))
    return payout


def _tell(payout: Payout, subject: Any, body: Any, reason: str, now: datetime) -> None:
    notices.tell(
        payout.person,
        subject=format_lazy(subject, amount=payout.amount),
        body=format_lazy(body, reason=reason),
        url=payout.get_absolute_url(),
        mail=True,
        topic=Topic.MONEY,
        now=now,
    )
