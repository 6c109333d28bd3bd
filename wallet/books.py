"""Proving the books: each law of the ledger asked of the database again, from the lines up."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from picomarket.lib.money import Money, total

from . import ledger
from .models import Account, AccountKind, Payout

_BALANCES = """
    WITH lines AS (
        SELECT account, sum(amount) AS amount
          FROM (SELECT debit_id AS account, -amount AS amount FROM wallet_transfer
                UNION ALL SELECT credit_id, amount FROM wallet_transfer) AS legs GROUP BY account)
    SELECT coalesce(lines.account, pot.id), pot.kind, pot.owner_id, pot.balance, coalesce(lines.amount, 0)
      FROM wallet_account AS pot FULL JOIN lines ON lines.account = pot.id
     WHERE pot.id IS NULL
        OR pot.balance <> CASE WHEN pot.derived THEN 0 ELSE coalesce(lines.amount, 0) END
        OR (NOT pot.derived AND pot.balance < 0)
"""


def discrepancies() -> Iterator[str]:
    """One sentence for each thing in the ledger that is not as it must be; none when the books are right."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES)
        for account, kind, owner, balance, lines in cursor.fetchall():
            yield f"account {account} (kind {kind}, owner {owner}) says {balance}, its lines say {lines}"
    yield from _in_flight()


def _in_flight() -> Iterator[str]:
    held = ledger.balance_of(ledger.IN_FLIGHT)
    owed = total(Payout.objects.on_the_way().values_list("amount", flat=True))
    if held != owed:
        yield f"payouts in flight hold {held}, open payouts ask for {owed}"


def wrong_escrows(expected: dict[int, Money]) -> Iterator[str]:
    """Compare each task's escrow with what its unpaid slots must hold; ``expected`` by task key."""
    held = {row.owner_id: row.balance for row in Account.objects.filter(kind=AccountKind.ESCROW).exclude(balance=0)}
    for task_id in sorted(held.keys() | expected.keys()):
        has, wants = held.get(task_id, Money(0)), expected.get(task_id, Money(0))
        if has != wants:
            yield f"escrow of task {task_id} holds {has}, its unpaid slots need {wants}"


def counts() -> tuple[int, int]:
    """How many accounts and transfers were looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM wallet_account), (SELECT count(*) FROM wallet_transfer)")
        accounts, transfers = cursor.fetchone()
    return accounts, transfers
