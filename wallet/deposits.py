"""Money in: a person asks, the rail collects, the wallet takes it in once, and gives it back when the payer's bank
takes it back."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import Bill, Fate, Outcome, RailSilent

from . import deadlines, ledger, news, settling
from .models import Deposit, Payout, RailEvent, Transfer, TransferKind
from .signals import deposit_arrived, deposit_reversed

log = logging.getLogger(__name__)

# How often a rail may be silent before a chase asks it no more; each time may take as long as its timeout.
PATIENCE = 3
# The rail is asked again after a tenth of a deposit's age: between these while it is open, and once it is closed.
OPEN_PAUSES = timedelta(minutes=1), timedelta(hours=6)
CLOSED_PAUSES = timedelta(hours=1), timedelta(days=1)
# How long after its start a closed deposit is still asked about.
WATCHED = timedelta(days=30)

State = Deposit.State
# The states in which money is in: ``amount`` is what arrived.
ARRIVED = (State.SETTLED, State.REVERSED)
INVITED = ["reference", "pay_url", "instructions", "terms", "terms_until"]
CLOSED_BY = {Fate.FAILED: State.FAILED, Fate.CANCELLED: State.CANCELLED}


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
    deposit = Deposit.objects.create(person=person, rail=rail, asked=amount, amount=amount, started_at=now, ask_at=now)
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
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if not (locked.reference == invitation.reference and locked.pay_url == invitation.url):
            locked.reference, locked.pay_url = invitation.reference, invitation.url
            locked.instructions, locked.terms_until = invitation.instructions, invitation.until
            # What the rail has said since of money that came stays.
            locked.terms = {**locked.terms, **invitation.terms}
            locked.save(update_fields=INVITED)
    deposit.refresh_from_db(fields=INVITED)


def bill(deposit: Deposit) -> Bill:
    """The deposit as its rail is asked about it."""
    return Bill(key=deposit.public_id, amount=deposit.asked, reference=deposit.reference, terms=deposit.terms)


def ask(deposit: Deposit, *, now: datetime) -> bool:
    """Ask the rail how a deposit stands, and take in what arrived. False when the rail is silent.

    Must not run inside a transaction: it waits for the rail.
    """
    rail = rails.find(deposit.rail)
    if rail is None:
        return False
    if deposit.state in ARRIVED and not (rail.facts.more_may_arrive or _known_in_part(deposit)):
        return True
    try:
        outcome = rail.deposit_outcome(bill(deposit))
    except RailSilent as silence:
        log.warning("deposit %s: the rail is silent: %s", deposit.public_id, silence)
        return False
    if outcome.fate == Fate.UNSEEN and deposit.state == State.STARTED:
        _invite(deposit)
        return bool(deposit.reference)
    settle(outcome, rail=deposit.rail, now=now)
    return True


def _known_in_part(deposit: Deposit) -> bool:
    """Whether we heard that some was taken back before we heard how much had come."""
    return deposit.state == State.REVERSED and deposit.amount < deposit.asked


def settle(outcome: Outcome, *, rail: str, now: datetime) -> Deposit:
    """Bring a deposit to what its rail says of it, once, in whatever order the rail says it.

    Paid: what arrived, or what arrived since, moves from the rail to the person's spendable pocket, also where the
    deposit had failed, expired or been called off. Reversed: what was taken back goes back to the rail, out of the
    spendable pocket as far as it reaches, the rest out of the house's losses; it is owed from then on. Failed and
    cancelled: nothing moves. Raises DepositUnknown for a key that is not one of this rail's deposits.
    """
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().filter(rail=rail, public_id=outcome.key).first()
        if deposit is None:
            raise DepositUnknown(outcome.key)
        _keep_terms(deposit, outcome)
        _keep_reference(deposit, outcome)
        if outcome.fate == Fate.PAID:
            _arrive(deposit, deposit.amount if outcome.amount is None else outcome.amount, now)
        elif outcome.fate == Fate.REVERSED:
            _reverse(deposit, outcome, now)
        elif outcome.fate in CLOSED_BY and deposit.can_become(CLOSED_BY[outcome.fate]):
            deposit.failure, deposit.closed_at = outcome.reason[:200], now
            deposit.move_to(CLOSED_BY[outcome.fate], "failure", "closed_at")
    return deposit


def _keep_terms(deposit: Deposit, outcome: Outcome) -> None:
    """Add what the rail wants remembered; what it said before stays, so that all who asked at once hear the same."""
    terms = {**outcome.terms, **deposit.terms}
    if terms != deposit.terms:
        deposit.terms = terms
        deposit.save(update_fields=["terms"])


def _keep_reference(deposit: Deposit, outcome: Outcome) -> None:
    """The rail's own name of a deposit whose opening was never answered: what came is given back by it."""
    if outcome.reference and not deposit.reference and outcome.fate in (Fate.PAID, Fate.REVERSED):
        deposit.reference = outcome.reference[:100]
        deposit.save(update_fields=["reference"])


