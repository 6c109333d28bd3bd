"""Money out, step by step and restartable at every line: request, gather, send, settle.

The money is held in flight from the request on. A payout's ``public_id`` is the key its rail is given; it is stored
and committed before the rail is called, and an unknown outcome is looked up by it, never guessed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inbox import notices
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from picomarket.lib.states import came_from
from picomarket.lib.sweeps import sweep
from wallet import rails
from wallet.rails.interface import Fate, Item, Outcome, Rail, RailRefused, RailSilent, Words

from . import ledger, methods, runs
from .models import Payout, PayoutBatch, TransferKind

log = logging.getLogger(__name__)

# A call this large still answers in seconds, and a silent one leaves no more than this many to look up.
ITEMS_PER_CALL = 500
# A call may still be under way for this long; asking sooner would find nothing yet.
CHASE_AFTER = timedelta(minutes=1)

State = Payout.State


class PayoutRefused(Refused):
    """A payout below the least, a second one at a time, or one that has already left."""


class PayoutUnknown(Exception):
    """A rail speaks of a payout nobody asked for."""


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
            hold = ledger.Entry(
                TransferKind.PAYOUT_HOLD, payout.pk, ledger.earned(payout.person_id), ledger.IN_FLIGHT, amount
            )
            ledger.post([hold], now=now)
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
        ledger.post([_back(payout)], now=now)
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
        batch = PayoutBatch.objects.create(rail=rail, gathered_at=now)
        Payout.objects.filter(pk__in=keys).update(state=State.GATHERED, batch=batch, gathered_at=now)
    return batch


def send(batch: PayoutBatch, *, now: datetime) -> None:
    """Send a gathered batch through its rail and settle what the rail answers; a batch goes once.

    The payouts are marked as sent and committed before the rail is called; must not run inside a transaction.
    What the rail leaves unsaid stays sent, and ``chase`` asks by its key.
    """
    rail = rails.find(batch.rail)
    if rail is not None and _mark_sent(batch, now):
        _send_each(rail, batch.payouts.filter(state=State.SENT).order_by("pk"), now)


def _mark_sent(batch: PayoutBatch, now: datetime) -> bool:
    with transaction.atomic():
        locked = PayoutBatch.objects.select_for_update().get(pk=batch.pk)
        if not locked.can_become(PayoutBatch.State.SENT):
            return False
        locked.sent_at = now
        locked.move_to(PayoutBatch.State.SENT, "sent_at")
        locked.payouts.filter(state__in=came_from(Payout, State.SENT)).update(state=State.SENT, sent_at=now)
    return True


def _send_each(rail: Rail, payouts: Iterable[Payout], now: datetime) -> None:
    for part in _parts(list(payouts)):
        _send_part(rail, part, now)


def _send_part(rail: Rail, payouts: Sequence[Payout], now: datetime) -> None:
    items = [Item(key=one.public_id, amount=one.amount, destination=one.destination) for one in payouts]
    try:
        outcomes = rail.send(items)
    except RailRefused as refusal:
        log.warning(
            "%s payouts by %s, the first %s, are refused: %s", len(items), rail.facts.code, items[0].key, refusal
        )
        half = len(payouts) // 2
        for fewer in (payouts[:half], payouts[half:]) if half else ():
            _send_part(rail, fewer, now)
    except RailSilent as silence:
        log.warning("%s payouts by %s: the rail is silent: %s", len(items), rail.facts.code, silence)
    else:
        _settle_each(outcomes, rail, now)


def _settle_each(outcomes: Sequence[Outcome], rail: Rail, now: datetime) -> None:
    """Settle them all at once; one that cannot be settled is left out and logged, and asked for again."""
    sweep(outcomes, lambda some: len(settle(some, rail=rail.facts.code, now=now)))


def chase(*, now: datetime) -> int:
    """Ask the rails by key for payouts whose outcome is unknown; how many were asked for.

    A batch that a stopped run gathered and never sent is sent first. A payout its rail has never seen was lost on the
    way and goes again under the same key. Must not run inside a transaction.
    """
    _send_gathered(before=now - CHASE_AFTER, now=now)
    asked = 0
    for rail in rails.offered().values():
        unknown = Payout.objects.filter(rail=rail.facts.code, state=State.SENT, sent_at__lte=now - CHASE_AFTER)
        for part in _parts(list(unknown.order_by("pk"))):
            asked += len(part)
            try:
                _chase(rail, part, now)
            except RailSilent as silence:
                log.warning("%s payouts by %s: the rail is silent: %s", len(part), rail.facts.code, silence)
            except Exception:
                log.exception("%s payouts by %s could not be chased", len(part), rail.facts.code)
    return asked


def _chase(rail: Rail, payouts: Sequence[Payout], now: datetime) -> None:
    outcomes = rail.look_up([payout.public_id for payout in payouts])
    _settle_each(outcomes, rail, now)
    unseen = {outcome.key for outcome in outcomes if outcome.fate == Fate.UNSEEN}
    _send_each(rail, (payout for payout in payouts if payout.public_id in unseen), now)


def settle(outcomes: Iterable[Outcome], *, rail: str, now: datetime) -> list[Payout]:
    """Bring payouts to what their rail says of them, each once; the payouts that moved.

    Paid: in flight → outside. Failed: in flight → earned. Both tell the person. Anything else changes nothing, nor
    does another amount than was sent: that is for people to look into.
    Raises PayoutUnknown for a key that is not one of this rail's payouts.
    """
    said = {outcome.key: outcome for outcome in outcomes if outcome.fate in (Fate.PAID, Fate.FAILED)}
    with transaction.atomic():
        rows = Payout.objects.filter(rail=rail, public_id__in=said).order_by("pk").select_related("person")
        found = {payout.public_id: payout for payout in rows.select_for_update(no_key=True, of=("self",))}
        if unknown := said.keys() - found.keys():
            raise PayoutUnknown(", ".join(sorted(unknown)))
        moved = [payout for key, payout in found.items() if _close(payout, said[key], now)]
        Payout.objects.bulk_update(moved, ["state", "reference", "failure", "closed_at"], batch_size=ITEMS_PER_CALL)
        ledger.post((_out(one) if one.state == State.PAID else _back(one) for one in moved), now=now)
        notices.tell_each(map(_notice, moved), mail=True, now=now)
        _finish_batches({payout.batch_id for payout in moved if payout.batch_id}, now)
    return moved


def _close(payout: Payout, outcome: Outcome, now: datetime) -> bool:
    state = State.PAID if outcome.fate == Fate.PAID else State.RETURNED
    if not payout.can_become(state):
        if payout.state != state:
            log.error("payout %s is %s, its rail now says %s", payout.public_id, payout.state, outcome.fate)
        return False
    if state == State.PAID and outcome.amount not in (None, payout.amount):
        log.error("payout %s of %s: its rail says %s was paid", payout.public_id, payout.amount, outcome.amount)
        return False
    payout.state, payout.closed_at = state, now
    payout.reference, payout.failure = outcome.reference[:100], outcome.reason[:200]
    return True


def _out(payout: Payout) -> ledger.Entry:
    outside = ledger.external(rails.account_number(payout.rail))
    return ledger.Entry(TransferKind.PAYOUT_PAID, payout.pk, ledger.IN_FLIGHT, outside, payout.amount)


def _back(payout: Payout) -> ledger.Entry:
    pocket = ledger.earned(payout.person_id)
    return ledger.Entry(TransferKind.PAYOUT_RETURNED, payout.pk, ledger.IN_FLIGHT, pocket, payout.amount)


def _notice(payout: Payout) -> tuple[User, Words, Words, str]:
    if payout.state == State.PAID:
        subject = format_lazy(gettext_lazy("Your payout of {amount} is paid"), amount=payout.amount)
        body = format_lazy(gettext_lazy("It went to {destination}."), destination=payout.destination)
    else:
        subject = format_lazy(gettext_lazy("Your payout of {amount} failed"), amount=payout.amount)
        text = gettext_lazy("The money is back in your balance. The reason: {reason}")
        body = format_lazy(text, reason=payout.failure or gettext_lazy("none was given."))
    return payout.person, subject, body, payout.get_absolute_url()


def _finish_batches(keys: set[int], now: datetime) -> None:
    # Locked first: of two that settle the last payouts at once, the second sees what the first did.
    for batch in PayoutBatch.objects.filter(pk__in=keys).order_by("pk").select_for_update():
        open_payouts = batch.payouts.filter(state=State.SENT)
        if batch.can_become(PayoutBatch.State.SETTLED) and not open_payouts.exists():
            batch.settled_at = now
            batch.move_to(PayoutBatch.State.SETTLED, "settled_at")


def _parts(payouts: Sequence[Payout]) -> Iterator[Sequence[Payout]]:
    for start in range(0, len(payouts), ITEMS_PER_CALL):
        yield payouts[start : start + ITEMS_PER_CALL]
