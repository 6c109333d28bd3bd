"""After the chaos: all is brought to its end; the bank, the ledger and what people were told are compared."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.apps import apps

from tests import chaos_money, holding
from tests.chaos_world import STAFF, named
from wallet import batches, deposits, holds, ledger, promo, rails, seals
from wallet.demobank.bank import Bank, Checkout
from wallet.demobank.bank import Payout as Paid
from wallet.models import AccountKind, Deposit, Payout, PayoutBatch, Transfer
from wallet.papers import OF_PAYOUTS
from wallet.rails.interface import BadWebhook

CENT = 10_000
State = Payout.State
# What the bank's word means here. What came back may have been heard of before or after it was paid.
MEANS = {
    "paid": {State.PAID},
    "failed": {State.RETURNED},
    "returned": {State.RETURNED, State.REVERSED},
    "pending": {State.SENT},
}


def settle_everything(bank: Bank, *, now: datetime) -> None:
    """By the jobs alone, as if every webhook had been lost; then the bank says again all it ever said."""
    bank.faults.clear()
    bank.fall_due(time.time() + 3600)
    _let_go(now)
    for days in range(1, 4):
        then = now + timedelta(days=days)
        batches.gather(now=then)
        for batch in PayoutBatch.objects.filter(state=PayoutBatch.State.GATHERED):
            _agree(batch, then)
        batches.send_due(now=then + timedelta(hours=2))
        bank.fall_due(time.time() + 3600)
        batches.chase(now=then + timedelta(hours=3))
        deposits.chase(now=then)
        promo.expire(now=then)


def _let_go(now: datetime) -> None:
    for payout in Payout.objects.held():
        holds.release(payout, reason="It was looked at, and all is well.", by=named(STAFF[0]), now=now)


def _agree(batch: PayoutBatch, now: datetime) -> None:
    for name in STAFF:
        batches.approve(batch, by=named(name), now=now)


def tell_again(path: str, *, dice: random.Random, now: datetime) -> list[str]:
    """The bank's whole memory, in any order, and some of it twice; what of it nobody here can place."""
    bodies = [body for body, _copies in chaos_money.told(path, lost_too=True)]
    unknown = []
    for body in dice.sample(bodies, len(bodies)) + bodies[::7]:
        try:
            chaos_money.deliver(body, now=now)
        except BadWebhook as bad:
            unknown.append(f"the bank tells {body}: {bad}")
    return unknown


def seal_all(*, now: datetime) -> None:
    while seals.unsealed():
        seals.seal(now=now)


# -- what does not agree, in sentences


def wrong(bank: Bank) -> list[str]:
    return [*books(), *paid_out(bank), *taken_in(bank), *outside(bank)]


def books() -> Iterator[str]:
    yield from holding.discrepancies(thorough=True)
    yield from (str(fault) for _seal, fault in seals.walk() if fault)
    if seals.unsealed():
        yield f"{seals.unsealed()} lines are not sealed"


def unsettled(bank: Bank) -> Iterator[str]:
    """What the jobs alone must have brought to its end, whatever was lost on the way."""
    short = {paid.key for paid in odd(bank)}
    for payout in Payout.objects.on_the_way().filter(rail=chaos_money.BANK).exclude(public_id__in=short):
        there = next((paid for paid in bank.all_payouts() if paid.key == payout.public_id), None)
        yield f"payout {payout.public_id} of {payout.amount} is still {payout.state}; the bank says {there}"
    for checkout in bank.checkouts():
        made = Deposit.objects.filter(public_id=checkout.key).first()
        if made is None or (made.state == Deposit.State.STARTED and checkout.state != "open"):
            yield f"the bank has {checkout.state} for deposit {checkout.key}, the market {made and made.state}"


def odd(bank: Bank) -> list[Paid]:
    """What the bank paid another sum of than it was asked to: people decide about it."""
    asked = {payout.public_id: payout.arrives // CENT for payout in Payout.objects.all()}
    return [paid for paid in bank.all_payouts() if paid.state != "failed" and paid.cents != asked.get(paid.key)]


def paid_out(bank: Bank) -> Iterator[str]:
    """Each payout and refund left once, with its sum, as the books say; and none that the books do not know."""
    here = {payout.public_id: payout for payout in Payout.objects.filter(rail=chaos_money.BANK)}
    there = {paid.key: paid for paid in bank.all_payouts()}
    short = {paid.key for paid in odd(bank)}
    for key in short:
        if there[key].state == "paid" and here[key].state == State.RETURNED:
            yield f"payout {key}: paid {there[key].cents} cents at the bank, here all of it was given back"
    for key in there.keys() - short:
        paid, payout = there[key], here.get(key)
        if payout is None or payout.state not in MEANS[paid.state]:
            yield f"payout {key}: {paid.state} at the bank, here {payout and payout.state}"
    for key, payout in here.items():
        if payout.state in (State.PAID, State.REVERSED) and key not in there:
            yield f"payout {key}: {payout.state} here, unknown to the bank"


def taken_in(bank: Bank) -> Iterator[str]:
    """Each deposit took in what the bank received for it, and gave back what the bank took back."""
    made = {deposit.public_id: deposit for deposit in Deposit.objects.filter(rail=chaos_money.BANK)}
    arrived = (Deposit.State.SETTLED, Deposit.State.REVERSED)
    for checkout in bank.checkouts():
        deposit = made.pop(checkout.key, None)
        if deposit is None:
            yield f"deposit {checkout.key} is unknown here"
            continue
        came = deposit.amount // CENT if deposit.state in arrived else 0
        gone = deposits.taken_back(deposit) // CENT
        if (came, gone) != (checkout.received, checkout.received if checkout.state == "charged_back" else 0):
            yield _differs(checkout, came, gone)
    yield from (f"deposit {key} arrived, the bank never heard of it" for key in made if made[key].state in arrived)


def _differs(checkout: Checkout, came: int, gone: int) -> str:
    there = f"{checkout.state}, {checkout.received} cents"
    return f"deposit {checkout.key}: the bank says {there}; here {came} came and {gone} went back"


def outside(bank: Bank) -> Iterator[str]:
    """The rail's account in the ledger is what the bank holds for the market, to the cent."""
    left_alone = odd(bank)
    there = bank.balance() + sum(paid.fee + (paid.cents if paid.state == "paid" else 0) for paid in left_alone)
    rail = ledger.external(rails.account_number(chaos_money.BANK))
    here = _went_out([paid.key for paid in left_alone]) - ledger.balance_of(rail)
    if here != there * CENT:
        yield f"but for {len(left_alone)} odd payouts the bank holds {there} cents; the ledger says {here}"


def _went_out(keys: list[str]) -> int:
    """What left by these payouts, less what came back, as the ledger has it."""
    refs = list(Payout.objects.filter(public_id__in=keys).values_list("pk", flat=True))
    lines = Transfer.objects.filter(ref__in=refs, kind__in=OF_PAYOUTS).values_list("amount", flat=True)
    out, back = lines.filter(credit__kind=AccountKind.EXTERNAL), lines.filter(debit__kind=AccountKind.EXTERNAL)
    return sum(out) - sum(back)


def lost(told: Iterable[str]) -> list[str]:
    """Rows somebody was told of, as ``app.Model:key``, that are not there."""
    by_model: dict[str, set[int]] = {}
    for name in told:
        label, _colon, key = name.partition(":")
        by_model.setdefault(label, set()).add(int(key))
    there = {label: set(apps.get_model(label)._default_manager.values_list("pk", flat=True)) for label in by_model}
    return sorted(f"{label}:{key}" for label, keys in by_model.items() for key in keys - there[label])
