"""What the staff decides where a rail and the books do not agree."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.refusals import Refused
from wallet.rails.interface import Fate, Outcome

from . import contradictions, settling
from .models import Payout, RailEvent

log = logging.getLogger(__name__)


class NothingToAccept(Refused):
    """The event is not about a payout that is still on its way and was paid."""


def accept(event: RailEvent, *, by: User, now: datetime) -> Payout:
    """Count a payout that its rail paid in another amount as paid: in flight → outside, as much as was sent.

    What the rail moved more or less shows in what the market holds there. Raises NothingToAccept for any other event,
    for a payout that is closed, and for one's own.
    """
    with transaction.atomic():
        said = event.payload if isinstance(event.payload, dict) else {}
        payout = Payout.objects.filter(rail=event.rail, public_id=said.get("key", ""), state=Payout.State.SENT).first()
        if payout is None or said.get("fate") != Fate.PAID or payout.person_id == by.pk:
            raise NothingToAccept(_("Only another's payout that is still on its way can be counted as paid."))
        log.info("payout %s counted as paid by %s: %s", payout.public_id, by.pk, event.outcome)
        settling.settle([Outcome(key=payout.public_id, fate=Fate.PAID)], rail=event.rail, now=now)
        contradictions.looked_into(event, by=by, now=now)
    payout.refresh_from_db()
    return payout
