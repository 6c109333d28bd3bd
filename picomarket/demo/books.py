"""The demo market's books at the end of its sixty days: funds recorded, lines sealed, everything proved."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from picomarket import audit
from picomarket.lib.money import Money
from wallet import funds, ledger, rails, rollups, seals


def open_to_all(*, by: User, now: datetime) -> None:
    """What the open books show: each rail's account holds what came in by it and has not gone out."""
    for code in rails.offered():
        held = -ledger.balance_of(ledger.external(rails.account_number(code)))
        if held > 0:
            at = now - timedelta(hours=5)
            funds.record(rail=code, amount=Money(held), at=at, by=by, now=now, note="Seen on the account's statement.")
    rollups.refresh()
    seals.seal(now=now)
    audit.prove_and_tell(now=now)
