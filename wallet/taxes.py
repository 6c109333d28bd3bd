"""What tax offices ask a marketplace for: per person, year and quarter what was received, charged and how often.

Quarters are of the market's own time zone, the same for everybody. Nothing here decides who owes what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.models import User
from picomarket.lib.money import Money, total, usd
from picomarket.lib.sheets import as_text

from . import invoices
from .models import AccountKind, BillingDetails, TransferKind

QUARTERS = (1, 2, 3, 4)
RECEIVED = (
    *(TransferKind.REWARD, TransferKind.BONUS, TransferKind.DISPUTE_AWARD, TransferKind.REFERRAL_SHARE),
    *(TransferKind.TEST_TRIED, TransferKind.REFERRAL_RELEASED, TransferKind.SCREEN_OUT),
)
# What is paid for a slot, whole or in part: the worker's commission is on a line beside it.
OF_SLOTS = (TransferKind.REWARD, TransferKind.DISPUTE_AWARD, TransferKind.SCREEN_OUT)

# A reward's commission went from the same escrow in the same moment; fees are taken when a payout is paid.
_RECEIVED = """
    WITH paid AS (
        SELECT pot.owner_id AS person, extract(quarter FROM line.at AT TIME ZONE 'UTC')::int AS quarter,
               line.amount, coalesce(charge.amount, 0) AS commission
          FROM wallet_transfer AS line
          JOIN wallet_account AS pot ON pot.id = line.credit_id AND pot.kind = %(earned)s
          LEFT JOIN wallet_transfer AS charge
            ON line.kind = ANY(%(of_slots)s) AND charge.kind = %(commission)s AND charge.ref = line.ref
         WHERE line.kind = ANY(%(received)s) AND line.at >= %(since)s AND line.at < %(until)s
           AND (%(person)s::bigint IS NULL OR pot.owner_id = %(person)s)),
    fees AS (
        SELECT paper.person_id AS person, extract(quarter FROM line.at AT TIME ZONE 'UTC')::int AS quarter,
               line.amount
          FROM wallet_transfer AS line JOIN wallet_payout AS paper ON paper.id = line.ref
         WHERE line.kind = %(fee)s AND line.at >= %(since)s AND line.at < %(until)s
           AND (%(person)s::bigint IS NULL OR paper.person_id = %(person)s))
    SELECT person, quarter, sum(net)::bigint, sum(commission)::bigint, sum(fee)::bigint, sum(payments)::bigint
      FROM (SELECT person, quarter, amount AS net, commission, 0 AS fee, 1 AS payments FROM paid
            UNION ALL SELECT person, quarter, 0, 0, amount, 0 FROM fees) AS both_sides
     GROUP BY person, quarter ORDER BY person, quarter
"""


@dataclass(frozen=True)
class Quarter:
    """What a person received in a quarter: net of the commission, which the gross sum contains."""

    number: int
    net: Money = usd("0")
    commission: Money = usd("0")
    fees: Money = usd("0")
    payments: int = 0

    @property
    def gross(self) -> Money:
        return self.net + self.commission


@dataclass(frozen=True)
class Year:
    """Four quarters of one person."""

    person_id: int
    year: int
    quarters: Sequence[Quarter] = field(default_factory=list)

    @property
    def gross(self) -> Money:
        return total(one.gross for one in self.quarters)

    @property
    def net(self) -> Money:
        return total(one.net for one in self.quarters)

    @property
    def commission(self) -> Money:
        return total(one.commission for one in self.quarters)

    @property
    def fees(self) -> Money:
        return total(one.fees for one in self.quarters)

    @property
    def payments(self) -> int:
        return sum(one.payments for one in self.quarters)

    @property
    def is_reported(self) -> bool:
        """Whether the rules put this person into the list for tax offices."""
        rules = settings.RULES
        return self.gross >= rules.tax_report_gross or self.payments >= rules.tax_report_payments


def received(person: User, year: int) -> Year:
    """What this person received for work, bonuses, awards and referrals in a year, and what was charged for it."""
    return next(_years(year, person.pk), Year(person.pk, year, [Quarter(number) for number in QUARTERS]))


def reported(year: int) -> Iterator[Year]:
    """Everybody above the thresholds, by their key. Reads a year's lines."""
    return (one for one in _years(year, None) if one.is_reported)


