"""The limits: the least rows that must be written, with neither guard nor house account, statistics nor words.

Their tables are copies of the market's, as long and with the same keys and indexes, and their functions run on the same
server. Of a ledger of more than ten million lines that many are copied: the whole again may not fit beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import ProgrammingError

from bench.copies import run

_TABLES = """
DROP TABLE IF EXISTS bare_account, bare_transfer, bare_submission;
CREATE TABLE bare_account (LIKE wallet_account INCLUDING ALL) WITH (fillfactor = 70);
CREATE TABLE bare_transfer (LIKE wallet_transfer INCLUDING ALL EXCLUDING INDEXES);
ALTER TABLE bare_transfer ADD PRIMARY KEY (id), ADD UNIQUE (ref, kind, leg);
CREATE INDEX ON bare_transfer (debit_id, id);
CREATE INDEX ON bare_transfer (credit_id, id);
CREATE TABLE bare_submission (LIKE submissions_submission INCLUDING ALL);
INSERT INTO bare_account (kind, owner_id, derived, balance) SELECT kind, owner_id, false, 1e15 FROM wallet_account;
INSERT INTO bare_account (kind, owner_id, derived, balance)
SELECT kind, -number, false, 1e15 FROM unnest(ARRAY[1, 3]) AS kind, generate_series(1, 2000) AS number;
INSERT INTO bare_transfer (kind, ref, leg, debit_id, credit_id, amount, at)
SELECT kind, ref, leg, debit_id, credit_id, amount, at FROM wallet_transfer ORDER BY id LIMIT 10000000;
INSERT INTO bare_submission OVERRIDING SYSTEM VALUE SELECT * FROM submissions_submission;
ANALYZE bare_account, bare_transfer, bare_submission;
"""

# One approval: its state, two balances, a reward and two commissions; revenue (account 0) keeps no balance.
_APPROVE = """
CREATE OR REPLACE FUNCTION bare_approve(key bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE task bigint; worker bigint; escrow bigint; earned bigint;
BEGIN
  UPDATE bare_submission SET state = 'approved', closed_at = now() WHERE id = key AND state = 'submitted'
  RETURNING task_id, worker_id INTO STRICT task, worker;
  UPDATE bare_account SET balance = balance - 110000 WHERE kind = 3 AND owner_id = task
  RETURNING id INTO STRICT escrow;
  UPDATE bare_account SET balance = balance + 95000 WHERE kind = 1 AND owner_id = worker
  RETURNING id INTO STRICT earned;
  INSERT INTO bare_transfer (ref, kind, leg, debit_id, credit_id, amount, at)
  VALUES (key, 20, 1, escrow, earned, 95000, now()), (key, 21, 1, escrow, 0, 10000, now()),
         (key, 22, 1, escrow, 0, 5000, now());
END $$;
CREATE OR REPLACE FUNCTION bare_approve_many(keys bigint[]) RETURNS bigint LANGUAGE sql AS $$
  WITH work AS (
    UPDATE bare_submission SET state = 'approved', closed_at = now() WHERE id = ANY (keys) AND state = 'submitted'
    RETURNING id, task_id, worker_id),
  paid AS (
    SELECT work.id, escrow.id AS escrow, earned.id AS earned FROM work
      JOIN bare_account AS escrow ON escrow.kind = 3 AND escrow.owner_id = work.task_id
      JOIN bare_account AS earned ON earned.kind = 1 AND earned.owner_id = work.worker_id),
  pots AS (
    UPDATE bare_account AS pot SET balance = balance + side.amount
      FROM (SELECT account, sum(amount) AS amount
              FROM (SELECT escrow AS account, -110000 AS amount FROM paid
                     UNION ALL SELECT earned, 95000 FROM paid) AS sides GROUP BY account) AS side
     WHERE pot.id = side.account),
  lines AS (
    INSERT INTO bare_transfer (ref, kind, leg, debit_id, credit_id, amount, at)
    SELECT id, 20, 1, escrow, earned, 95000, now() FROM paid
     UNION ALL SELECT id, 21, 1, escrow, 0, 10000, now() FROM paid
     UNION ALL SELECT id, 22, 1, escrow, 0, 5000, now() FROM paid)
  SELECT count(*) FROM paid
$$;
"""


def build() -> None:
    """Make the bare tables anew, as long as the market's are now.

    What was just built is written to the disk first: until then each commit waits for it too, and the limit with many
    clients is a third of what it is afterwards.
    """
    run(_TABLES)
    run(_APPROVE)
    # Only those may who are allowed to; with another's server it is measured as it is.
    with suppress(ProgrammingError):
        run("CHECKPOINT")


@contextmanager
def lean() -> Iterator[None]:
    """The state's row with no index but its key: less than a market could live with, and the harder limit."""
    found = run(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'bare_submission' AND indexname !~ 'pkey$'"
    )
    run("ALTER TABLE bare_submission DROP CONSTRAINT IF EXISTS bare_submission_public_id_key")
    for name, _definition in found:
        run(f'DROP INDEX IF EXISTS "{name}"')
    try:
        yield
    finally:
        for _name, definition in found:
            run(definition)


def work(count: int, *, tasks: int) -> int:
    """So much work that waits for its verdict, each task's in one piece; the first key, the others follow."""
    first = unused()
    run("DELETE FROM bare_submission WHERE task_id < 0")
    run(
        """INSERT INTO bare_submission OVERRIDING SYSTEM VALUE
           SELECT (jsonb_populate_record(model, jsonb_build_object(
                    'id', %s + number, 'public_id', left(md5((%s + number)::text), 12), 'state', 'submitted',
                    'task_id', -1 - number * %s / %s, 'worker_id', -1 - number %% 2000,
                    'turn', 1 + number / 2000))).*
             FROM generate_series(0, %s) AS number, submissions_submission AS model
            WHERE model.id = (SELECT min(id) FROM submissions_submission)""",
        [first, first, tasks, count, count - 1],
    )
    return first


def unused() -> int:
    """A key from which on all are free."""
    ((key,),) = run("SELECT greatest((SELECT max(id) FROM bare_submission), (SELECT max(ref) FROM bare_transfer)) + 1")
    return int(key)
