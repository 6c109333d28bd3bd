"""The laws of the ledger, each asked of the database again, from the lines up."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from picomarket.lib.laws import Answer, Law, Words
from picomarket.lib.money import Money

from . import papers, seals, shapes
from .numbers import account_kind, numbers

# How many of the newest seals a proof reads again; `verify_seals` reads them all.
NEWEST_SEALS = 3
# Lines are sealed every ten minutes, a little later where many are being written.
SEALED_WITHIN = timedelta(days=1)


def _wrong_balance(account: int, kind: int | None, owner: int | None, says: int | None, lines: int) -> Words:
    if kind is None or says is None:
        words = _("{lines} went through account {account}, which does not exist.")
        return format_lazy(words, lines=Money(lines), account=account)
    words = _("Account {account} ({kind} of {owner}) says {says}, its lines say {lines}.")
    return format_lazy(words, account=account, kind=account_kind(kind), owner=owner, **_sums(lines, says))


def _sums(lines: int, says: int = 0) -> dict[str, Money]:
    return {"lines": Money(lines), "says": Money(says)}


BALANCES = Law(
    name=_("Each balance is the sum of its lines"),
    rows="SELECT count(*) FROM wallet_account",
    broken="""
        SELECT coalesce(line.account, pot.id), pot.kind, pot.owner_id, pot.balance, coalesce(line.amount, 0)::bigint
          FROM wallet_account AS pot
          FULL JOIN (SELECT account, sum(amount) AS amount
                       FROM (SELECT debit_id AS account, -amount AS amount FROM wallet_transfer
                             UNION ALL SELECT credit_id, amount FROM wallet_transfer) AS leg
                      GROUP BY account) AS line ON line.account = pot.id
         WHERE pot.id IS NULL
            OR pot.balance <> CASE WHEN pot.derived THEN 0 ELSE coalesce(line.amount, 0) END
            OR (NOT pot.derived AND pot.balance < 0)
    """,
    say=_wrong_balance,
    look=_("Desk, Accounts and Transfers: the account's lines. Somebody wrote past PostgreSQL's guards."),
)

HOUSE = Law(
    name=_("Each house account's rollup and the lines after it are the sum of all its lines"),
    rows="SELECT count(*) FROM wallet_account WHERE derived",
    broken="""
        SELECT house.kind, house.owner_id, wallet_balance(house.kind, house.owner_id), plain.amount::bigint
          FROM wallet_account AS house
          JOIN (SELECT account, sum(amount) AS amount
                  FROM (SELECT debit_id AS account, -amount AS amount FROM wallet_transfer
                        UNION ALL SELECT credit_id, amount FROM wallet_transfer) AS leg
                 WHERE account IN (SELECT id FROM wallet_account WHERE derived) GROUP BY account) AS plain
            ON plain.account = house.id
         WHERE house.derived AND wallet_balance(house.kind, house.owner_id) <> plain.amount
    """,
    say=lambda kind, owner, says, lines: format_lazy(
        _("{pot} is derived as {says}, its lines say {lines}."),
        pot=f"{account_kind(kind)} {owner or ''}".strip(),
        **_sums(lines, says),
    ),
    look=_("The table wallet_rollup: delete the account's row, and the next refresh makes it anew from the lines."),
)

IN_FLIGHT = Law(
    name=_("Money on its way out is that of open payouts and refunds"),
    rows="SELECT count(*) FROM wallet_payout WHERE state IN ('requested', 'gathered', 'sent')",
    broken="""
        SELECT held, owed
          FROM (SELECT coalesce(wallet_balance(%(pot_in_flight)s, 0), 0) AS held,
                       coalesce((SELECT sum(amount) FROM wallet_payout
                                  WHERE state IN ('requested', 'gathered', 'sent')), 0)::bigint AS owed) AS sums
         WHERE held <> owed
    """,
    given=numbers,
    say=lambda held, owed: format_lazy(
        _("{held} is set aside for payouts and refunds, those that are open ask for {owed}."),
        held=Money(held),
        owed=Money(owed),
    ),
    look=_("Desk, Payouts: those whose state does not fit their lines are named under the law of payouts."),
)

REVENUE = Law(
    name=_("What the house earned is its commissions, fees and promotions, less the referral shares"),
    rows="""
        SELECT count(*) FROM wallet_transfer
         WHERE kind IN (%(employer_commission)s, %(worker_commission)s, %(payout_fee)s, %(referral_share)s,
                        %(referral_released)s, %(promotion)s, %(promotion_returned)s)
    """,
    broken="""
        SELECT has, lines
          FROM (SELECT coalesce(wallet_balance(%(pot_revenue)s, 0), 0) AS has,
                       coalesce((SELECT sum(CASE WHEN kind IN (%(referral_share)s, %(referral_released)s,
                                                               %(promotion_returned)s) THEN -amount ELSE amount END)
                                   FROM wallet_transfer
                                  WHERE kind IN (%(employer_commission)s, %(worker_commission)s, %(payout_fee)s,
                                                 %(referral_share)s, %(referral_released)s, %(promotion)s,
                                                 %(promotion_returned)s)),
                                0)::bigint AS lines) AS sums
         WHERE has <> lines
    """,
    given=numbers,
    say=lambda has, lines: format_lazy(
        _("The house holds {has} of revenue, its commissions, fees, promotions and shares say {lines}."),
        has=Money(has),
        lines=Money(lines),
    ),
    look=_("Desk, Transfers: lines of another kind that reach the house's revenue."),
)

LAWS = (BALANCES, HOUSE, IN_FLIGHT, REVENUE, shapes.SHAPE, *papers.LAWS)


def newest_seals(*, now: datetime) -> Answer:
    """Whether the newest part of the chain of seals still fits its lines, and no line waits long for its seal."""
    started = time.monotonic()
    walked = list(seals.walk(last=NEWEST_SEALS))
    faults = [str(fault) for _seal, fault in walked if fault]
    since = seals.unsealed_since()
    if since and since <= now - SEALED_WITHIN:
        words = _("No line since {at} UTC is sealed: the job is down, or a transaction that writes lines never ends.")
        faults.append(str(format_lazy(words, at=f"{since:%Y-%m-%d %H:%M}")))
    return Answer(
        name=_("The newest seals fit their lines, and no line waits long for its seal"),
        look=_("`manage.py verify_seals` names the first seal that does not fit; a backup from before has the lines."),
        rows=sum(one.lines for one, _fault in walked),
        broken=len(faults),
        sentences=faults,
        seconds=time.monotonic() - started,
    )


def counts() -> tuple[int, int]:
    """How many accounts and transfers there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM wallet_account), (SELECT count(*) FROM wallet_transfer)")
        accounts, transfers = cursor.fetchone()
    return accounts, transfers
