"""A person's money month by month: what each pocket held, every line, what it holds after. A month is one of the
person's own time zone, and begins with what the one before ended with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import models
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from picomarket.lib import locales
from picomarket.lib.money import Money
from picomarket.lib.months import Month

from . import lines as reading
from . import pockets
from .models import Account, AccountKind, Transfer

# How many lines are put into words at a time.
LINES_AT_ONCE = 2_000

Holdings = dict[str, Money]


@dataclass(frozen=True)
class Booked:
    """A line, and what its pocket held after it."""

    line: reading.Line
    balance: Money


@dataclass(frozen=True)
class Sums:
    """One pocket over a month."""

    pocket: str
    opening: Money
    came: Money
    went: Money

    @property
    def closing(self) -> Money:
        return self.opening + self.came - self.went


@dataclass(frozen=True)
class Listed:
    """A month in the list of them, with how many movements it saw."""

    month: Month
    movements: int


def months(person: User, *, now: datetime) -> list[Listed]:
    """Every month since the person joined, or since their first line, the latest first."""
    seen = {
        Month(row["first"].year, row["first"].month): row["count"]
        for row in _touching(_accounts(person))
        .annotate(first=TruncMonth("at", tzinfo=person.tz))
        .values("first")
        .annotate(count=Count("pk"))
    }
    month, oldest = Month.of(now, person.tz), min([Month.of(person.date_joined, person.tz), *seen])
    found = []
    while month >= oldest:
        found.append(Listed(month, seen.get(month, 0)))
        month = month.before
    return found


def first_month(person: User) -> Month:
    """The one in which they joined, or that of their first line where that came before."""
    first = _touching(_accounts(person)).aggregate(at=Min("at"))["at"]
    return Month.of(min(person.date_joined, first or person.date_joined), person.tz)


def zone(person: User, month: Month) -> str:
    """Whose time the month is in, in words."""
    return locales.zone(person.time_zone, month.since(person.tz), month.until(person.tz) - timedelta(seconds=1))


def sums(person: User, month: Month) -> list[Sums]:
    """Each pocket the person ever used, over this month."""
    accounts = _accounts(person)
    before, during = _up_to(month.since(person.tz)), _within(person, month)
    found = []
    for account in accounts:
        came, went = _moved([account.pk], during)
        was_in, was_out = _moved([account.pk], before)
        found.append(Sums(_name(account), opening=was_in - was_out, came=came, went=went))
    return found


def set_aside(person: User, month: Month) -> list[Sums]:
    """What their tasks and offers held over this month; nothing where none ever held anything.

    It has no lines here: what is paid out of it moves no pocket of the person's.
    """
    pots = list(pockets.escrows(person).values_list("pk", flat=True))
    if not pots:
        return []
    was_in, was_out = _moved(pots, _up_to(month.since(person.tz)))
    came, went = _moved(pots, _within(person, month))
    return [Sums(str(reading.Pocket.ESCROW.label), opening=was_in - was_out, came=came, went=went)]


def booked(person: User, month: Month) -> Iterator[Booked]:
    """Every line of a month in order, each with what its pocket held after it; however many, a few at a time."""
    holdings = {one.pocket: one.opening for one in sums(person, month)}
    return _booked(transfers(person, month).iterator(chunk_size=LINES_AT_ONCE), person, holdings)


def page(person: User, month: Month, *, start: int, end: int) -> list[Booked]:
    """Some of a month's lines, with the balances that follow from all before them."""
    found = transfers(person, month)
    earlier = Q(pk__in=found[:start].values("pk"))
    holdings = {}
    for account, one in zip(_accounts(person), sums(person, month), strict=True):
        came, went = _moved([account.pk], earlier) if start else (0, 0)
        holdings[one.pocket] = one.opening + came - went
    return list(_booked(found[start:end], person, holdings))


def transfers(person: User, month: Month) -> models.QuerySet[Transfer]:
    """What moved the person's money in a month, the first first."""
    found = _touching(_accounts(person)).filter(_within(person, month))
    return found.select_related("debit", "credit").order_by("at", "pk")


def _booked(found: Iterable[Transfer], person: User, holdings: Holdings) -> Iterator[Booked]:
    rest = iter(found)
    while some := list(islice(rest, LINES_AT_ONCE)):
        for line in reading.read(some, person=person):
            holdings[line.pocket] = holdings.get(line.pocket, Money(0)) + line.amount
            yield Booked(line, holdings[line.pocket])


def _accounts(person: User) -> list[Account]:
    own = Account.objects.filter(owner_id=person.pk, kind__in=reading.KINDS[""])
    return list(own.order_by("kind"))


def _name(account: Account) -> str:
    return str(AccountKind(account.kind).label)


def _touching(accounts: Sequence[Account]) -> models.QuerySet[Transfer]:
    return Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))


def _up_to(moment: datetime) -> Q:
    return Q(at__lt=moment)


def _within(person: User, month: Month) -> Q:
    return Q(at__gte=month.since(person.tz), at__lt=month.until(person.tz))


def _moved(accounts: Sequence[int], when: Q) -> tuple[Money, Money]:
    """What came into accounts, by their keys, and what went out of them then."""
    both = Transfer.objects.filter(when).filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    given = both.aggregate(
        came=Sum("amount", filter=Q(credit__in=accounts), default=0),
        went=Sum("amount", filter=Q(debit__in=accounts), default=0),
    )
    return Money(given["came"]), Money(given["went"])
