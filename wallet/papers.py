"""The laws of papers: each deposit, payout, refund, adjustment and move has exactly the lines its state means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Law, Words
from picomarket.lib.money import Money
from wallet import rails

from .models import TransferKind
from .numbers import account_kind, numbers, transfer_kind

Kind = TransferKind
OF_DEPOSITS = (Kind.DEPOSIT, Kind.DEPOSIT_REVERSED, Kind.LOSS_RECOVERED)
OF_PAYOUTS = (
    *(Kind.PAYOUT_HOLD, Kind.PAYOUT_PAID, Kind.PAYOUT_RETURNED, Kind.PAYOUT_FEE, Kind.PAYOUT_REVERSED, Kind.RAIL_COST),
    *(Kind.REFUND_HOLD, Kind.REFUND_PAID, Kind.REFUND_RETURNED, Kind.REFUND_REVERSED),
)
OF_ADJUSTMENTS = (Kind.PROMO_GRANT, Kind.PROMO_EXPIRED, Kind.GOODWILL, Kind.CORRECTION)
OF_MOVES = (Kind.EARNED_TO_SPENDABLE,)


def _given() -> dict[str, Any]:
    papers = {"deposits": OF_DEPOSITS, "payouts": OF_PAYOUTS, "adjustments": OF_ADJUSTMENTS, "moves": OF_MOVES}
    return {**numbers()} | {f"of_{name}": [int(kind) for kind in kinds] for name, kinds in papers.items()}


def _wrong_deposit(key: str, state: str, amount: int, arrived: int, back: int, lost: int, recovered: int) -> Words:
    words = _(
        "Deposit {key} of {amount} is {state}; by its lines {arrived} arrived, {back} was taken back,"
        " {lost} of that was a loss and {recovered} was recovered."
    )
    sums = {"arrived": Money(arrived), "back": Money(back), "lost": Money(lost), "recovered": Money(recovered)}
    return format_lazy(words, key=key, state=state, amount=Money(amount), **sums)


DEPOSITS = Law(
    name=_("Each deposit has the lines its state means"),
    rows="SELECT count(*) FROM wallet_deposit",
    broken="""
        SELECT public_id, state, amount, arrived, back, lost, got
          FROM (SELECT paper.*, coalesce(line.arrived, 0)::bigint AS arrived, coalesce(line.back, 0)::bigint AS back,
                       coalesce(line.lost, 0)::bigint AS lost, coalesce(line.got, 0)::bigint AS got
                  FROM wallet_deposit AS paper
                  LEFT JOIN (SELECT ref, sum(amount) FILTER (WHERE line.kind = %(deposit)s) AS arrived,
                                    sum(amount) FILTER (WHERE line.kind = %(deposit_reversed)s) AS back,
                                    sum(amount) FILTER (WHERE line.kind = %(deposit_reversed)s
                                                          AND pot.kind = %(pot_losses)s) AS lost,
                                    sum(amount) FILTER (WHERE line.kind = %(loss_recovered)s) AS got
                               FROM wallet_transfer AS line JOIN wallet_account AS pot ON pot.id = line.debit_id
                              WHERE line.kind = ANY(%(of_deposits)s) GROUP BY ref) AS line
                    ON line.ref = paper.id) AS seen
         WHERE arrived <> CASE WHEN state IN ('settled', 'reversed') THEN amount ELSE 0 END
            OR (state = 'reversed') <> (back > 0) OR back > amount
            OR lost <> shortfall OR got <> recovered
    """,
    given=_given,
    say=_wrong_deposit,
    look=_("Desk, Deposits, by the key; the rail's own statement says what really arrived."),
)


def _wrong_payout(key: str, state: str, amount: int, fee: int, *seen: int) -> Words:
    words = _(
        "Payout {key} of {amount} (fee {fee}) is {state}; by its lines {held} was set aside, {paid} paid, {charged}"
        " charged, {returned} returned and {back} came back."
    )
    sums = dict(zip(("held", "paid", "charged", "returned", "back"), map(Money, seen), strict=True))
    return format_lazy(words, key=key, state=state, amount=Money(amount), fee=Money(fee), **sums)


PAYOUTS = Law(
    name=_("Each payout and refund has the lines its state means"),
    rows="SELECT count(*) FROM wallet_payout",
    broken="""
        SELECT public_id, state, amount, fee, held, paid, charged, returned, back
          FROM (SELECT paper.*, coalesce(line.held, 0)::bigint AS held, coalesce(line.paid, 0)::bigint AS paid,
                       coalesce(fees.charged, 0)::bigint AS charged, coalesce(line.returned, 0)::bigint AS returned,
                       coalesce(line.back, 0)::bigint AS back
                  FROM wallet_payout AS paper
                  LEFT JOIN (SELECT ref, kind IN (%(refund_hold)s, %(refund_paid)s, %(refund_returned)s,
                                                  %(refund_reversed)s) AS refund,
                                    sum(amount) FILTER (WHERE kind IN (%(payout_hold)s, %(refund_hold)s)) AS held,
                                    sum(amount) FILTER (WHERE kind IN (%(payout_paid)s, %(refund_paid)s)) AS paid,
                                    sum(amount) FILTER (WHERE kind IN (%(payout_returned)s, %(refund_returned)s))
                                      AS returned,
                                    sum(amount) FILTER (WHERE kind IN (%(payout_reversed)s, %(refund_reversed)s))
                                      AS back
                               FROM wallet_transfer
                              WHERE kind = ANY(%(of_payouts)s) AND kind NOT IN (%(payout_fee)s, %(rail_cost)s)
                              GROUP BY 1, 2) AS line ON line.ref = paper.id AND line.refund = (paper.purpose = 'refund')
                  LEFT JOIN (SELECT ref, sum(amount) AS charged FROM wallet_transfer WHERE kind = %(payout_fee)s
                              GROUP BY ref) AS fees ON fees.ref = paper.id) AS seen
         WHERE held <> amount
            OR paid <> CASE WHEN state IN ('paid', 'reversed') THEN amount - fee ELSE 0 END
            OR charged <> CASE WHEN state IN ('paid', 'reversed') THEN fee ELSE 0 END
            OR returned <> CASE WHEN state IN ('returned', 'cancelled') THEN amount ELSE 0 END
            OR back <> CASE WHEN state = 'reversed' THEN amount - fee ELSE 0 END
    """,
    given=_given,
    say=_wrong_payout,
    look=_("Desk, Payouts, by the key: its state and its batch; the rail says by the same key what it paid."),
)


def _wrong_adjustment(key: str, kind: str, state: str, amount: int, what: str, moved: int) -> Words:
    words = _("Adjustment {key} ({kind} of {amount}) is {state}; by its lines {moved} moved as {what}.")
    sums = {"amount": Money(amount), "moved": Money(moved)}
    return format_lazy(words, key=key, kind=kind, state=state, what=what or _("nothing"), **sums)


ADJUSTMENTS = Law(
    name=_("Each adjustment has the line its state means"),
    rows="SELECT count(*) FROM wallet_adjustment",
    broken="""
        SELECT paper.public_id, paper.kind, paper.state, paper.amount, line.what,
               coalesce(line.amount, 0)::bigint AS moved
          FROM wallet_adjustment AS paper
          LEFT JOIN (SELECT ref, CASE WHEN line.kind = %(goodwill)s THEN 'goodwill'
                                      WHEN line.kind = %(promo_grant)s THEN 'promo'
                                      WHEN credit.kind = %(pot_earned)s THEN 'add_earned'
                                      WHEN credit.kind = %(pot_spendable)s THEN 'add_spendable'
                                      WHEN debit.kind = %(pot_earned)s THEN 'take_earned'
                                      WHEN debit.kind = %(pot_spendable)s THEN 'take_spendable' END AS what,
                            sum(amount) AS amount
                       FROM wallet_transfer AS line
                       JOIN wallet_account AS debit ON debit.id = line.debit_id
                       JOIN wallet_account AS credit ON credit.id = line.credit_id
                      WHERE line.kind IN (%(goodwill)s, %(promo_grant)s, %(correction)s) GROUP BY 1, 2) AS line
            ON line.ref = paper.id
         WHERE CASE WHEN paper.state = 'applied'
                    THEN line.what IS DISTINCT FROM paper.kind OR line.amount <> paper.amount
                    ELSE line.ref IS NOT NULL END
    """,
    given=_given,
    say=_wrong_adjustment,
    look=_("Desk, Adjustments, by the key: who proposed it, who agreed, and what moved."),
)

MOVES = Law(
    name=_("Each move from earned to spendable has its line"),
    rows="SELECT count(*) FROM wallet_move",
    broken="""
        SELECT paper.id, paper.amount, coalesce(line.amount, 0)::bigint AS moved
          FROM wallet_move AS paper
          LEFT JOIN (SELECT ref, sum(amount) AS amount FROM wallet_transfer
                      WHERE kind = %(earned_to_spendable)s GROUP BY ref) AS line ON line.ref = paper.id
         WHERE line.amount IS DISTINCT FROM paper.amount
    """,
    given=_given,
    say=lambda key, amount, moved: format_lazy(
        _("Move {key} is of {amount}, its lines moved {moved}."), key=key, amount=Money(amount), moved=Money(moved)
    ),
    look=_("Desk, Transfers, by the ref."),
)


def _stray(line: int, kind: int, ref: int, amount: int, pot: int, owner: int, person: int | None) -> Words:
    given = {"line": line, "kind": transfer_kind(kind), "ref": ref, "amount": Money(amount)}
    if person is None:
        return format_lazy(_("Line {line} ({kind} {ref}, {amount}) has no paper: nothing caused it."), **given)
    words = _("Line {line} ({kind} {ref}, {amount}) moves money of person {owner} ({pot}), its paper is of {person}.")
    return format_lazy(words, pot=account_kind(pot), owner=owner, person=person, **given)


OWN_LINES = Law(
    name=_("Each line of money in or out has its paper, and moves the money of the paper's person"),
    rows="""
        SELECT count(*) FROM wallet_transfer
         WHERE kind = ANY(%(of_deposits)s || %(of_payouts)s || %(of_adjustments)s || %(of_moves)s)
    """,
    broken="""
        WITH paper (of, id, person) AS (
            SELECT 1, id, person_id FROM wallet_deposit
            UNION ALL SELECT 2, id, person_id FROM wallet_payout
            UNION ALL SELECT 3, id, person_id FROM wallet_adjustment
            UNION ALL SELECT 4, id, person_id FROM wallet_move),
        line AS (
            SELECT id, kind, ref, amount, debit_id, credit_id,
                   CASE WHEN kind = ANY(%(of_deposits)s) THEN 1 WHEN kind = ANY(%(of_payouts)s) THEN 2
                        WHEN kind = ANY(%(of_adjustments)s) THEN 3 ELSE 4 END AS of
              FROM wallet_transfer
             WHERE kind = ANY(%(of_deposits)s || %(of_payouts)s || %(of_adjustments)s || %(of_moves)s))
        SELECT line.id, line.kind, line.ref, line.amount, pot.kind AS pot, pot.owner_id, paper.person
          FROM line CROSS JOIN LATERAL (VALUES (line.debit_id), (line.credit_id)) AS side (account)
          JOIN wallet_account AS pot ON pot.id = side.account
          LEFT JOIN paper ON paper.of = line.of AND paper.id = line.ref
         WHERE (paper.id IS NULL AND side.account = line.credit_id)
            OR (NOT pot.derived AND pot.owner_id <> paper.person)
    """,
    given=_given,
    say=_stray,
    look=_("Desk, Transfers, by the line's ref: nothing in the market writes such a line."),
)


def _by_rail() -> Mapping[str, Any]:
    codes = sorted(rails.ACCOUNT_NUMBERS)
    return _given() | {"codes": codes, "rails": [rails.account_number(code) for code in codes]}


OUTSIDE = Law(
    name=_("Each rail's account outside is its deposits less what was taken back, paid out, refunded and its costs"),
    rows="SELECT count(*) FROM wallet_account WHERE kind = %(pot_external)s",
    broken="""
        WITH rail AS (SELECT * FROM unnest(%(codes)s::text[], %(rails)s::bigint[]) AS rail (code, number)),
        paper AS (
            SELECT rail, sum(-amount) AS amount FROM wallet_deposit
             WHERE state IN ('settled', 'reversed') GROUP BY rail
            UNION ALL
            SELECT rail, sum(back.amount)
              FROM wallet_transfer AS back JOIN wallet_deposit AS paper ON paper.id = back.ref
             WHERE back.kind = %(deposit_reversed)s GROUP BY rail
            UNION ALL
            SELECT rail, sum(amount - fee) FROM wallet_payout WHERE state = 'paid' GROUP BY rail
            UNION ALL
            SELECT rail, sum(cost.amount)
              FROM wallet_transfer AS cost JOIN wallet_payout AS paper ON paper.id = cost.ref
             WHERE cost.kind = %(rail_cost)s GROUP BY rail),
        said AS (SELECT number, sum(amount)::bigint AS amount FROM paper JOIN rail ON code = rail GROUP BY number),
        held AS (SELECT owner_id AS number, wallet_balance(kind, owner_id) AS amount FROM wallet_account
                  WHERE kind = %(pot_external)s)
        SELECT number, coalesce(held.amount, 0) AS has, coalesce(said.amount, 0) AS says
          FROM held FULL JOIN said USING (number) WHERE coalesce(held.amount, 0) <> coalesce(said.amount, 0)
    """,
    given=_by_rail,
    say=lambda number, has, says: format_lazy(
        _("Outside, by rail {rail}, the lines leave {has}; its deposits, payouts, refunds and costs say {says}."),
        rail={rails.account_number(code): code for code in rails.ACCOUNT_NUMBERS}.get(number, number),
        has=Money(has),
        says=Money(says),
    ),
    look=_("The laws of deposits, payouts and lines name the paper; the rail's own statement is the last word."),
)

PROMO = Law(
    name=_("Nobody holds more promo credit than the grants that still hold add up to"),
    rows="SELECT count(*) FROM wallet_account WHERE kind = %(pot_promo)s",
    # What expired within the last day may wait for the sweep that takes it back.
    broken="""
        SELECT pot.owner_id, pot.balance, coalesce(sum(paper.amount), 0)::bigint AS granted
          FROM wallet_account AS pot
          LEFT JOIN wallet_adjustment AS paper ON paper.person_id = pot.owner_id AND paper.kind = 'promo'
               AND paper.state = 'applied' AND paper.expires_at > now() - interval '1 day'
         WHERE pot.kind = %(pot_promo)s
         GROUP BY pot.id HAVING pot.balance > coalesce(sum(paper.amount), 0)
    """,
    given=_given,
    say=lambda person, has, granted: format_lazy(
        _("Person {person} holds {has} of promo credit; the grants that still hold are {granted}."),
        person=person,
        has=Money(has),
        granted=Money(granted),
    ),
    look=_("Desk, Adjustments of the person; where they are right, the job that expires promo credit may be down."),
)

LAWS = (DEPOSITS, PAYOUTS, ADJUSTMENTS, PROMO, MOVES, OWN_LINES, OUTSIDE)