def _years(year: int, person: int | None) -> Iterator[Year]:
    found: dict[int, dict[int, Quarter]] = {}
    for owner, number, net, commission, fees, payments in _rows(year, person):
        quarter = Quarter(number, Money(net), Money(commission), Money(fees), payments)
        found.setdefault(owner, {})[number] = quarter
    for owner, quarters in found.items():
        yield Year(owner, year, [quarters.get(number, Quarter(number)) for number in QUARTERS])


def _rows(year: int, person: int | None) -> list[Any]:
    given: dict[str, Any] = {
        "earned": int(AccountKind.EARNED),
        "of_slots": [int(kind) for kind in OF_SLOTS],
        "commission": int(TransferKind.WORKER_COMMISSION),
        "fee": int(TransferKind.PAYOUT_FEE),
        "received": [int(kind) for kind in RECEIVED],
        "since": datetime(year, 1, 1, tzinfo=UTC),
        "until": datetime(year + 1, 1, 1, tzinfo=UTC),
        "person": person,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, given)
        return list(cursor.fetchall())


def spent(person: User, year: int) -> list[tuple[int, invoices.Charged]]:
    """What this person spent as an employer, quarter by quarter."""
    return [
        (number, invoices.charged(person, since=_start(year, number), until=_start(year, number + 1)))
        for number in QUARTERS
    ]


def in_all(quarters: Iterable[tuple[int, invoices.Charged]]) -> invoices.Charged:
    """What an employer's quarters add up to."""
    parts = [one for _number, one in quarters]
    return invoices.Charged(
        commission=total(one.commission for one in parts),
        promotions=total(one.promotions for one in parts),
        rewards=total(one.rewards for one in parts),
        bonuses=total(one.bonuses for one in parts),
    )


def sheet(person: User, year: int) -> Iterator[list[str]]:
    """The year as rows of SHEET: each quarter, then all of it."""
    got, out = received(person, year), spent(person, year)
    parts: list[tuple[str, Quarter | Year, invoices.Charged]] = [
        (f"Q{number}", quarter, paid) for quarter, (number, paid) in zip(got.quarters, out, strict=True)
    ]
    for name, quarter, paid in [*parts, (str(year), got, in_all(out))]:
        out_of = (paid.rewards, paid.bonuses, paid.commission, paid.promotions, paid.all)
        yield [name, *_sums(quarter), *(one.plain() for one in out_of)]


def _start(year: int, quarter: int) -> datetime:
    return datetime(year + (quarter > 4), (quarter - 1) % 4 * 3 + 1, 1, tzinfo=UTC)


SUMS = ("gross", "commission", "fees", "net", "payments")
SHEET = [
    *("period", *(f"received_{name}" for name in SUMS)),
    *("paid_for_work", "bonuses", "employer_commission", "promotions", "spent"),
]
HEAD = [
    *("person", "email", "kind", "legal_name", "address", "country", "tax_id", "date_of_birth", "declared_at"),
    *(f"q{number}_{name}" for number in QUARTERS for name in SUMS),
    *(f"year_{name}" for name in SUMS),
]


def report(year: int) -> Iterator[list[str]]:
    """The list for tax offices: everybody above the thresholds, who they say they are and what they received."""
    years = list(reported(year))
    keys = [one.person_id for one in years]
    people, said = User.objects.in_bulk(keys), _declared(keys)
    for one in years:
        parts: list[Quarter | Year] = [*one.quarters, one]
        sums = [text for part in parts for text in _sums(part)]
        yield [*_who(people[one.person_id], said.get(one.person_id)), *sums]


def _who(person: User, said: BillingDetails | None) -> list[str]:
    known = [person.public_id, as_text(person.email)]
    if said is None:
        return [*known, "", "", "", str(person.country), "", person.birth_date.isoformat(), ""]
    words = [as_text(text) for text in (said.legal_name, said.address)]
    born = person.birth_date.isoformat() if said.kind == BillingDetails.Kind.INDIVIDUAL else ""
    at = said.declared_at.date().isoformat()
    return [*known, said.kind, *words, str(said.country), as_text(said.tax_id), born, at]


def _sums(part: Quarter | Year) -> list[str]:
    return [part.gross.plain(), part.commission.plain(), part.fees.plain(), part.net.plain(), str(part.payments)]


def _declared(people: Sequence[int]) -> dict[int, BillingDetails]:
    """What each of these people declared last."""
    rows = BillingDetails.objects.filter(person__in=people).order_by("person_id", "-pk").distinct("person_id")
    return {row.person_id: row for row in rows}