def _arrive(deposit: Deposit, arrived: Money, now: datetime) -> None:
    """What arrived since: outside → spendable, as the deposit's next leg. Less than before is old news."""
    before, was = _taken_in(deposit), deposit.state
    if before and arrived <= before:
        return
    _take_in(deposit, arrived, now)
    news.arrived(deposit, before=before, was=was, now=now)


def _take_in(deposit: Deposit, arrived: Money, now: datetime) -> None:
    before = _taken_in(deposit)
    deposit.amount, deposit.failure = arrived, ""
    if deposit.state in ARRIVED:
        deposit.save(update_fields=["amount", "failure"])
    else:
        deposit.closed_at = now
        deposit.move_to(State.SETTLED, "amount", "failure", "closed_at")
    deposit_arrived.send(sender=Deposit, person=deposit.person, amount=arrived - before, now=now)
    kind, leg = TransferKind.DEPOSIT, ledger.next_leg(TransferKind.DEPOSIT, deposit.pk)
    pocket = ledger.spendable(deposit.person_id)
    ledger.post([ledger.Entry(kind, deposit.pk, _outside(deposit), pocket, arrived - before, leg)], now=now)


def _taken_in(deposit: Deposit) -> Money:
    return deposit.amount if deposit.state in ARRIVED else Money(0)


def _outside(deposit: Deposit) -> ledger.Pot:
    return ledger.external(rails.account_number(deposit.rail))


def _reverse(deposit: Deposit, outcome: Outcome, now: datetime) -> None:
    """What was taken back since: spendable, then losses → outside. Never out of the earned pocket."""
    # The news may come out of order: it must have arrived to be taken back.
    said = deposit.amount if outcome.amount is None else outcome.amount
    known = deposit.amount if deposit.state in ARRIVED else outcome.arrived or said
    arrived, gone = max(known, outcome.arrived), taken_back(deposit)
    whole = arrived - refunded(deposit) if outcome.amount is None else min(outcome.amount, arrived)
    if whole > gone:
        # Before any account is locked: who listens locks tasks.
        deposit_reversed.send(sender=Deposit, person=deposit.person, amount=whole - gone, now=now)
        _call_off_refunds(deposit, now)
    if whole <= gone:
        # What was taken back is old news, or was undone by now: that it arrived may be new.
        if arrived:
            _arrive(deposit, arrived, now)
        return
    if arrived > _taken_in(deposit):
        _take_in(deposit, arrived, now)
    short = _give_back(deposit, whole - gone, now)
    deposit.shortfall += short
    deposit.failure, deposit.closed_at = outcome.reason[:200], now
    if deposit.state == State.REVERSED:
        deposit.save(update_fields=["shortfall", "failure", "closed_at"])
    else:
        deposit.move_to(State.REVERSED, "shortfall", "failure", "closed_at")
    news.taken_back(deposit, taken=whole - gone, short=short, now=now)


