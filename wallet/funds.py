"""What the operator really holds at each rail: said by the rail where it can, recorded by the operator elsewhere."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from picomarket.lib.money import Money
from picomarket.lib.refusals import Refused
from wallet import rails
from wallet.rails.interface import RailSilent

from .models import FundsRecord

log = logging.getLogger(__name__)


# Before any market: a slip in the year.
FIRST_YEAR = 2000


class FundsRefused(Refused):
    """A record of money at a rail there is not, of less than nothing, or of a time that has not come."""


def record(*, rail: str, amount: Money, at: datetime, by: User, now: datetime, note: str = "") -> FundsRecord:
    """The operator says what an account held at a time. No money of the market moves: everybody can see it.

    Raises FundsRefused as ``check`` does.
    """
    check(rail=rail, amount=amount, at=at, now=now)
    return FundsRecord.objects.create(rail=rail, amount=amount, at=at, by=by, note=note)


def check(*, rail: str, amount: Money, at: datetime, now: datetime) -> None:
    """Raises FundsRefused for an unknown rail, an amount below zero, a time to come and one before any market."""
    if rail not in rails.FACTS:
        raise FundsRefused(_("Choose the rail where the money is."))
    if amount < 0:
        raise FundsRefused(_("An account holds nothing or more."))
    if at > now:
        raise FundsRefused(_("This time has not come yet: say what the account holds now, or held before."))
    if at.year < FIRST_YEAR:
        raise FundsRefused(_("Look at the year: no account here is that old."))


def ask_rails(*, now: datetime) -> list[FundsRecord]:
    """Ask every rail what the market's own account holds, and keep what it says; a rail that cannot say is left out.

    Must not run inside a transaction: it waits for the rails.
    """
    return [kept for code in rails.offered() if (kept := _ask(code, now))]


def _ask(code: str, now: datetime) -> FundsRecord | None:
    rail = rails.find(code)
    try:
        held = rail.funds() if rail else None
    except RailSilent as silence:
        log.warning("funds at %s: the rail is silent: %s", code, silence)
        return None
    if held is None:
        return None
    return FundsRecord.objects.create(rail=code, amount=held, at=now)


def latest() -> dict[str, FundsRecord]:
    """The newest record of each rail that has one, by the rail's code."""
    rows = FundsRecord.objects.order_by("rail", "-at", "-pk").distinct("rail").select_related("by")
    return {row.rail: row for row in rows}
