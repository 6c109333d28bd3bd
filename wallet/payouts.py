"""Money out, as its person asks for it: a request sets the money aside, a cancel brings it back.

From the request on the money is in flight. What happens to it then is in ``batches`` (gathered, looked at, sent),
``sending`` (the calls to a rail), ``settling`` (what became of it), ``holds`` (what the staff keeps back).
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import traces
from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails

from . import ledger, methods, runs, settling, ways
from .models import Payout

log = logging.getLogger(__name__)


class PayoutRefused(Refused):
    """A payout below the least, a second one at a time, or one that cannot be cancelled any more."""


def request(person: User, *, amount: Money, rail: str, now: datetime) -> Payout:
    """Ask for a payout: earned → in flight, in the same transaction as the row. ``amount`` is cut to whole cents.

    The rail's fee is fixed now; the person receives the amount less the fee. Whatever standing a person has, what they
    earned is theirs: nothing here asks for it. Raises MethodUnknown, MethodUnreached or MethodWaits, PayoutRefused
    below the minimum or while another waits, InsufficientFunds.
    """
    method = methods.ready(person, rail=rail, now=now)
    amount = amount.floor_to_cents()
    fee = rails.facts(rail).fee(amount)
    if amount < (least := ways.least(rail)):
        words = _("You asked for %(amount)s. The least payout is %(least)s.")
        raise PayoutRefused(words % {"amount": amount, "least": least})
    if amount <= fee:
        words = _("Of %(amount)s the fee of %(fee)s would leave nothing to arrive.")
        raise PayoutRefused(words % {"amount": amount, "fee": fee})
    try:
        with transaction.atomic():
            payout = Payout.objects.create(
                person=person,
                rail=rail,
                destination=method.destination,
                amount=amount,
                fee=fee,
                requested_at=now,
                promised_for=runs.promised_for(now, rail=rail),
            )
            ledger.post([settling.hold(payout)], now=now)
            traces.note(person, traces.payout(method.destination), now=now)
    except ledger.InsufficientFunds as error:
        has = ledger.balance_of(ledger.earned(person.pk)).floor_to_cents()
        words = _("You asked for %(amount)s, and there is not enough money for this: you can take out %(has)s at most.")
        raise ledger.InsufficientFunds(words % {"amount": amount, "has": has}) from error
    except IntegrityError as error:
        if "wallet_one_request_at_a_time" not in str(error):
            raise
        raise PayoutRefused(_("You have a payout waiting already. Ask for the next when it has left.")) from error
    return payout


def cancel(payout: Payout, *, by: User, now: datetime) -> Payout:
    """Take a payout or refund back before its run: in flight → the pocket it came from.

    Raises PayoutRefused once it is in a batch, and while the staff holds it.
    """
    with transaction.atomic():
        payout = Payout.objects.select_for_update().get(pk=payout.pk)
        if payout.state == Payout.State.CANCELLED:
            raise PayoutRefused(_("This is cancelled already."))
        if payout.state != Payout.State.REQUESTED:
            raise PayoutRefused(_("This has left the queue already and cannot be cancelled."))
        if payout.held_at:
            raise PayoutRefused(_("This is held while we look into it. Support can give it back to you."))
        log.info("payout %s cancelled by %s", payout.public_id, by.pk)
        settling.call_off(payout, now=now)
    return payout
