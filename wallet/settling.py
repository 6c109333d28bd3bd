"""What became of money on its way out: each payout and refund brought to what its rail says, once, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox import notices
from inbox.topics import Topic
from picomarket.lib import statements
from picomarket.lib.money import Money
from wallet import rails
from wallet.rails.interface import Fate, Outcome, Words

from . import contradictions, event_words, ledger
from .models import Payout, PayoutBatch, Transfer, TransferKind

CHANGED = ["state", "reference", "failure", "closed_at", "came_back_at"]
SAYS_NOTHING = (Fate.WAITING, Fate.UNSEEN)

State = Payout.State
Purpose = Payout.Purpose

HOLD = {Purpose.PAYOUT: TransferKind.PAYOUT_HOLD, Purpose.REFUND: TransferKind.REFUND_HOLD}
PAID = {Purpose.PAYOUT: TransferKind.PAYOUT_PAID, Purpose.REFUND: TransferKind.REFUND_PAID}
RETURNED = {Purpose.PAYOUT: TransferKind.PAYOUT_RETURNED, Purpose.REFUND: TransferKind.REFUND_RETURNED}
REVERSED = {Purpose.PAYOUT: TransferKind.PAYOUT_REVERSED, Purpose.REFUND: TransferKind.REFUND_REVERSED}


class PayoutUnknown(Exception):
    """A rail speaks of a payout nobody asked for."""


def settle(outcomes: Iterable[Outcome], *, rail: str, now: datetime) -> list[Payout]:
    """Bring payouts to what their rail says of them, each once; the payouts that moved.

    Paid: in flight → outside, its fee → the house. Failed: in flight → the pocket it came from. Reversed after it was
    paid: outside → that pocket; reversed before we heard that it was paid: as failed. Each tells the person. What
    sending cost is booked once, whichever news tells it. What contradicts the books, in the state or the amount,
    moves nothing and is noted for people to look into.
    Raises PayoutUnknown for a key that is not one of this rail's payouts.
    """
    said = {outcome.key: outcome for outcome in outcomes if outcome.fate not in SAYS_NOTHING}
    with transaction.atomic():
        rows = Payout.objects.filter(rail=rail, public_id__in=said).order_by("pk").select_related("person")
        found = {payout.public_id: payout for payout in rows.select_for_update(no_key=True, of=("self",))}
        if unknown := said.keys() - found.keys():
            raise PayoutUnknown(", ".join(sorted(unknown)))
        moved = [payout for key, payout in found.items() if _close(payout, said[key], now)]
        statements.save_all(moved, *CHANGED)
        entries = [entry for one in moved for entry in legs(one, cost=said[one.public_id].cost)]
        keys = {one.public_id for one in moved}
        entries += _costs_heard_late([one for key, one in found.items() if key not in keys], said)
        ledger.post(entries, now=now)
        notices.tell_each(map(_notice, moved), mail=True, topic=Topic.MONEY, now=now)
        _finish_batches({payout.batch_id for payout in moved if payout.batch_id}, now)
    return moved


def remember(outcomes: Iterable[Outcome], *, rail: str) -> None:
    """Keep the rail's own names for payouts it has taken and not finished yet."""
    named = {outcome.key: outcome.reference[:100] for outcome in outcomes if outcome.reference}
    rows = list(Payout.objects.filter(rail=rail, public_id__in=named, reference="").only("pk", "public_id"))
    for row in rows:
        row.reference = named[row.public_id]
    statements.save_all(rows, "reference")


def _close(payout: Payout, outcome: Outcome, now: datetime) -> bool:
    state = _state_for(payout, outcome)
    if not payout.can_become(state):
        if not _agrees(payout, outcome):
            contradictions.note(outcome, rail=payout.rail, books=_books(payout), now=now)
        return False
    if state != State.RETURNED and outcome.amount not in (None, payout.arrives):
        contradictions.note(outcome, rail=payout.rail, books=_books(payout), now=now)
        return False
    payout.state, payout.closed_at = state, now
    payout.came_back_at = now if outcome.fate == Fate.REVERSED else None
    payout.reference = outcome.reference[:100] or payout.reference
    payout.failure = outcome.reason[:200]
    return True


def _costs_heard_late(payouts: list[Payout], said: Mapping[str, Outcome]) -> list[ledger.Entry]:
    """What sending cost, of those whose end was known before: booked where it was not booked with their end."""
    told = [one for one in payouts if said[one.public_id].cost and _agrees(one, said[one.public_id])]
    lines = Transfer.objects.filter(kind=TransferKind.RAIL_COST, ref__in=[one.pk for one in told])
    booked = set(lines.values_list("ref", flat=True)) if told else set()
    return [_cost(one, said[one.public_id].cost) for one in told if one.pk not in booked]


def _cost(payout: Payout, cost: Money) -> ledger.Entry:
    outside = ledger.external(rails.account_number(payout.rail))
    return ledger.Entry(TransferKind.RAIL_COST, payout.pk, ledger.RAIL_COSTS, outside, cost)


