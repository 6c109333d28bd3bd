"""A task's money: set aside when it is published, paid out slot by slot, the rest returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from picomarket.lib.money import Money

from . import ledger
from .commission import Price, Share, share_entry
from .ledger import Entry
from .models import Transfer, TransferKind

# The kinds whose ``ref`` is a submission.
OF_A_SLOT = (
    TransferKind.SLOT_REFUND,
    TransferKind.REWARD,
    TransferKind.EMPLOYER_COMMISSION,
    TransferKind.WORKER_COMMISSION,
    TransferKind.REFERRAL_SHARE,
)


@dataclass(frozen=True, slots=True)
class SlotPaid:
    """One approved submission: whose task's escrow pays which worker, at what price."""

    submission_id: int
    task_id: int
    worker_id: int
    price: Price


@dataclass(frozen=True, slots=True)
class SlotReturned:
    """One slot of a stopped task that nobody will be paid for."""

    submission_id: int
    task_id: int
    employer_id: int
    amount: Money


def open_task(task_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Fund a task: spendable → escrow, once. Raises InsufficientFunds."""
    pots = ledger.spendable(employer_id), ledger.escrow(task_id)
    return ledger.post([Entry(TransferKind.ESCROW_OPEN, task_id, *pots, amount)], now=now)


def top_up(top_up_id: int, *, task_id: int, employer_id: int, amount: Money, now: datetime) -> bool:
    """Fund slots added to a task: spendable → escrow, once per top-up. Raises InsufficientFunds."""
    pots = ledger.spendable(employer_id), ledger.escrow(task_id)
    return ledger.post([Entry(TransferKind.ESCROW_TOP_UP, top_up_id, *pots, amount)], now=now)


def pay_bonus(bonus_id: int, *, employer_id: int, worker_id: int, amount: Money, now: datetime) -> bool:
    """A present from the employer, free of commission: spendable → earned, once. Raises InsufficientFunds."""
    pots = ledger.spendable(employer_id), ledger.earned(worker_id)
    return ledger.post([Entry(TransferKind.BONUS, bonus_id, *pots, amount)], now=now)


def refund_task(task_id: int, *, employer_id: int, amount: Money, now: datetime) -> bool:
    """Return what a stopped task's unclaimed slots held: escrow → spendable, once."""
    pots = ledger.escrow(task_id), ledger.spendable(employer_id)
    return ledger.post([Entry(TransferKind.ESCROW_REFUND, task_id, *pots, amount)], now=now)


def refund_slots(slots: Iterable[SlotReturned], *, now: datetime) -> bool:
    """Return slots of stopped tasks one by one: escrow → spendable, once per submission."""
    return ledger.post(
        (
            Entry(
                TransferKind.SLOT_REFUND,
                slot.submission_id,
                ledger.escrow(slot.task_id),
                ledger.spendable(slot.employer_id),
                slot.amount,
            )
            for slot in slots
        ),
        now=now,
    )


def pay_slots(slots: Iterable[SlotPaid], *, shares: Iterable[Share] = (), now: datetime) -> bool:
    """Pay approved submissions out of escrow: the net reward to the worker, both commissions to the house, and of
    these the referrers' shares.

    One call to the ledger, so that all accounts are taken in one order: people who brought one another may be paid
    at once without waiting in a circle.
    """
    rewards = (entry for slot in slots for entry in _legs(slot))
    return ledger.post([*rewards, *map(share_entry, shares)], now=now)


def _legs(slot: SlotPaid) -> Iterator[Entry]:
    source, ref, price = ledger.escrow(slot.task_id), slot.submission_id, slot.price
    yield Entry(TransferKind.REWARD, ref, source, ledger.earned(slot.worker_id), price.receives)
    yield Entry(TransferKind.EMPLOYER_COMMISSION, ref, source, ledger.REVENUE, price.employer_commission)
    yield Entry(TransferKind.WORKER_COMMISSION, ref, source, ledger.REVENUE, price.worker_commission)


def held(task_id: int) -> Money:
    """What a task's escrow holds now."""
    return ledger.balance_of(ledger.escrow(task_id))


def moved(submission_id: int) -> list[Transfer]:
    """Every transfer one submission's slot has caused, in order."""
    rows = Transfer.objects.filter(ref=submission_id, kind__in=OF_A_SLOT)
    return list(rows.select_related("debit", "credit").order_by("pk"))
