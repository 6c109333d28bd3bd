"""A task's money: set aside when it is published, paid out slot by slot, the rest returned.

Approved slots are paid by ``wallet_pay_slots`` in PostgreSQL, as a part of approving: the net reward to the worker,
both commissions to the house, and of these the referrers' shares. It is one call to the ledger, so that all accounts
are taken in one order: people who brought one another may be paid at once without waiting in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from picomarket.lib.money import Money

from . import ledger, promo
from .commission import Price
from .ledger import Entry
from .models import Transfer, TransferKind

# The kinds whose ``ref`` is a submission.
OF_A_SLOT = (
    TransferKind.SLOT_REFUND,
    TransferKind.REWARD,
    TransferKind.EMPLOYER_COMMISSION,
    TransferKind.WORKER_COMMISSION,
    TransferKind.REFERRAL_SHARE,
    TransferKind.DISPUTE_AWARD,
    TransferKind.SCREEN_OUT,
)


@dataclass(frozen=True, slots=True)
class SlotPaid:
    """One submission that is paid: whose task's escrow pays which worker, at what price."""

    submission_id: int
    task_id: int
    worker_id: int
    price: Price


@dataclass(frozen=True, slots=True)
class SlotReturned:
    """What comes back to an employer: ``ref`` is the submission of one slot, or the task itself."""

    ref: int
    task_id: int
    employer_id: int
    amount: Money


def open_task(task_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Fund a task: promo credit first, then spendable → escrow, once. Raises InsufficientFunds."""
    return _fund(TransferKind.ESCROW_OPEN, task_id, task_id, employer_id, amount, now)


def top_up(top_up_id: int, *, task_id: int, employer_id: int, amount: Money, now: datetime) -> bool:
    """Fund slots added to a task: promo credit first, then spendable → escrow, once per top-up.

    Raises InsufficientFunds.
    """
    return _fund(TransferKind.ESCROW_TOP_UP, top_up_id, task_id, employer_id, amount, now)


def _fund(kind: TransferKind, ref: int, task_id: int, employer_id: int, amount: Money, now: datetime) -> bool:
    with transaction.atomic():
        credit = promo.to_spend_first(employer_id, amount)
        # How it was shared the first time is not how it would be shared now.
        if Transfer.objects.filter(kind=kind, ref=ref).exists():
            return False
        pot = ledger.escrow(task_id)
        own = Entry(kind, ref, ledger.spendable(employer_id), pot, amount - credit)
        return ledger.post([own, Entry(kind, ref, ledger.promo(employer_id), pot, credit, leg=2)], now=now)


def pay_bonus(bonus_id: int, *, employer_id: int, worker_id: int, amount: Money, now: datetime) -> bool:
    """A present from the employer, free of commission: spendable → earned, once. Raises InsufficientFunds."""
    pots = ledger.spendable(employer_id), ledger.earned(worker_id)
    return ledger.post([Entry(TransferKind.BONUS, bonus_id, *pots, amount)], now=now)


def pay_bonuses(given: Iterable[tuple[int, int, Money]], *, employer_id: int, now: datetime) -> bool:
    """Many of them at once: each a bonus, its worker and its sum. All or none. Raises InsufficientFunds."""
    source = ledger.spendable(employer_id)
    entries = [Entry(TransferKind.BONUS, ref, source, ledger.earned(worker), sum_) for ref, worker, sum_ in given]
    return ledger.post(entries, now=now)


def refund_task(task_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Return what a stopped task's unclaimed slots held: escrow → spendable, once.

    Where promo credit went in, the employer's own money comes back first, up to what went in, then promo credit.
    """
    kind, refund = TransferKind.ESCROW_REFUND, SlotReturned(task_id, task_id, employer_id, amount)
    return ledger.post(_refunds(kind, [refund]), now=now)


def refund_slots(slots: Iterable[SlotReturned], *, now: datetime) -> bool:
    """Return slots of stopped tasks one by one, once per submission, as ``refund_task`` does."""
    return ledger.post(_refunds(TransferKind.SLOT_REFUND, list(slots)), now=now)


def _refunds(kind: TransferKind, all_of_it: Sequence[SlotReturned]) -> Iterator[Entry]:
    left = promo.own_left({one.task_id for one in all_of_it}) if all_of_it else {}
    # How it was shared the first time is not how it would be shared now.
    again = Transfer.objects.filter(kind=kind, ref__in=[one.ref for one in all_of_it]).values_list("ref", flat=True)
    done = set(again) if left else set()
    for one in all_of_it:
        if one.ref in done:
            continue
        own = min(one.amount, left.get(one.task_id, one.amount))
        if one.task_id in left:
            left[one.task_id] -= own
        source = ledger.escrow(one.task_id)
        yield Entry(kind, one.ref, source, ledger.spendable(one.employer_id), own)
        yield Entry(kind, one.ref, source, ledger.promo(one.employer_id), one.amount - own, leg=2)


def award(slot: SlotPaid, *, employer_id: int, rest: Money, now: datetime) -> bool:
    """Pay a part for a disputed submission, once: ``slot.price`` is that part, ``rest`` what is left of its slot.

    Escrow → the worker's earned pocket and the house; the rest → the employer, as ``refund_slots`` does.
    """
    return _pay_part(slot, kind=TransferKind.DISPUTE_AWARD, employer_id=employer_id, rest=rest, now=now)


def screen_out(slot: SlotPaid, *, employer_id: int, rest: Money, now: datetime) -> bool:
    """Pay a worker who does not qualify for finding out, once, as ``award`` does."""
    return _pay_part(slot, kind=TransferKind.SCREEN_OUT, employer_id=employer_id, rest=rest, now=now)


def _pay_part(slot: SlotPaid, *, kind: TransferKind, employer_id: int, rest: Money, now: datetime) -> bool:
    source, ref, price = ledger.escrow(slot.task_id), slot.submission_id, slot.price
    part = [
        Entry(kind, ref, source, ledger.earned(slot.worker_id), price.receives),
        *_commissions(slot),
    ]
    returned = SlotReturned(ref, slot.task_id, employer_id, rest)
    return ledger.post([*part, *_refunds(TransferKind.SLOT_REFUND, [returned])], now=now)


def _commissions(slot: SlotPaid) -> Iterator[Entry]:
    source, ref, price = ledger.escrow(slot.task_id), slot.submission_id, slot.price
    yield Entry(TransferKind.EMPLOYER_COMMISSION, ref, source, ledger.REVENUE, price.employer_commission)
    yield Entry(TransferKind.WORKER_COMMISSION, ref, source, ledger.REVENUE, price.worker_commission)


def held(task_id: int) -> Money:
    """What a task's escrow holds now."""
    return ledger.balance_of(ledger.escrow(task_id))


def moved(submission_id: int) -> list[Transfer]:
    """Every transfer one submission's slot has caused, in order."""
    rows = Transfer.objects.filter(ref=submission_id, kind__in=OF_A_SLOT)
    return list(rows.select_related("debit", "credit").order_by("pk"))
