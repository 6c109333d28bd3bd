"""Money in: a person asks, the rail collects, the wallet takes it in once."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import notices
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import Bill, Fate, Outcome, RailSilent

from . import ledger
from .models import Deposit, RailEvent, TransferKind

log = logging.getLogger(__name__)

# How often a rail may be silent before a chase asks it no more; each time may take as long as its timeout.
PATIENCE = 3


class DepositRefused(Refused):
    """The amount or the rail is not one this market takes."""


class DepositUnknown(Exception):
    """A rail speaks of a deposit nobody started."""


def start(person: User, *, amount: Money, rail: str, now: datetime) -> Deposit:
    """Begin a deposit and ask the rail where the person pays. No money moves yet.

    A rail that is silent leaves the deposit started; ``ask`` and ``chase`` ask again under the same key.
    Raises DepositRefused for a rail not offered, or an amount below the least, above the most or not in whole cents.
    """
    rules, chosen = settings.RULES, rails.find(rail)
    if chosen is None or not chosen.facts.takes_deposits:
        raise DepositRefused(_("Choose how you want to pay."))
    if amount != amount.floor_to_cents():
        raise DepositRefused(_("Use at most two decimals: whole cents."))
    if not rules.minimum_deposit <= amount <= rules.maximum_deposit:
        limits = {"least": rules.minimum_deposit, "most": rules.maximum_deposit}
        raise DepositRefused(_("Deposit between %(least)s and %(most)s.") % limits)
    deposit = Deposit.objects.create(person=person, rail=rail, amount=amount, started_at=now)
    _invite(deposit)
    return deposit


def _invite(deposit: Deposit) -> None:
    rail = rails.find(deposit.rail)
    if rail is None:
        return
    back = settings.SITE_URL + reverse("wallet:deposit_back", args=[deposit.public_id])
    try:
        invitation = rail.start_deposit(key=deposit.public_id, amount=deposit.amount, return_url=back)
    except RailSilent as silence:
        log.warning("deposit %s: the rail is silent: %s", deposit.public_id, silence)
        return
    deposit.reference, deposit.pay_url = invitation.reference, invitation.url
    deposit.instructions = invitation.instructions
    deposit.terms, deposit.terms_until = dict(invitation.terms), invitation.until
    deposit.save(update_fields=["reference", "pay_url", "instructions", "terms", "terms_until"])


def bill(deposit: Deposit) -> Bill:
    """The deposit as its rail is asked about it."""
    return Bill(key=deposit.public_id, amount=deposit.amount, reference=deposit.reference, terms=deposit.terms)


def ask(deposit: Deposit, *, now: datetime) -> bool:
    """Ask the rail how a started deposit stands, and take in what arrived. False when the rail is silent.

    Must not run inside a transaction: it waits for the rail.
    """
    rail = rails.find(deposit.rail)
    if rail is None or deposit.state == Deposit.State.SETTLED:
        return rail is not None
    try:
        outcome = rail.deposit_outcome(bill(deposit))
    except RailSilent as silence:
        log.warning("deposit %s: the rail is silent: %s", deposit.public_id, silence)
        return False
    if outcome.fate == Fate.UNSEEN and deposit.state == Deposit.State.STARTED:
        _invite(deposit)
        return bool(deposit.reference)
    settle(outcome, rail=deposit.rail, now=now)
    return True


def settle(outcome: Outcome, *, rail: str, now: datetime) -> Deposit:
    """Bring a deposit to what its rail says of it, once, in whatever order the rail says it.

    Paid: what arrived moves from the rail to the person's spendable pocket, also where the deposit had failed or
    expired. Failed: nothing moves. Raises DepositUnknown for a key that is not one of this rail's deposits.
    """
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().filter(rail=rail, public_id=outcome.key).first()
        if deposit is None:
            raise DepositUnknown(outcome.key)
        _keep_terms(deposit, outcome)
        if outcome.fate == Fate.PAID and deposit.can_become(Deposit.State.SETTLED):
            _take_in(deposit, deposit.amount if outcome.amount is None else outcome.amount, now)
        elif outcome.fate == Fate.FAILED and deposit.can_become(Deposit.State.FAILED):
            deposit.failure, deposit.closed_at = outcome.reason[:200], now
            deposit.move_to(Deposit.State.FAILED, "failure", "closed_at")
    return deposit


def _keep_terms(deposit: Deposit, outcome: Outcome) -> None:
    """Add what the rail wants remembered; what it said before stays, so that all who asked at once hear the same."""
    terms = {**outcome.terms, **deposit.terms}
    if terms != deposit.terms:
        deposit.terms = terms
        deposit.save(update_fields=["terms"])


def _take_in(deposit: Deposit, arrived: Money, now: datetime) -> None:
    deposit.amount, deposit.closed_at, deposit.failure = arrived, now, ""
    deposit.move_to(Deposit.State.SETTLED, "amount", "closed_at", "failure")
    outside = ledger.external(rails.account_number(deposit.rail))
    pocket = ledger.spendable(deposit.person_id)
    ledger.post([ledger.Entry(TransferKind.DEPOSIT, deposit.pk, outside, pocket, arrived)], now=now)
    notices.tell(
        deposit.person,
        subject=gettext_lazy("Your deposit arrived"),
        body=format_lazy(gettext_lazy("{amount} is in your wallet, ready to spend."), amount=arrived),
        url=deposit.get_absolute_url(),
        now=now,
    )


def mark_received(deposit: Deposit, *, by: User, now: datetime) -> Deposit:
    """Staff saw the money of a deposit that is carried by hand: it moves to the person's spendable pocket, once.

    Who said so is kept as the rail's event. Raises DepositRefused for a rail that tells by itself.
    """
    if not rails.facts(deposit.rail).by_hand:
        raise DepositRefused(_("This rail tells by itself when money arrives."))
    with transaction.atomic():
        settled = settle(Outcome(key=deposit.public_id, fate=Fate.PAID), rail=deposit.rail, now=now)
        RailEvent.objects.get_or_create(
            rail=deposit.rail,
            event_id=f"received:{deposit.public_id}",
            defaults={"payload": {"by": by.pk}, "received_at": now, "applied_at": now, "outcome": settled.state},
        )
    return settled


def chase(*, now: datetime) -> int:
    """Ask the rails how every started deposit stands, and close those that never arrived; how many were asked.

    So a lost webhook loses nothing. A deposit is closed only after its rail has answered. A rail that is silent is left
    in peace until the next time, so that waiting for it does not hold up the other jobs.
    """
    stale = now - timedelta(hours=settings.RULES.deposit_hours)
    asked, silent = 0, Counter[str]()
    # In any order: where a rail never answers about some, the others have their turn.
    for deposit in Deposit.objects.filter(state=Deposit.State.STARTED).order_by("?").iterator():
        if silent[deposit.rail] == PATIENCE:
            continue
        asked += 1
        try:
            if not ask(deposit, now=now):
                silent[deposit.rail] += 1
            elif deposit.started_at <= stale:
                _expire(deposit, now)
        except Exception:
            log.exception("deposit %s could not be chased", deposit.public_id)
    return asked


def _expire(deposit: Deposit, now: datetime) -> None:
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if locked.can_become(Deposit.State.EXPIRED):
            locked.closed_at = now
            locked.move_to(Deposit.State.EXPIRED, "closed_at")
