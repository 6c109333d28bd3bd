"""What the market owes its people, and what the operator holds at the rails: the two sides of the open books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Sum

from picomarket.lib.money import Money, total
from wallet import rails

from . import funds, ledger
from .models import Account, AccountKind, FundsRecord, Seal, Transfer

# In thousandths: what is held for each dollar owed.
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Owed:
    """What people have here, by what it is for."""

    earned: Money
    spendable: Money
    escrow: Money
    promo: Money
    on_the_way: Money

    @property
    def total(self) -> Money:
        return total([self.earned, self.spendable, self.escrow, self.promo, self.on_the_way])


@dataclass(frozen=True, slots=True)
class AtRail:
    """What the operator's account at one rail held at a time, said by the rail itself or recorded by the operator.

    ``moved`` is what came in by the books since then, less what went out; ``old`` says that the record is too old to
    lean on.
    """

    rail: str
    amount: Money
    at: datetime
    said_by_rail: bool
    moved: Money
    old: bool

    @property
    def now(self) -> Money:
        """What should be there by now."""
        return self.amount + self.moved


@dataclass(frozen=True, slots=True)
class Solvency:
    """Both sides. ``missing`` are rails money went through of which nothing is recorded, ``overdrawn`` what more went
    out there than came in by the books: it must have come from the others."""

    owed: Owed
    held: list[AtRail]
    missing: list[str]
    overdrawn: Money

    @property
    def total(self) -> Money:
        return Money(total(one.now for one in self.held) - self.overdrawn)

    @property
    def old(self) -> bool:
        """Whether a record is so old that nothing should be claimed by it."""
        return any(one.old for one in self.held)

    @property
    def more(self) -> Money:
        """What is held beyond what is owed; nothing where it is less."""
        return Money(max(self.total - self.owed.total, 0)).floor_to_cents()

    @property
    def less(self) -> Money:
        """What is wanting; nothing where there is enough."""
        return Money(max(self.owed.total - self.total, 0))

    @property
    def percent(self) -> str:
        """What is held in percent of what is owed, rounded down to a tenth; empty where nothing is owed."""
        if not self.owed.total:
            return ""
        whole, tenth = divmod(int(self.total) * THOUSAND // int(self.owed.total), 10)
        return f"{whole}.{tenth}"


def look(*, now: datetime) -> Solvency:
    """Both sides now: one sum over the pots of people and tasks, and the latest record of each rail with what the
    ledger says moved there since."""
    records = funds.latest()
    held = [_at_rail(row, now) for row in records.values()]
    used = set(Account.objects.filter(kind=AccountKind.EXTERNAL).values_list("owner_id", flat=True))
    missing = [code for code, number in rails.ACCOUNT_NUMBERS.items() if number in used and code not in records]
    went_out = (ledger.balance_of(ledger.external(rails.account_number(code))) for code in missing)
    return Solvency(owed(), held, missing, overdrawn=total(max(more, Money(0)) for more in went_out))


def _at_rail(row: FundsRecord, now: datetime) -> AtRail:
    old = row.at <= now - timedelta(days=settings.RULES.funds_days)
    return AtRail(row.rail, row.amount, row.at, row.by_id is None, moved=_moved_since(row), old=old)


def _moved_since(row: FundsRecord) -> Money:
    """What came in through a rail since its record, less what went out. Lines sealed before it are not looked at."""
    upto = Seal.objects.filter(sealed_at__lte=row.at).aggregate(last=Max("upto"))["last"] or 0
    account = Account.objects.filter(kind=AccountKind.EXTERNAL, owner_id=rails.account_number(row.rail)).first()
    if account is None:
        return Money(0)
    since = Transfer.objects.filter(pk__gt=upto, at__gt=row.at)
    came, went = (since.filter(**{side: account}).aggregate(sum=Sum("amount"))["sum"] for side in ("debit", "credit"))
    return Money((came or 0) - (went or 0))


def owed() -> Owed:
    sums = dict(Account.objects.filter(derived=False).values_list("kind").annotate(Sum("balance")))
    return Owed(
        earned=Money(sums.get(AccountKind.EARNED, 0)),
        spendable=Money(sums.get(AccountKind.SPENDABLE, 0)),
        escrow=Money(sums.get(AccountKind.ESCROW, 0) + sums.get(AccountKind.OFFER, 0)),
        promo=Money(sums.get(AccountKind.PROMO, 0)),
        on_the_way=ledger.balance_of(ledger.IN_FLIGHT),
    )
