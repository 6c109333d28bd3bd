"""What the staff decides where a rail and the books do not agree."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money, usd
from picomarket.lib.refusals import Refused
from wallet.rails.interface import Fate, Outcome

from . import contradictions, settling
from .models import Payout, RailEvent

log = logging.getLogger(__name__)


class NothingToAccept(Refused):
    """The event is not about a payout that is still on its way and was paid, or one of the staff may not say so."""


@dataclass(frozen=True)
class Ruling:
    """What counting a payout as paid would do. ``paid`` is what its rail says it paid, ``cost`` what that cost."""

    payout: Payout
    paid: Money
    cost: Money

    @property
    def needs_two(self) -> bool:
        return self.payout.amount > settings.RULES.four_eyes_payout


def ruling(event: RailEvent) -> Ruling | None:
    """What can be accepted of an event that waits; None where it is not about a payout on its way that was paid."""
    key, said = contradictions.key_of(event), event.payload
    if not event.waits or not key or said.get("fate") != Fate.PAID:
        return None
    rows = Payout.objects.filter(rail=event.rail, public_id=key, state=Payout.State.SENT)
    payout = rows.select_related("person").first()
    if payout is None:
        return None
    paid = usd(said["amount"]) if said.get("amount") else payout.arrives
    return Ruling(payout, paid, usd(said.get("cost") or "0")) if paid > 0 else None


def accept(event: RailEvent, *, reason: str, by: User, now: datetime) -> Payout:
    """Count a payout that its rail paid in another amount as paid: in flight → outside, as much as was sent.

    What the rail says it paid is kept, and told to its person; what it moved more or less shows in what the market
    holds there. Of more than ``four_eyes_payout`` two of the staff must say so, each with a reason: the first is noted,
    and nothing moves. Raises Unruled without a reason, and NothingToAccept for any other event, for a payout that is
    closed, for one's own, and for the same person twice.
    """
    reason = contradictions.checked(reason)
    with transaction.atomic():
        event = RailEvent.objects.select_for_update().get(pk=event.pk)
        found = ruling(event)
        if found is None or found.payout.person_id == by.pk:
            raise NothingToAccept(_("Only another's payout that is still on its way can be counted as paid."))
        payout = found.payout
        if found.needs_two and not _agreed_by_two(event, reason, by):
            return payout
        log.info("payout %s counted as paid by %s: %s", payout.public_id, by.pk, event.outcome)
        if found.paid != payout.arrives:
            payout.rail_paid = found.paid
            payout.save(update_fields=["rail_paid"])
        settling.settle([Outcome(key=payout.public_id, fate=Fate.PAID, cost=found.cost)], rail=event.rail, now=now)
        contradictions.looked_into(event, reason=reason, by=by, now=now)
    payout.refresh_from_db()
    return payout


def _agreed_by_two(event: RailEvent, reason: str, by: User) -> bool:
    """Whether a second person agrees now; the first is noted. Who is not of the staff any more counts no more."""
    first = event.agreed_by
    if first is not None and first.is_active and first.is_staff:
        if first == by:
            raise NothingToAccept(_("You have agreed already. Somebody else must agree too."))
        return True
    event.agreed_by = by
    contradictions.keep_reason(event, reason, by=by)
    event.save(update_fields=["agreed_by", "reasons"])
    return False
