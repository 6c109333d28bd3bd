"""The fence: a line of the ledger behind which nothing can appear any more.

Keys are given out before their transactions commit, so a line with a smaller key may still be on its way when a
larger one is already there. Whoever sums up or seals a range of lines asks here first how far it may go.
"""

from __future__ import annotations

import logging

from django.db import OperationalError, connection, transaction

log = logging.getLogger(__name__)

# Trade waits behind the fence while the fence waits for the writers in flight: never longer than this.
PATIENCE = "300ms"


def upto() -> int | None:
    """The key of the last line, once every transaction that writes lines has ended; None where one takes too long.

    Whoever gets None comes again with the next run. Must not run inside a transaction: trade would wait for its end.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            # A writer holds its lock from before it takes a key until it has committed; this one waits for them all.
            cursor.execute("LOCK TABLE wallet_transfer IN SHARE MODE")
            cursor.execute("SELECT coalesce(max(id), 0) FROM wallet_transfer")
            (last,) = cursor.fetchone()
            return int(last)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":
            raise
        log.info("writers were in flight for longer than %s: the fence comes with the next run", PATIENCE)
        return None