def _call_off_refunds(deposit: Deposit, now: datetime) -> None:
    """Refunds of it that have not left: there is nothing to send back any more."""
    unsent = Payout.objects.unsent().filter(deposit=deposit)
    for payout in unsent.order_by("pk").select_for_update(no_key=True):
        settling.call_off(payout, failure=_("The deposit was taken back."), now=now)


def _give_back(deposit: Deposit, taken: Money, now: datetime) -> Money:
    """Post what the rail took back; what of it the person had spent already, which the house bears."""
    pocket, outside = ledger.spendable(deposit.person_id), _outside(deposit)
    there = min(ledger.locked([pocket])[pocket], taken)
    kind = TransferKind.DEPOSIT_REVERSED
    leg = ledger.next_leg(kind, deposit.pk)
    entries = [
        ledger.Entry(kind, deposit.pk, pocket, outside, there, leg),
        ledger.Entry(kind, deposit.pk, ledger.LOSSES, outside, taken - there, leg + 1),
    ]
    ledger.post(entries, now=now)
    return taken - there


def taken_back(deposit: Deposit) -> Money:
    """All of a deposit that its payer's bank took back so far."""
    legs = Transfer.objects.filter(kind=TransferKind.DEPOSIT_REVERSED, ref=deposit.pk)
    return Money(legs.aggregate(sum=Sum("amount"))["sum"] or 0)


def refunded(deposit: Deposit) -> Money:
    """What of a deposit was sent back to its person by its own rail, and arrived: nobody takes that back from there."""
    mine = Payout.objects.filter(deposit=deposit, rail=deposit.rail, purpose=Payout.Purpose.REFUND)
    paid = mine.filter(state=Payout.State.PAID)
    return Money(paid.aggregate(sum=Sum("amount"))["sum"] or 0)


def owes(person: User) -> Money:
    """What a person still owes for deposits that were taken back after they were spent; nothing for most."""
    owed = F("shortfall") - F("recovered")
    rows = Deposit.objects.filter(person=person, recovered__lt=F("shortfall"))
    return Money(rows.aggregate(sum=Sum(owed))["sum"] or 0)


def mark_received(deposit: Deposit, *, by: User, amount: Money | None = None, now: datetime) -> Deposit:
    """Staff saw the money of a deposit that is carried by hand: it moves to the person's spendable pocket, once.

    ``amount`` is all that has arrived so far, what was asked for unless said. More than ``four_eyes_deposit`` moves
    when a second person saw the same; until then only the first is noted. Who said so is kept as the rail's event.
    Who says less than before takes back what they said. Raises DepositRefused for a rail that tells by itself, one's
    own deposit, more than a deposit can be, or a sum that two people see differently.
    """
    _check_by_hand(deposit, by)
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().get(pk=deposit.pk)
        arrived = locked.amount if amount is None else amount
        _check_size(locked, arrived)
        if arrived <= _taken_in(locked):
            return locked
        if not _is_seen(locked, arrived, by):
            return locked
        settled = settle(Outcome(key=locked.public_id, fate=Fate.PAID, amount=arrived), rail=locked.rail, now=now)
        _keep_word(settled, f"received:{settled.amount.plain()}", by, now)
    return settled


def mark_taken_back(deposit: Deposit, *, amount: Money, reason: str, by: User, now: datetime) -> Deposit:
    """Staff saw that a deposit by hand was taken back: money moves as ``settle`` does it, the person reads the reason.

    ``amount`` is all that was taken back so far. Raises DepositRefused for a rail that tells by itself, one's own
    deposit, one that never arrived, and for more than arrived.
    """
    _check_by_hand(deposit, by)
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if not 0 < amount <= _taken_in(locked):
            words = _("%(arrived)s of it arrived: no more can be taken back.")
            raise DepositRefused(words % {"arrived": _taken_in(locked)})
        outcome = Outcome(key=locked.public_id, fate=Fate.REVERSED, amount=amount, reason=reason)
        reversed_ = settle(outcome, rail=locked.rail, now=now)
        _keep_word(reversed_, f"taken back:{amount.plain()}", by, now)
    return reversed_


