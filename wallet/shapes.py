"""Between which kinds of accounts each kind of transfer moves; docs/money.md has the same table in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law, Words
from picomarket.lib.money import Money

from .models import AccountKind as Pot
from .models import TransferKind as Kind
from .numbers import account_kind, transfer_kind

# What an employer pays a task from, and gets back from it.
SPENT = {Pot.SPENDABLE, Pot.PROMO}
POCKETS = {Pot.EARNED, Pot.SPENDABLE}

SHAPES: dict[Kind, tuple[set[Pot], set[Pot]]] = {
    Kind.DEPOSIT: ({Pot.EXTERNAL}, {Pot.SPENDABLE}),
    Kind.DEPOSIT_REVERSED: ({Pot.SPENDABLE, Pot.LOSSES}, {Pot.EXTERNAL}),
    Kind.LOSS_RECOVERED: ({Pot.SPENDABLE}, {Pot.LOSSES}),
    Kind.ESCROW_OPEN: (SPENT, {Pot.ESCROW}),
    Kind.ESCROW_REFUND: ({Pot.ESCROW}, SPENT),
    Kind.SLOT_REFUND: ({Pot.ESCROW}, SPENT),
    Kind.ESCROW_TOP_UP: (SPENT, {Pot.ESCROW}),
    Kind.PROMOTION: ({Pot.SPENDABLE}, {Pot.REVENUE}),
    Kind.PROMOTION_RETURNED: ({Pot.REVENUE}, {Pot.SPENDABLE}),
    Kind.TEST_OFFERED: ({Pot.SPENDABLE}, {Pot.OFFER}),
    Kind.TEST_RETURNED: ({Pot.OFFER}, {Pot.SPENDABLE}),
    Kind.REWARD: ({Pot.ESCROW}, {Pot.EARNED}),
    Kind.EMPLOYER_COMMISSION: ({Pot.ESCROW}, {Pot.REVENUE}),
    Kind.WORKER_COMMISSION: ({Pot.ESCROW}, {Pot.REVENUE}),
    Kind.REFERRAL_SHARE: ({Pot.REVENUE}, {Pot.EARNED}),
    Kind.REFERRAL_RELEASED: ({Pot.REVENUE}, {Pot.EARNED}),
    Kind.BONUS: ({Pot.SPENDABLE}, {Pot.EARNED}),
    Kind.DISPUTE_AWARD: ({Pot.ESCROW}, {Pot.EARNED}),
    Kind.SCREEN_OUT: ({Pot.ESCROW}, {Pot.EARNED}),
    Kind.TEST_TRIED: ({Pot.OFFER}, {Pot.EARNED}),
    Kind.EARNED_TO_SPENDABLE: ({Pot.EARNED}, {Pot.SPENDABLE}),
    Kind.PAYOUT_HOLD: ({Pot.EARNED}, {Pot.IN_FLIGHT}),
    Kind.PAYOUT_PAID: ({Pot.IN_FLIGHT}, {Pot.EXTERNAL}),
    Kind.PAYOUT_RETURNED: ({Pot.IN_FLIGHT}, {Pot.EARNED}),
    Kind.PAYOUT_FEE: ({Pot.IN_FLIGHT}, {Pot.REVENUE}),
    Kind.PAYOUT_REVERSED: ({Pot.EXTERNAL}, {Pot.EARNED}),
    Kind.RAIL_COST: ({Pot.RAIL_COSTS}, {Pot.EXTERNAL}),
    Kind.REFUND_HOLD: ({Pot.SPENDABLE}, {Pot.IN_FLIGHT}),
    Kind.REFUND_PAID: ({Pot.IN_FLIGHT}, {Pot.EXTERNAL}),
    Kind.REFUND_RETURNED: ({Pot.IN_FLIGHT}, {Pot.SPENDABLE}),
    Kind.REFUND_REVERSED: ({Pot.EXTERNAL}, {Pot.SPENDABLE}),
    Kind.PROMO_GRANT: ({Pot.PROMO_GIVEN}, {Pot.PROMO}),
    Kind.PROMO_EXPIRED: ({Pot.PROMO}, {Pot.PROMO_GIVEN}),
    Kind.GOODWILL: ({Pot.GOODWILL}, {Pot.EARNED}),
    # A correction gives or takes: it goes either way.
    Kind.CORRECTION: ({Pot.CORRECTIONS, *POCKETS}, {Pot.CORRECTIONS, *POCKETS}),
}


def _columns() -> Mapping[str, Any]:
    shapes = [(kind, *pair) for kind, sides in SHAPES.items() for pair in product(*map(sorted, sides))]
    kinds, debits, credits_ = zip(*shapes, strict=True)
    return {"kinds": [*map(int, kinds)], "debits": [*map(int, debits)], "credits": [*map(int, credits_)]}


def _misshapen(line: int, kind: int, ref: int, amount: int, debit: int, credit: int) -> Words:
    words = _("Line {line} ({kind} {ref}, {amount}) goes from {debit} to {credit}, which no {kind} does.")
    pots = {"debit": account_kind(debit), "credit": account_kind(credit)}
    return format_lazy(words, line=line, kind=transfer_kind(kind), ref=ref, amount=Money(amount), **pots)


SHAPE = Law(
    name=_("Each line goes between the accounts its kind goes between"),
    rows="SELECT count(*) FROM wallet_transfer",
    broken="""
        SELECT line.id, line.kind, line.ref, line.amount, debit.kind, credit.kind AS to_kind
          FROM wallet_transfer AS line
          JOIN wallet_account AS debit ON debit.id = line.debit_id
          JOIN wallet_account AS credit ON credit.id = line.credit_id
         WHERE NOT EXISTS (SELECT FROM unnest(%(kinds)s::int[], %(debits)s::int[], %(credits)s::int[])
                                       AS shape (kind, debit, credit)
                            WHERE shape.kind = line.kind AND shape.debit = debit.kind AND shape.credit = credit.kind)
    """,
    given=_columns,
    say=_misshapen,
    look=_("Desk, Transfers, by the line's ref; docs/money.md lists who writes which kind."),
)
