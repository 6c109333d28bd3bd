"""Unspent deposits back to whom they came from: no commission, no fee, in the same queue as payouts."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses
from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import Facts, Refunds

from . import deposits as depositing
from . import ledger, methods, runs, settling
from .models import Deposit, Payout

log = logging.getLogger(__name__)

State = Payout.State


class RefundRefused(Refused):
    """A deposit of which nothing can go back, or not that way, or not that much."""


@dataclass(frozen=True)
class Offer:
    """A deposit, and what of it can go back now. ``wants_destination``: the person says where it goes."""

    deposit: Deposit
    facts: Facts
    amount: Money
    way: Refunds
    on_the_way: Payout | None

    @property
    def goes_elsewhere(self) -> bool:
        """The way it came is not open any more: it goes where the person's payouts go."""
        return self.way == Refunds.NEVER

    @property
    def wants_destination(self) -> bool:
        return self.way == Refunds.TO_DESTINATION


def offers(person: User) -> list[Offer]:
    """The deposits of which something can go back, or is going back, newest first.

    It is what the person has left to spend, at most what arrived by that deposit and has not gone back, in whole cents.
    Promo credit is in a pot of its own and never goes back.
    """
    left = ledger.balance_of(ledger.spendable(person.pk))
    deposits = list(Deposit.objects.filter(person=person, state=Deposit.State.SETTLED).order_by("-pk"))
    gone = _returned(deposits)
    going = {one.deposit_id: one for one in Payout.objects.on_the_way().filter(deposit__in=deposits)}
    found = [
        Offer(
            deposit=deposit,
            facts=rails.facts(deposit.rail),
            amount=min(left, deposit.amount - gone[deposit.pk]).floor_to_cents(),
            way=_way(deposit.rail),
            on_the_way=going.get(deposit.pk),
        )
        for deposit in deposits
    ]
    return [offer for offer in found if offer.amount or offer.on_the_way]


def offer(deposit: Deposit) -> Offer | None:
    """What of this deposit can go back; None for nothing."""
    return next((one for one in offers(deposit.person) if one.deposit == deposit), None)


def _way(rail: str) -> Refunds:
    return rails.facts(rail).refunds if rails.find(rail) else Refunds.NEVER


def returned(deposit: Deposit) -> Money:
    """What of a deposit has gone back to its person or is on its way there."""
    return _returned([deposit])[deposit.pk]


def _returned(deposits: Iterable[Deposit]) -> dict[int, Money]:
    keys = {deposit.pk: Money(0) for deposit in deposits}
    gone = Q(state__in=[State.REQUESTED, State.GATHERED, State.SENT, State.PAID])
    rows = Payout.objects.filter(gone, deposit__in=keys, purpose=Payout.Purpose.REFUND).order_by()
    return keys | dict(rows.values_list("deposit").annotate(Sum("amount")))


def request(
    deposit: Deposit, *, amount: Money, destination: str = "", rail: str = "", by: User, now: datetime
) -> Payout:
    """Send an unspent deposit back: spendable → in flight, in the same transaction as the row. No fee is taken.

    It goes back the way it came, or to ``destination`` where its rail cannot tell where it came from; then the person
    is told by mail, also to the address they had lately. Where its rail is gone it goes by another ``rail``, to where
    the person's payouts go there. Raises RefundRefused, BadDestination in the rail's words, InsufficientFunds, and as
    ``methods.ready`` and ``methods.check_known`` do.
    """
    if _way(deposit.rail) == Refunds.NEVER:
        where = methods.ready(deposit.person, rail=rail, now=now).destination
    else:
        rail, where = deposit.rail, _destination(deposit.rail, destination)
        if where:
            methods.check_known(deposit.person, rail=rail, destination=where, now=now)
    try:
        with transaction.atomic():
            locked = Deposit.objects.select_for_update(no_key=True).get(pk=deposit.pk)
            _check(locked, amount)
            refund = Payout.objects.create(
                person=locked.person,
                purpose=Payout.Purpose.REFUND,
                deposit=locked,
                rail=rail,
                destination=where,
                amount=amount,
                requested_at=now,
                promised_for=runs.promised_for(now, rail=rail),
            )
            ledger.post([settling.hold(refund)], now=now)
            if where:
                _tell(refund, now)
    except IntegrityError as error:
        if "wallet_one_refund_at_a_time" not in str(error):
            raise
        raise RefundRefused(_("Part of this deposit is on its way back already.")) from error
    log.info("refund %s of deposit %s asked for by %s", refund.public_id, deposit.public_id, by.pk)
    return refund


def _destination(rail: str, typed: str) -> str:
    """Where a refund by the deposit's own rail goes; nothing where the rail knows by itself."""
    return rails.offered()[rail].check_destination(typed) if _way(rail) == Refunds.TO_DESTINATION else ""


def _check(deposit: Deposit, amount: Money) -> None:
    if deposit.state != Deposit.State.SETTLED:
        raise RefundRefused(_("Nothing of this deposit can go back."))
    if debt := depositing.owes(deposit.person):
        words = _("You still owe %(sum)s for a deposit that was taken back. Until it is paid nothing goes back.")
        raise RefundRefused(words % {"sum": debt})
    if amount != amount.floor_to_cents() or amount <= 0:
        raise RefundRefused(_("Use at most two decimals: whole cents."))
    left = deposit.amount - returned(deposit)
    if amount > left:
        raise RefundRefused(_("At most %(left)s of this deposit can go back.") % {"left": left})


def _tell(refund: Payout, now: datetime) -> None:
    for address in ["", *addresses.left_lately(refund.person, now=now)]:
        notices.tell(
            refund.person,
            subject=format_lazy(gettext_lazy("A refund of {amount} was asked for"), amount=refund.amount),
            body=format_lazy(
                gettext_lazy(
                    "It goes to {destination}. If you did not ask for it, cancel it and change your password."
                ),
                destination=refund.destination,
            ),
            url=refund.get_absolute_url(),
            mail=True,
            mail_to=address,
            topic=Topic.MONEY,
            now=now,
        )