def _check_by_hand(deposit: Deposit, by: User) -> None:
    if not rails.facts(deposit.rail).by_hand:
        raise DepositRefused(_("This rail tells by itself when money arrives."))
    if by.pk == deposit.person_id:
        raise DepositRefused(_("This deposit is your own: somebody else must mark it."))


def _check_size(deposit: Deposit, arrived: Money) -> None:
    most = max(deposit.asked, settings.RULES.maximum_deposit)
    if arrived > most:
        words = _("%(arrived)s is more than a deposit can be: %(most)s. Look at the sum once more.")
        raise DepositRefused(words % {"arrived": arrived, "most": most})


def waits_for_second(deposit: Deposit) -> bool:
    """Whether one person of the staff saw money that is not taken in yet."""
    return deposit.seen > _taken_in(deposit)


def _is_seen(deposit: Deposit, arrived: Money, by: User) -> bool:
    """Whether enough people saw this much. The first of two is noted; what they saw before, and do not now, is not."""
    first = deposit.seen_by if waits_for_second(deposit) else None
    takes_two = arrived > settings.RULES.four_eyes_deposit
    if first is None and not takes_two:
        return True
    if first and first != by:
        if deposit.seen != arrived:
            seen = {"name": first.public_name, "seen": deposit.seen}
            raise DepositRefused(_("%(name)s saw %(seen)s. Look together at how much arrived.") % seen)
        return True
    if first == by and deposit.seen == arrived:
        raise DepositRefused(_("You have seen this money already. Somebody else must see it too."))
    deposit.seen_by, deposit.seen = (by, arrived) if takes_two else (None, Money(0))
    deposit.save(update_fields=["seen_by", "seen"])
    return not takes_two


def _keep_word(deposit: Deposit, what: str, by: User, now: datetime) -> None:
    said = {"by": by.pk}
    if deposit.seen == deposit.amount and deposit.seen_by_id:
        said["seen_by"] = deposit.seen_by_id
    told = {"payload": said, "received_at": now, "applied_at": now, "outcome": deposit.state}
    RailEvent.objects.get_or_create(rail=deposit.rail, event_id=f"{deposit.public_id}:{what}", defaults=told)


def chase(*, now: datetime) -> int:
    """Ask the rails how deposits stand that are due to be asked about, and close those that never arrived; how many.

    So a lost webhook loses nothing. A deposit is closed only after its rail has answered, and asked about for some
    weeks more where money may still come. A rail that is silent is left in peace until the next time, so that waiting
    for it does not hold up the other jobs.
    """
    asked, silent = 0, Counter[str]()
    for deposit in Deposit.objects.filter(ask_at__lte=now).order_by("ask_at", "pk").iterator():
        if silent[deposit.rail] == PATIENCE:
            continue
        asked += 1
        try:
            if not ask(deposit, now=now):
                silent[deposit.rail] += 1
            elif deadlines.closes_at(deposit) <= now:
                _expire(deposit, now)
        except Exception:
            log.exception("deposit %s could not be chased", deposit.public_id)
        deposit.refresh_from_db(fields=["state", "amount"])
        Deposit.objects.filter(pk=deposit.pk).update(ask_at=_asked_next(deposit, now))
    return asked


def _asked_next(deposit: Deposit, now: datetime) -> datetime | None:
    age, facts = now - deposit.started_at, rails.facts(deposit.rail)
    if deposit.state == State.STARTED:
        soon = now + OPEN_PAUSES[0]
        return max(soon, min(now + deadlines.pause(age, OPEN_PAUSES), deadlines.closes_at(deposit)))
    may_change = facts.more_may_arrive or deposit.state not in ARRIVED or _known_in_part(deposit)
    if facts.by_hand or not may_change or age >= WATCHED:
        return None
    return now + deadlines.pause(age, CLOSED_PAUSES)


def _expire(deposit: Deposit, now: datetime) -> None:
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if locked.can_become(State.EXPIRED):
            locked.closed_at = now
            locked.move_to(State.EXPIRED, "closed_at")
            news.never_arrived(locked, by_mail=rails.facts(locked.rail).by_hand, now=now)
