"""What people owe for deposits that were taken back after they were spent, and how it comes in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from picomarket.lib.sweeps import sweep

from . import ledger, news
from .models import Account, AccountKind, Deposit, TransferKind


def recover(*, now: datetime) -> int:
    """Take what is owed from what its people have to spend by now: spendable → losses; how many deposits got some.

    As much as is there, never out of the earned pocket, until all of the shortfall is back.
    """
    some = Account.objects.filter(kind=AccountKind.SPENDABLE, owner_id=OuterRef("person_id"), balance__gt=0)
    owing = Deposit.objects.filter(Exists(some), recovered__lt=F("shortfall"))
    keys = list(owing.order_by("pk").values_list("pk", flat=True))
    return sum(sweep([key], lambda one: _recover(one, now)) for key in keys)


def _recover(keys: Sequence[int], now: datetime) -> int:
    with transaction.atomic():
        (deposit,) = Deposit.objects.filter(pk__in=keys).select_for_update()
        pocket = ledger.spendable(deposit.person_id)
        amount = min(ledger.locked([pocket])[pocket], deposit.shortfall - deposit.recovered)
        if amount <= 0:
            return 0
        kind, leg = TransferKind.LOSS_RECOVERED, ledger.next_leg(TransferKind.LOSS_RECOVERED, deposit.pk)
        ledger.post([ledger.Entry(kind, deposit.pk, pocket, ledger.LOSSES, amount, leg)], now=now)
        deposit.recovered += amount
        deposit.save(update_fields=["recovered"])
        news.recovered(deposit, amount=amount, now=now)
    return 1
