"""House accounts' sums up to a line, so that their balances need only the few lines after it."""

from __future__ import annotations

from django.db import connection

from . import fence

# Each row is right whenever it is read: it says up to which line it counts. Of two runs at once the longer reach stays.
_REFRESH = """
    INSERT INTO wallet_rollup (account_id, upto, balance)
    SELECT house.id, %(upto)s, coalesce(old.balance, 0)
           + coalesce((SELECT sum(amount) FROM wallet_transfer
                        WHERE credit_id = house.id AND id > coalesce(old.upto, 0) AND id <= %(upto)s), 0)
           - coalesce((SELECT sum(amount) FROM wallet_transfer
                        WHERE debit_id = house.id AND id > coalesce(old.upto, 0) AND id <= %(upto)s), 0)
      FROM wallet_account AS house LEFT JOIN wallet_rollup AS old ON old.account_id = house.id
     WHERE house.derived AND coalesce(old.upto, 0) < %(upto)s
    ON CONFLICT (account_id) DO UPDATE SET upto = excluded.upto, balance = excluded.balance
          WHERE wallet_rollup.upto < excluded.upto
"""


def refresh() -> int | None:
    """Bring every house account's sum up to the fence; the line it reaches, None where writers were in flight.

    No balance changes by it. Safe to repeat, and to run beside trade and beside itself.
    """
    upto = fence.upto()
    if upto is not None:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, {"upto": upto})
    return upto