def _agrees(payout: Payout, outcome: Outcome) -> bool:
    """Whether this is old news: said again, or told out of order, and the money is where it says, all of it."""
    if outcome.fate == Fate.PAID:
        as_sent = outcome.amount in (None, payout.arrives, payout.paid)
        return as_sent and (payout.state == State.PAID or payout.came_back_at is not None)
    return payout.state in (State.RETURNED, State.REVERSED)


def _books(payout: Payout) -> str:
    with translation.override(None):
        return event_words.BOOKS.format(amount=payout.amount - payout.fee, state=payout.get_state_display())


def _state_for(payout: Payout, outcome: Outcome) -> str:
    if outcome.fate == Fate.PAID:
        return State.PAID
    if outcome.fate == Fate.REVERSED and payout.state in (State.PAID, State.REVERSED):
        return State.REVERSED
    return State.RETURNED


def pocket(payout: Payout) -> ledger.Pot:
    """Where the money came from, and goes back to."""
    if payout.purpose == Purpose.REFUND:
        return ledger.spendable(payout.person_id)
    return ledger.earned(payout.person_id)


def hold(payout: Payout) -> ledger.Entry:
    """The money is set aside: pocket → in flight."""
    return ledger.Entry(HOLD[Purpose(payout.purpose)], payout.pk, pocket(payout), ledger.IN_FLIGHT, payout.amount)


def legs(payout: Payout, *, cost: Money | int = 0) -> Iterator[ledger.Entry]:
    """The transfers that a payout's state means, once it has left the queue for good."""
    purpose, outside = Purpose(payout.purpose), ledger.external(rails.account_number(payout.rail))
    if payout.state == State.PAID:
        yield ledger.Entry(PAID[purpose], payout.pk, ledger.IN_FLIGHT, outside, payout.amount - payout.fee)
        yield ledger.Entry(TransferKind.PAYOUT_FEE, payout.pk, ledger.IN_FLIGHT, ledger.REVENUE, payout.fee)
    elif payout.state == State.REVERSED:
        yield ledger.Entry(REVERSED[purpose], payout.pk, outside, pocket(payout), payout.amount - payout.fee)
    else:
        yield ledger.Entry(RETURNED[purpose], payout.pk, ledger.IN_FLIGHT, pocket(payout), payout.amount)
    if payout.state != State.REVERSED:
        # Also of one that came back before it was heard of as paid; of one heard of, it was posted then.
        yield _cost(payout, Money(cost))


def call_off(payout: Payout, *, failure: str = "", now: datetime) -> None:
    """Take a locked payout that was not sent out of its batch and the queue: in flight → the pocket it came from.

    Runs in the caller's transaction. Raises IllegalMove for one that has left.
    """
    if payout.state == State.GATHERED:
        unbatch(payout)
    payout.closed_at, payout.failure = now, failure[:200]
    payout.move_to(State.CANCELLED, "closed_at", "failure")
    ledger.post(legs(payout), now=now)


def unbatch(payout: Payout) -> None:
    """Put a locked payout from its batch back into the queue, at its old place. No money moves."""
    payout.batch = payout.gathered_at = None
    payout.move_to(State.REQUESTED, "batch", "gathered_at")


def _notice(payout: Payout) -> tuple[User, Words, Words, str]:
    subject, body = WORDS[Purpose(payout.purpose)][State(payout.state)]
    if payout.state == State.PAID and payout.rail_paid:
        body = PAID_OTHERWISE
    given = {
        "amount": payout.paid,
        "sent": payout.arrives,
        "rail": rails.facts(payout.rail).label,
        "destination": payout.destination or _("where the deposit came from"),
        "reason": payout.failure or _("none was given."),
    }
    return payout.person, format_lazy(subject, **given), format_lazy(body, **given), payout.get_absolute_url()


PAID_OTHERWISE = _(
    "{rail} was to pay {sent} to {destination} and says that it paid {amount}. Our staff has looked into it. Write to"
    " our support if that is not what you received."
)
WORDS = {
    Purpose.PAYOUT: {
        State.PAID: (_("Your payout of {amount} is paid"), _("It went to {destination}.")),
        State.RETURNED: (
            _("Your payout of {amount} failed"),
            _("The money is back in your balance. The reason: {reason}"),
        ),
        State.REVERSED: (
            _("Your payout of {amount} came back"),
            _("It was paid, and then came back to us. The money is in your balance. The reason: {reason}"),
        ),
    },
    Purpose.REFUND: {
        State.PAID: (_("Your refund of {amount} is paid"), _("It went to {destination}.")),
        State.RETURNED: (
            _("Your refund of {amount} failed"),
            _("The money is back in what you can spend. The reason: {reason}"),
        ),
        State.REVERSED: (
            _("Your refund of {amount} came back"),
            _("It was paid, and then came back to us. The money is in what you can spend. The reason: {reason}"),
        ),
    },
}


def _finish_batches(keys: set[int], now: datetime) -> None:
    # Locked first: of two that settle the last payouts at once, the second sees what the first did.
    for batch in PayoutBatch.objects.filter(pk__in=keys).order_by("pk").select_for_update():
        open_payouts = batch.payouts.filter(state=State.SENT)
        if batch.can_become(PayoutBatch.State.SETTLED) and not open_payouts.exists():
            batch.settled_at = now
            batch.move_to(PayoutBatch.State.SETTLED, "settled_at")
